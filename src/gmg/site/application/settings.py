"""Django's settings: no database, no sessions, nothing that a page of published figures needs not."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

MIDDLEWARE = (
    "gmg.site.application.middleware.logs.Logs",
    "gmg.site.application.middleware.headers.Headers",
    "gmg.site.application.middleware.limits.Limits",
)


def configure(**also: Any) -> None:
    """Set Django up for this process, once; `also` overrides single settings."""
    import django
    from django.conf import settings

    if settings.configured:
        return
    values: dict[str, Any] = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["*"],
        "ROOT_URLCONF": "gmg.site.application.urls",
        "MIDDLEWARE": list(MIDDLEWARE),
        "INSTALLED_APPS": ["gmg.group.store"],
        "DATABASES": {},
        "USE_I18N": False,
        "USE_TZ": True,
        "APPEND_SLASH": False,
        "SECRET_KEY": "nothing is signed here",
        "LOGGING_CONFIG": None,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 64_000,
        "GMG_BASE": None,
        "GMG_ORIGIN": "",
    }
    settings.configure(**(values | also))
    django.setup()
    # What is refused is said in the site's own log, without the reader's question.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


def folder() -> Path:
    """The folder of the evidence base that is served."""
    from django.conf import settings

    from gmg.evidence.base import base_folder

    return base_folder(settings.GMG_BASE)  # type: ignore[misc]
