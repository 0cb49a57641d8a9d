"""The mail that says what the desk shows: one a person, in their language, when there is news for them."""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPException
from typing import TYPE_CHECKING

from gmg.group.acts import clock, commitments, notices
from gmg.group.acts.hand import Hand
from gmg.group.rules.seats import day_of
from gmg.group.store.models import Notice, Person
from gmg.site.room.account.post import written
from gmg.site.room.apart import apart
from gmg.site.room.clocks import exact
from gmg.site.room.frame import seats_today
from gmg.site.room.notice_words import said
from gmg.site.room.terms import term
from gmg.site.room.waits import waiting
from gmg.site.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.mail import EmailMessage

MOST = 30
"""Pieces of news in one mail; the desk has the others."""


@dataclass(frozen=True)
class Digest:
    """A mail, for whom, and the first instant and the last piece of the news that it tells of."""

    person: Person
    message: EmailMessage
    since: datetime | None
    last: int
    news: int


def persons(since: datetime | None = None) -> Iterator[Person]:
    """Those who want digests and have news that they neither read nor were sent."""
    fresh = Notice.objects.filter(read__isnull=True, mailed__isnull=True)
    if since is not None:
        fresh = fresh.filter(at__gte=since)
    ids = fresh.order_by().values("person").distinct()
    rows = Person.objects.filter(pk__in=ids, digest=True, is_active=True).order_by("pk")
    for pk in list(rows.values_list("pk", flat=True)):
        yield Person.objects.get(pk=pk)


def digest(person: Person, origin: str, since: datetime | None = None) -> Digest | None:
    """The mail of a person; None for who holds no seat today, or has no news."""
    seats = seats_today(person)
    rows = notices.unread(Hand(person.key)).filter(mailed__isnull=True)
    if since is not None:
        rows = rows.filter(at__gte=since)
    found = list(rows[:MOST])
    if not seats or not found:
        return None
    now = clock.now()
    lang = person.language
    spoken = words(lang)
    message = written(
        person,
        "digest",
        news=[(said(spoken, row), apart(spoken, exact(row.at))) for row in found],
        more=rows.count() - len(found),
        waits=waiting(Hand(person.key), seats, now),
        status_of=lambda row: commitments.seen(row, day_of(now)),
        term=lambda code: term(lang, code),
        exact=lambda at: apart(spoken, exact(at)),
        desk=f"{origin}/{lang}/room",
        account=f"{origin}/room/account/",
    )
    return Digest(person, message, since, max(row.pk for row in found), rows.count())


def send(one: Digest) -> bool:
    """Send a mail, and then mark its news as sent; whether it went.

    Who is killed between the two sends one mail again and no other; what the mail server refused is
    tried again with the next digest.
    """
    try:
        one.message.send()
    except (SMTPException, OSError):
        return False
    rows = Notice.objects.filter(person=one.person, mailed__isnull=True, pk__lte=one.last)
    if one.since is not None:
        rows = rows.filter(at__gte=one.since)
    rows.update(mailed=clock.now())
    return True
