"""`gmg room found`, `invite`, `lost`, `forget`: the operator's acts, by nobody's seat."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gmg.axes.who import LANGUAGES
from gmg.cli.options import base_option, json_option
from gmg.cli.room_open import database_option, open_at

if TYPE_CHECKING:
    from gmg.group.store.models import Person

HERE = "http://localhost:8000"

origin_option = click.option(
    "--origin",
    default=lambda: os.environ.get("GMG_ORIGIN", HERE),
    help=f"Public address for the link; default $GMG_ORIGIN, else {HERE}",
)
language_option = click.option(
    "--language", default="en", type=click.Choice(LANGUAGES), help="In which they are written to"
)


def open_site(base: Path | None, database: str | None, origin: str) -> None:
    """Open the room as the site does, with the key by which its links are signed."""
    from gmg.evidence.base import base_folder
    from gmg.group.store.database import address
    from gmg.site.application.settings import configure
    from gmg.site.serve import room_of

    folder = base_folder(base)
    room = room_of(folder, address(base, database))
    configure(GMG_BASE=str(folder), GMG_ORIGIN=origin.rstrip("/"), **room)
    open_at(base, database)


@click.command()
@click.argument("code")
@click.argument("name")
@click.option("--agency", required=True, help="Agency of the secretariat, such as IOM")
@click.option("--email", required=True, help="Who holds the first seat, and gives all others")
@click.option("--silence-hours", default=0, help="Hours of a silence procedure; 0 for none")
@language_option
@origin_option
@database_option
@json_option
@base_option
def found(
    code: str,
    name: str,
    agency: str,
    email: str,
    silence_hours: int,
    language: str,
    origin: str,
    database: str | None,
    base: Path | None,
    as_json: bool,
) -> None:
    """Found a body with its secretariat's seat, and invite who holds it."""
    open_site(base, database, origin)
    from django.db import transaction

    from gmg.group.acts import clock, seats
    from gmg.group.rules.seats import day_of

    with transaction.atomic():
        body = seats.found(code, name, silence_hours=silence_hours)
        person = enrolled(email, language)
        seats.first_seat(body, agency, person, day_of(clock.now()))
    tell(person, origin, as_json)


@click.command()
@click.argument("email")
@language_option
@origin_option
@database_option
@json_option
@base_option
def invite(
    email: str, language: str, origin: str, database: str | None, base: Path | None, as_json: bool
) -> None:
    """Send EMAIL a link to set a password; who is not enrolled yet is."""
    open_site(base, database, origin)
    tell(enrolled(email, language), origin, as_json)


@click.command()
@click.argument("email")
@database_option
@base_option
def lost(email: str, database: str | None, base: Path | None) -> None:
    """Take away the passkeys, the app and the spare codes of EMAIL, and sign them out everywhere.

    Make sure on another way that it is they who ask: what is left is the password.
    """
    open_site(base, database, HERE)
    from gmg.site.room.account import sessions

    person = named(email)
    taken, _ = person.authenticator_set.all().delete()  # type: ignore[attr-defined]
    ended = sessions.end_all(person)
    click.echo(f"{taken} taken away, {ended} sessions ended; the next sign-in sets up a new one")


@click.command()
@click.argument("email")
@database_option
@base_option
@click.confirmation_option(prompt="The address is taken out for good. Go on?")
def forget(email: str, database: str | None, base: Path | None) -> None:
    """Take out all that names EMAIL; the random id stays, for log and seats rest on it."""
    open_site(base, database, HERE)
    from gmg.group.acts import persons
    from gmg.site.room.account import sessions

    person = named(email)
    persons.forget(person)
    sessions.end_all(person)
    click.echo(f"person {person.key} has no address any more")


def enrolled(email: str, language: str) -> Person:
    """The person of an address, enrolled on the way."""
    from gmg.group.acts import persons, seats
    from gmg.group.store.models import Person

    address = persons.address_of(email)
    known = Person.objects.filter(email=address).first()
    return known or seats.enrol(address, language)


def named(email: str) -> Person:
    """The person of an address. Raises ValueError for one that is not enrolled."""
    from gmg.group.store.models import Person

    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise ValueError(f"{email} is not enrolled")
    return person


def tell(person: Person, origin: str, as_json: bool) -> None:
    """Mail the link where there is a mail server, else print it."""
    from gmg.site.room.account.invite import invite as send
    from gmg.site.room.account.links import link
    from gmg.site.room.account.post import ENV

    mailed = bool(os.environ.get(ENV)) and send(person, origin.rstrip("/"))
    said: dict[str, Any] = {"person": person.key, "email": person.email, "mailed": mailed}
    if not mailed:
        said["link"] = link(person, origin.rstrip("/"))
    if as_json:
        print(json.dumps([said]))
    elif mailed:
        click.echo(f"a link was mailed to {person.email}")
    else:
        click.echo(f"give this link to {person.email}; it works once, for a week at most:")
        click.echo(said["link"])


COMMANDS = (found, invite, lost, forget)
