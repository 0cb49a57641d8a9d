"""Signing in for tests: passwords, codes of an app, and the mail that was sent."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from gmg.group.acts.hand import Hand
    from gmg.group.store.models import Person

# Hashing is dear by design; tests hash by the hundred.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 512
Argon2PasswordHasher.parallelism = 1
ON_ONE = pytest.mark.parametrize("empty_room", ["sqlite"], indirect=True, scope="session")
"""For what no database has a part in: once is enough."""
PASSWORD = "tidal lantern orchard"
ACCOUNT = "/room/account/"
ORIGIN = "https://gmg.example"


@pytest.fixture
def outbox() -> Iterator[list[EmailMessage]]:
    """The mail that is sent, kept instead; the site has an address of its own."""
    from django.conf import settings
    from django.core import mail

    was = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.GMG_ORIGIN = ORIGIN
    mail.outbox = []
    yield mail.outbox
    settings.EMAIL_BACKEND = was
    settings.GMG_ORIGIN = ""


def sent() -> list[EmailMessage]:
    """The mail, when all of it has gone out."""
    from django.core import mail

    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join(timeout=10)
    return list(mail.outbox)


def person_of(hand: Hand, password: str = PASSWORD) -> Person:
    """The person of a hand, with a password."""
    from gmg.group.store.models import Person

    person = Person.objects.get(key=hand.person)
    person.set_password(password)
    person.save()
    return person


def post(client: Client, path: str, given: dict[str, Any] | None = None) -> Any:
    """A form of sign-in."""
    return client.post(ACCOUNT + path, given or {})


def login(client: Client, email: str, password: str = PASSWORD, query: str = "") -> Any:
    """The first step."""
    return post(client, f"login/{query}", {"login": email, "password": password})


def code(secret: str) -> str:
    """What an app shows now."""
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(auth.hotp_value(secret, next(counters())))


def counters() -> Iterator[int]:
    from allauth.mfa.totp.internal import auth

    return auth.yield_hotp_counters_from_time()


def app_of(client: Client) -> tuple[str, list[str]]:
    """Set up an app as a person would; the key that it holds, and the spare codes."""
    page = client.get(ACCOUNT + "2fa/app/add/")
    assert page.status_code == 200
    secret = re.findall(r'<code class="key" dir="ltr">([A-Z2-7=]+)</code>', page.content.decode())[
        0
    ]
    answer = post(client, "2fa/app/add/", {"code": code(secret)})
    assert answer.headers["Location"] == ACCOUNT + "2fa/codes/"
    shown = client.get(ACCOUNT + "2fa/codes/").content.decode()
    return secret, re.findall(r"<li><code>(\d+)</code>", shown)


def long_ago(session: Any) -> None:
    """Let more than five minutes have passed since somebody signed in."""
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    began = datetime.fromisoformat(session["began"]) - timedelta(seconds=301)
    session["began"] = began.isoformat()
    session.save()


def forget_codes() -> None:
    """Forget which codes were used and how often somebody tried: time has passed."""
    from django.core.cache import cache

    cache.clear()


def errors(page: str) -> list[str]:
    """What a page of a form says is wrong."""
    return re.findall(r'class="(?:problem|refusal)"[^>]*>([^<]+)<', page)


__all__ = [
    "ACCOUNT", "ON_ONE", "ORIGIN", "PASSWORD", "app_of", "code", "errors", "forget_codes", "login",
    "long_ago", "outbox",
    "person_of", "post", "sent",
]  # fmt: skip
