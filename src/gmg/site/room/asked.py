"""A question put to a page of the room: who asks, in which language, with which form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpResponse, HttpResponseRedirect

from gmg.group.acts.hand import Hand
from gmg.group.acts.refusals import Conflict, NotAllowed, Refusal
from gmg.group.rules.rounds import BadRound
from gmg.site.frame.addresses import asked as query_string
from gmg.site.room.terms import term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from gmg.group.rules.permissions import Action
    from gmg.group.store.models import Body, Person, Seat
    from gmg.site.frame.addresses import Addresses
    from gmg.site.words import Words

Done = TypeVar("Done")
LONGEST = 20_000
"""Characters of a field, unless its page says otherwise."""


class BadForm(Refusal, ValueError):
    """A field that cannot be read as what it should be; `field` is its name."""

    def __init__(self, name: str, text: str, **facts: object) -> None:
        super().__init__(text, **facts)
        self.field = name


def plain(text: str) -> str:
    """A text by which a row is looked for; PostgreSQL cannot be asked for NUL, and no row has one."""
    return "" if "\x00" in text else text


@dataclass(frozen=True, slots=True)
class Said:
    """Why a form was not taken, in the reader's language, and at which field."""

    text: str
    status: int
    field: str = ""


@dataclass(slots=True)
class Asked:
    """One request. `seats` are those that the person holds today, over all bodies."""

    request: HttpRequest
    lang: str
    words: Words
    to: Addresses
    person: Person | None
    seats: tuple[Seat, ...]
    said: Said | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def hand(self) -> Hand:
        """Who acts."""
        return Hand(self.person.key if self.person else "")

    @property
    def posted(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    @property
    def given(self) -> Mapping[str, str]:
        """The fields of the form, or of the query string; they are put back where it was refused."""
        return self.request.POST if self.posted else self.request.GET

    @property
    def do(self) -> str:
        """Which of a page's forms was sent."""
        return self.given.get("do", "") if self.posted else ""

    def at(self, path: str = "", **query: object) -> str:
        """The address of a page of the room."""
        return f"/{self.lang}/room/{quote(path)}".rstrip("/") + query_string(query)

    def bodies(self) -> list[Body]:
        """The bodies in which the person holds a seat today."""
        return list({seat.body.pk: seat.body for seat in self.seats}.values())

    def agencies(self, body: Body) -> list[str]:
        """The agencies for which the person sits in a body today."""
        return sorted({seat.agency for seat in self.seats if seat.body_id == body.pk})

    def may(self, action: Action, body: Body, agency: str = "", state: str = "any") -> bool:
        """Whether a seat of today allows it: what a page offers, the act asks again."""
        from gmg.group.rules.permissions import allowed

        return any(
            allowed(action, state, seat.role, own=agency in ("", seat.agency))
            for seat in self.seats
            if seat.body_id == body.pk
        )

    def text(self, name: str, *, most: int = LONGEST, needed: bool = True) -> str:
        """A field as text; BadForm where it is empty or too long."""
        value = self.given.get(name, "").replace("\r\n", "\n").strip()
        if needed and not value:
            raise BadForm(name, "Fill in this field")
        if len(value) > most:
            raise BadForm(name, "Write at most {most} characters here", most=most)
        if "\x00" in value:
            raise BadForm(name, "This field holds a character that no text has")
        return value

    def choice(self, name: str, among: tuple[str, ...] | list[str]) -> str:
        """A field that is one of some words."""
        value = self.given.get(name, "")
        if value not in among:
            raise BadForm(name, "Choose one of those offered")
        return value

    def choices(self, name: str, among: tuple[str, ...] | list[str]) -> list[str]:
        """A field that may be given several times, each one of some words."""
        values = self.request.POST.getlist(name)
        if any(value not in among for value in values):
            raise BadForm(name, "Choose among those offered")
        return list(dict.fromkeys(values))

    def day(self, name: str, *, needed: bool = True) -> date | None:
        """A field as a day."""
        value = self.text(name, most=10, needed=needed)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise BadForm(name, "Give a day as year-month-day, such as 2026-06-30") from None

    def instant(self, name: str, zone: str = "UTC") -> datetime:
        """A field of kind datetime-local as an instant, in UTC.

        An hour that a change of clocks skips or repeats is refused: it names no instant, or two.
        """
        value = self.text(name, most=25)
        try:
            there = ZoneInfo(zone)
            local = datetime.fromisoformat(value)
            if local.tzinfo is not None:
                return local.astimezone(UTC)
            one, other = (local.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1))
        except (ValueError, ZoneInfoNotFoundError, OSError, OverflowError):
            raise BadForm(name, "Give a day and an hour, such as 2026-06-30T12:00") from None
        if one != other:
            raise BadForm(name, "The clocks change in that hour: give another, or the hour in UTC")
        return one

    def attempt(self, act: Callable[[], Done]) -> Done | None:
        """What an act gives; None where it was refused, and then `said` tells why."""
        try:
            return act()
        except Refusal as no:
            status = 403 if isinstance(no, NotAllowed) else 409 if isinstance(no, Conflict) else 400
            self.said = Said(self.told(no), status, getattr(no, "field", ""))
        except BadRound as no:
            self.said = Said(self.words._(str(no)), 400)
        return None

    def told(self, no: Refusal) -> str:
        """A refusal in the reader's language."""
        said = self.words._(no.text)
        facts = {
            name: term(self.lang, value) if isinstance(value, str) else value
            for name, value in no.facts.items()
        }
        return said.format(**facts) if facts else said

    def go(self, address: str) -> HttpResponse:
        """To another page, after an act. Addresses are ours: one slash, never two."""
        if not address.startswith("/") or address.startswith("//"):
            raise ValueError(address)
        return HttpResponseRedirect(address)

    def draw(self, template: str, **values: Any) -> HttpResponse:
        """The page, with 4xx where a form was refused."""
        from gmg.site.room.frame import drawn

        return drawn(self, template, values)
