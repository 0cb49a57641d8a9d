"""What django-allauth is told. Nobody signs up: persons are enrolled by those who give seats."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from gmg.site.room.account.post import ENV as SMTP
from gmg.site.room.account.post import mail_settings

INVITED = timedelta(days=7)
RESET = timedelta(hours=2)
"""How long a mailed link works: for who sets the first password, and for who forgot theirs."""
SHORTEST_PASSWORD = 12
LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "10/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
"""How often: by address of the caller, by e-mail that is tried, by person. `5/5m/key` is five in five
minutes, and covers codes of the second step too."""


def account() -> dict[str, Any]:
    """The settings of signing in."""
    return ACCOUNT | mail_settings(os.environ.get(SMTP, ""))


ACCOUNT: dict[str, Any] = {
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "AUTH_PASSWORD_VALIDATORS": [
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": SHORTEST_PASSWORD},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        {"NAME": "gmg.site.room.account.words.NotOfThisPlace"},
        {
            "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
            "OPTIONS": {"user_attributes": ("email",)},
        },
    ],
    "CACHES": {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "room_counted",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    },
    "TEMPLATES": [
        {
            "BACKEND": "gmg.site.room.account.templates.Templates",
            "NAME": "room",
            "DIRS": [],
            "APP_DIRS": False,
            "OPTIONS": {},
        }
    ],
    "LOGIN_URL": "/room/account/login/",
    "LOGIN_REDIRECT_URL": "/room",
    "PASSWORD_RESET_TIMEOUT": int(INVITED.total_seconds()),
    "ACCOUNT_ADAPTER": "gmg.site.room.account.adapters.Accounts",
    "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": "gmg.site.room.account.links.Tokens",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_RATE_LIMITS": LIMITS,
    "MFA_ADAPTER": "gmg.site.room.account.adapters.Factors",
    "MFA_FORMS": {
        "login_webauthn": "gmg.site.room.account.forms.Login",
        "authenticate_webauthn": "gmg.site.room.account.forms.Second",
        "reauthenticate_webauthn": "gmg.site.room.account.forms.Again",
        "add_webauthn": "gmg.site.room.account.forms.Add",
    },
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_ISSUER": "gmg",
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
}
