"""Persons: enrolled by who gives seats; what they set for themselves; forgotten when all is over."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gmg.axes import who
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import day_of
from gmg.group.store.models import Person, Seat

if TYPE_CHECKING:
    from gmg.group.store.models import Body

LONGEST_ADDRESS = 254
TOKEN_BYTES = 32


def enrol_by(hand: Hand, body: Body, agency: str, email: str, language: str = "en") -> Person:
    """A person who may be given a seat of an agency; who is enrolled already is found, not changed.

    Raises Conflict for what is no e-mail address.
    """
    who.agency(agency)
    address = address_of(email)
    refuse_language(language)
    with writing() as at:
        by = allow(hand, body, Action.ENROL, agency)
        known = Person.objects.filter(email=address).first()
        if known is not None:
            return known
        person = Person.objects.create(
            email=address, language=language, password=make_password(None)
        )
        write(Action.ENROL, person, at, hand, by)
    return person


def address_of(email: str) -> str:
    """An e-mail address in small letters. Raises Conflict for what is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Conflict("This is no e-mail address") from None
    if len(address) > LONGEST_ADDRESS:
        raise Conflict("This is no e-mail address")
    return address


def set_own(hand: Hand, *, language: str | None = None, digest: bool | None = None) -> Person:
    """The language in which a person is written to, and whether a digest comes by mail."""
    if language is not None:
        refuse_language(language)
    with writing() as at:
        person = own(hand)
        new = {"language": language, "digest": digest}
        changed = [n for n, v in new.items() if v is not None and getattr(person, n) != v]
        if not changed:
            return person
        for name in changed:
            setattr(person, name, new[name])
        person.save(update_fields=changed)
        write("person.set", person, at, hand, None)
    return person


def new_calendar(hand: Hand) -> str:
    """A new secret for the person's calendar feed; the one of before opens nothing any more.

    It is told this once: only its SHA-256 is kept.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with writing() as at:
        person = own(hand)
        person.calendar = hash_of(token)
        person.save(update_fields=["calendar"])
        write("person.calendar", person, at, hand, None)
    return token


def end_calendar(hand: Hand) -> None:
    """No calendar feed any more."""
    with writing() as at:
        person = own(hand)
        if not person.calendar:
            return
        person.calendar = ""
        person.save(update_fields=["calendar"])
        write("person.calendar", person, at, hand, None)


def hash_of(token: str) -> str:
    """What is kept of the secret of a calendar feed."""
    return hashlib.sha256(token.encode()).hexdigest()


def forget(person: Person) -> None:
    """Take away all that names a person and lets them sign in: the operator's act.

    The random id stays, for the log and the seats rest on it. Raises Conflict while a seat runs.
    """
    with writing() as at:
        today = day_of(at)
        seats = Seat.objects.filter(person=person)
        if any(row.last is None or row.last >= max(today, row.first) for row in seats):
            raise Conflict("A seat of this person runs or is to come: end it first")
        person.email = f"{person.key}@forgotten.invalid"
        person.password = make_password(None)
        person.calendar, person.digest, person.is_active = "", False, False
        person.last_login = None
        person.save()
        for rows in ("emailaddress_set", "authenticator_set", "socialaccount_set"):
            getattr(person, rows).all().delete()
        write("person.forget", person, at, None, None)


def own(hand: Hand) -> Person:
    """The person who acts. Raises NotAllowed for the public."""
    person = Person.objects.filter(key=hand.person, is_active=True).first()
    if person is None:
        raise NotAllowed("Only who is signed in may do this")
    return person


def refuse_language(language: str) -> None:
    """Raise Conflict for a language that is none of the six."""
    if language not in who.LANGUAGES:
        raise Conflict("{lang} is none of the six languages", lang=language)
