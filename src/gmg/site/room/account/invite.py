"""Inviting a person: a mail with a link to set the first password."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from gmg.group.acts import clock
from gmg.site.room.account.links import lasts, link
from gmg.site.room.account.post import written

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from gmg.group.store.models import Person

log = logging.getLogger("gmg.site")


def invitation(person: Person, origin: str) -> EmailMessage:
    """The mail, in the person's language."""
    return written(
        person,
        "account/email/invitation",
        link=link(person, origin),
        until=(clock.now() + lasts(person)).strftime("%Y-%m-%d %H:%M UTC"),
    )


def invite(person: Person, origin: str) -> bool:
    """Send the invitation; whether the mail server took it. Raises NoOrigin."""
    try:
        return bool(invitation(person, origin).send())
    except (SMTPException, OSError):
        log.exception("an invitation was not sent")
        return False
