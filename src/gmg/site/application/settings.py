"""Django's settings. Pages of published figures use no database and no session; the room uses both."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gmg.group.store import settings as store

MIDDLEWARE = (
    "gmg.site.application.middleware.logs.Logs",
    "gmg.site.application.middleware.headers.Headers",
    "gmg.site.application.middleware.limits.Limits",
    "gmg.site.application.middleware.held.Held",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gmg.site.application.middleware.spans.Spans",
    "allauth.account.middleware.AccountMiddleware",
)
LARGEST_FORM = 1_000_000
"""Bytes of a form: a text of 100,000 words, and nothing like a file."""
A_YEAR = 31_536_000


def configure(**also: Any) -> None:
    """Set Django up for this process, once; `also` overrides single settings."""
    import django
    from django.conf import settings

    if settings.configured:
        return
    also["GMG_ORIGIN"] = also.get("GMG_ORIGIN", "").rstrip("/")
    settings.configure(**(values(also["GMG_ORIGIN"]) | also))
    django.setup()
    # What is refused is said in the site's own log, without the reader's question.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


def values(origin: str = "") -> dict[str, Any]:
    """All settings; with an https origin, cookies travel by https alone."""
    return {
        "DEBUG": False,
        "ALLOWED_HOSTS": hosts(origin),
        "ROOT_URLCONF": "gmg.site.application.urls",
        "MIDDLEWARE": list(MIDDLEWARE),
        "INSTALLED_APPS": store.INSTALLED_APPS,
        "DATABASES": {},
        "DEFAULT_AUTO_FIELD": store.DEFAULT_AUTO_FIELD,
        "USE_I18N": True,
        "USE_TZ": True,
        "APPEND_SLASH": False,
        "SECRET_KEY": store.SECRET_KEY,
        "LOGGING_CONFIG": None,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LARGEST_FORM,
        "GMG_BASE": None,
        "GMG_ORIGIN": "",
        "GMG_ROOM": "",
        "GMG_HELD": False,
        **sign_in(),
        **transport(secure=origin.startswith("https://")),
        "CSRF_TRUSTED_ORIGINS": [origin] if origin else [],
        "SILENCED_SYSTEM_CHECKS": ["security.W008"],  # http goes to https at the proxy that has TLS
    }


def hosts(origin: str) -> list[str]:
    """By which names the site may be asked: any where it has none of its own, else that one.

    This machine may always ask itself, for its health.
    """
    name = urlsplit(origin).hostname
    return [name, "localhost", "127.0.0.1", "[::1]"] if name else ["*"]


def sign_in() -> dict[str, Any]:
    """How persons sign in: `gmg.site.room.account`."""
    from gmg.site.room.account.settings import account

    return {
        "AUTH_USER_MODEL": store.AUTH_USER_MODEL,
        "PASSWORD_HASHERS": store.PASSWORD_HASHERS,
        **account(),
    }


def transport(*, secure: bool) -> dict[str, Any]:
    """Cookies and what the browser is told of https (OWASP ASVS 5.0, chapter 3)."""
    return {
        "SESSION_COOKIE_NAME": "__Host-gmg" if secure else "gmg",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_AGE": 12 * 3600,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_NAME": "__Host-gmg-form" if secure else "gmg-form",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_FAILURE_VIEW": "gmg.site.room.frame.forged",
        "SECURE_HSTS_SECONDS": A_YEAR if secure else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": secure,
        "SECURE_HSTS_PRELOAD": secure,
        "SECURE_SSL_REDIRECT": False,
        "SECURE_REFERRER_POLICY": "strict-origin-when-cross-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }


def folder() -> Path:
    """The folder of the evidence base that is served."""
    from django.conf import settings

    from gmg.evidence.base import base_folder

    return base_folder(settings.GMG_BASE)  # type: ignore[misc]
