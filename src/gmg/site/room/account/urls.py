"""Addresses of sign-in: those of allauth that the room needs, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from gmg.site.room.account import agency, heard, own, views
from gmg.site.room.account.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.urls import URLPattern

VIEWS: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("", own.page, "account_own"),
    ("login/", views.Login.as_view(), "account_login"),
    ("logout/", views.Logout.as_view(), "account_logout"),
    ("inactive/", account.account_inactive, "account_inactive"),
    ("again/", account.reauthenticate, "account_reauthenticate"),
    ("password/change/", views.PasswordChange.as_view(), "account_change_password"),
    ("password/reset/", account.password_reset, "account_reset_password"),
    ("password/reset/sent/", account.password_reset_done, "account_reset_password_done"),
    (
        "password/new/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    ("agency/<str:agency>/", agency.start, "agency_start"),
    ("agency/<str:agency>/back/", agency.back, "agency_back"),
    ("2fa/", mfa.index, "mfa_index"),
    ("2fa/code/", mfa.authenticate, "mfa_authenticate"),
    ("2fa/again/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("2fa/app/add/", totp.activate_totp, "mfa_activate_totp"),
    ("2fa/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("2fa/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("2fa/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("2fa/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    ("2fa/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    ("2fa/passkeys/again/", views.PasskeyAgain.as_view(), "mfa_reauthenticate_webauthn"),
    ("2fa/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    ("2fa/passkeys/login/", views.PasskeyLogin.as_view(), "mfa_login_webauthn"),
)
"""Address, view and the name by which allauth leads to it."""

heard.listen()
LINK = r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/\Z"
urlpatterns: list[URLPattern] = [
    *(path(at, spoken(view), name=name) for at, view, name in VIEWS),
    re_path(LINK, spoken(account.password_reset_from_key), name="account_reset_password_from_key"),
]
