"""Mail: by the server that $GMG_SMTP names, else printed to the console."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from gmg.group.store.models import Person

ENV = "GMG_SMTP"
PATIENCE = 15
"""Seconds that a mail server may take."""
SENDER = "gmg@localhost"
PORTS = {"smtp": 25, "smtps": 465}
log = logging.getLogger("gmg.site")


class BadMail(ValueError):
    """An address that names no mail server."""


def mail_settings(url: str) -> dict[str, Any]:
    """Django's settings for `smtp://user:word@host:port?tls=1&from=room@gmg.example`.

    `tls=1` asks for STARTTLS, `smtps://` for TLS from the first byte. A name and a word are never
    sent without either, but to this machine. Raises BadMail.
    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
            "DEFAULT_FROM_EMAIL": SENDER,
        }
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadMail(f"${ENV} is smtp://user:word@host:port?tls=1&from=address, or smtps://")
    query = parse_qs(parts.query)
    tls = query.get("tls", ["0"])[0] in ("1", "yes")
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.password and not tls and parts.scheme == "smtp" and not here:
        raise BadMail(f"${ENV} would send its password in the clear: add ?tls=1, or use smtps://")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (587 if tls else PORTS[parts.scheme]),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls and parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": PATIENCE,
        "DEFAULT_FROM_EMAIL": query.get("from", [f"gmg@{parts.hostname}"])[0],
    }


def send_later(message: EmailMessage) -> threading.Thread:
    """Send a mail while the answer goes out already.

    The time of an answer then says nothing of whether a mail was sent. What fails is logged.
    """

    def send() -> None:
        try:
            message.send()
        except Exception:
            log.exception("a mail was not sent")

    thread = threading.Thread(target=send, name="mail", daemon=True)
    thread.start()
    return thread


def written(person: Person, prefix: str, **values: Any) -> EmailMessage:
    """A mail to a person in their language, from `templates/room/{prefix}_subject` and `_message`."""
    from django.core.mail import EmailMessage

    from gmg.site.room.account.templates import mail

    also = {"user": person, **values}
    subject = " ".join(mail(f"room/{prefix}_subject.txt.j2", also).split())
    return EmailMessage(
        f"gmg: {subject}",
        mail(f"room/{prefix}_message.txt.j2", also).strip() + "\n",
        to=[person.email],
    )
