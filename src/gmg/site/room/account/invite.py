"""Inviting a person: a mail with a link to set the first password."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from gmg.group.acts import clock
from gmg.site.room.account.links import NoOrigin, lasts, link
from gmg.site.room.account.post import written
from gmg.site.room.account.providers import of_address

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from gmg.group.store.models import Person

log = logging.getLogger("gmg.site")


def invitation(person: Person, origin: str) -> EmailMessage:
    """The mail, in the person's language; who signs in at their agency alone sets no password.

    Raises NoOrigin.
    """
    if not origin:
        raise NoOrigin("Name the public address of the site with --origin or $GMG_ORIGIN")
    provider = of_address(person.email)
    if provider is not None and provider.only:
        return written(
            person,
            "account/email/invitation_elsewhere",
            link=f"{origin}/room/account/login/?lang={person.language}",
            agency=provider.agency,
        )
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
