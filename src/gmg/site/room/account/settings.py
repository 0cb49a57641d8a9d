"""What django-allauth is told. Nobody signs up: persons are enrolled by those who give seats."""

from __future__ import annotations

from typing import Any

ACCOUNT: dict[str, Any] = {
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
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
    "ACCOUNT_ADAPTER": "gmg.site.room.account.adapters.Accounts",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "gmg: ",
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_SESSION_REMEMBER": False,
    "MFA_ADAPTER": "gmg.site.room.account.adapters.Factors",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_ALLOW_UNVERIFIED_EMAIL": True,
    "MFA_TOTP_ISSUER": "gmg",
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "SOCIALACCOUNT_PROVIDERS": {},
    "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
    "DEFAULT_FROM_EMAIL": "gmg@localhost",
}
