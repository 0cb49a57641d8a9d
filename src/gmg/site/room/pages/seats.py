"""The seats of a body, one by one; giving, ending and handing them over; its rules; bodies below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.axes import who
from gmg.group.acts import clock, persons, seats
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.permissions import Action
from gmg.group.rules.seats import SERVES, Role, day_of
from gmg.site.frame.errors import NotFound
from gmg.site.room.account.invite import invite
from gmg.site.room.account.links import NoOrigin, has_password
from gmg.site.room.asked import BadForm, plain
from gmg.site.room.meeting_words import body_kinds
from gmg.site.room.pages.group import on_day
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from gmg.group.store.models import Body, Event, Person, Seat
    from gmg.site.room.asked import Asked

ANY = "*"
"""No agency: asked for, it tells whether somebody may act for all of them."""
LONGEST_NAME = 200
NEWEST = 5


def page(asked: Asked, code: str) -> HttpResponse:
    """The seats on a day, and the forms that the person's own seats allow."""
    body = body_of(code)
    if asked.posted:
        done = asked.attempt(lambda: act(asked, body))
        if done is not None:
            return asked.go(done)
    today = day_of(clock.now())
    day = asked.attempt(lambda: day_asked(asked)) or today
    agency = plain(asked.request.GET.get("agency", ""))
    rows = on_day(day).select_related("body", "person").filter(body=body)
    rows = rows.filter(agency=agency) if agency else rows
    chosen = seat_of(asked, body)
    kinds = body_kinds(asked.words)
    return asked.draw(
        "room/seats.html.j2",
        body=body,
        day=day,
        today=today,
        agency=agency,
        agencies=sorted(set(on_day(day).filter(body=body).values_list("agency", flat=True))),
        slice=paged(asked, rows.order_by("agency", "id")),
        shows=lambda seat: shows(asked, seat),
        may_change=lambda seat: may_change(asked, seat),
        chosen=chosen if chosen is not None and may_change(asked, chosen) else None,
        uninvited=bool(chosen and chosen.person and not has_password(chosen.person)),
        mailed=asked.request.GET.get("mailed", ""),
        gives=agencies_given(asked, body),
        roles=roles_given(asked, body),
        sets=asked.may(Action.SET_BODY, body),
        changes=changes(body),
        languages=who.LANGUAGES,
        body_kind=kinds.get(body.kind, body.kind),
        kinds={kind: kinds[kind] for kind in seats.KINDS},
        ticked={
            "languages": ticks(asked, "languages") if asked.do == "rules" else body.languages,
            "new_languages": ticks(asked, "new_languages"),
        },
    )


def body_of(code: str) -> Body:
    """The body of an address. Raises NotFound."""
    from gmg.group.store.models import Body

    found = Body.objects.select_related("parent").filter(code=plain(code)).first()
    if found is None:
        raise NotFound("There is no such body")
    return found


def day_asked(asked: Asked) -> date | None:
    """The day of the query string, whatever was posted."""
    from datetime import date

    text = asked.request.GET.get("on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadForm("on", "Give a day as year-month-day, such as 2026-06-30") from None


def seat_of(asked: Asked, body: Body) -> Seat | None:
    """The seat that a form or the query string names."""
    from gmg.group.store.models import Seat

    key = plain(asked.given.get("seat", ""))
    if not key:
        return None
    found = Seat.objects.select_related("body", "person").filter(body=body, key=key).first()
    if found is None:
        raise NotAllowed("There is no such seat in this body")
    return found


# --- forms ---------------------------------------------------------------------------------------


def act(asked: Asked, body: Body) -> str:
    """Do what a form asks for; gives the address to go to."""
    here = f"group/{body.code}"
    match asked.do:
        case "give":
            given = give(asked, body)
            return asked.at(here, on=later(given.first), mailed=invited(given.person))
        case "end":
            seats.end(asked.hand, named(asked, body), needed_day(asked, "last"))
        case "hand over":
            new = hand_over(asked, named(asked, body))
            return asked.at(here, on=later(new.first), mailed=invited(new.person))
        case "invite":
            seat = named(asked, body)
            if not runs(asked, seat):
                raise NotAllowed("Only who may give this seat invites its holder")
            return asked.at(here, mailed=invited(seat.person))
        case "rules":
            seats.set_rules(
                asked.hand,
                body,
                number(asked, "silence"),
                number(asked, "quorum"),
                ticks(asked, "languages"),
            )
        case "found":
            return asked.at(f"group/{found(asked, body).code}")
        case _:
            raise BadForm("do", "Choose one of those offered")
    return asked.at(here)


def later(first: date) -> str:
    """The first day of a seat, where it is still to come: else the page of today shows it."""
    return first.isoformat() if first > day_of(clock.now()) else ""


def invited(person: Person | None) -> str:
    """Invite who has never signed in: `yes` or `no` for whether a mail went out, empty for others."""
    from django.conf import settings

    if person is None or has_password(person):
        return ""
    try:
        return "yes" if invite(person, settings.GMG_ORIGIN) else "no"  # type: ignore[misc]
    except NoOrigin:
        return "no"


def give(asked: Asked, body: Body) -> Seat:
    """The seat that the form describes."""
    agency = asked.choice("agency", agencies_given(asked, body) or [""])
    role = Role(asked.choice("role", roles_given(asked, body) or [""]))
    first, last = needed_day(asked, "first"), asked.day("last", needed=False)
    holder = holder_of(asked, body, agency)
    return seats.give(asked.hand, body, agency, role, first, last, holder)


def hand_over(asked: Asked, seat: Seat) -> Seat:
    """The seat with another person, or with nobody."""
    first = needed_day(asked, "first")
    return seats.hand_over(asked.hand, seat, first, holder_of(asked, seat.body, seat.agency))


def holder_of(asked: Asked, body: Body, agency: str) -> Person | None:
    """Who is to hold a seat: found by the address, or enrolled; nobody where none is given."""
    address = asked.text("email", most=254, needed=False)
    if not address:
        return None
    return persons.enrol_by(asked.hand, body, agency, address, asked.lang)


def named(asked: Asked, body: Body) -> Seat:
    """The seat of a form."""
    found = seat_of(asked, body)
    if found is None:
        raise BadForm("seat", "Choose one of those offered")
    return found


def found(asked: Asked, body: Body) -> Body:
    """The body below this one that the form describes."""
    return seats.found_under(
        asked.hand,
        body,
        asked.text("code", most=40).upper(),
        asked.text("name", most=LONGEST_NAME),
        asked.choice("kind", seats.KINDS),
        number(asked, "new_silence"),
        number(asked, "new_quorum"),
        ticks(asked, "new_languages"),
    )


def needed_day(asked: Asked, name: str) -> date:
    """A day that may not be left out."""
    day = asked.day(name)
    if day is None:
        raise BadForm(name, "Fill in this field")
    return day


def number(asked: Asked, name: str) -> int:
    """A whole number of plain digits; 0 where the field is empty."""
    text = asked.text(name, most=6, needed=False) or "0"
    if not (text.isascii() and text.isdigit()):
        raise BadForm(name, "Give a whole number")
    return int(text)


def ticks(asked: Asked, name: str) -> tuple[str, ...]:
    """The languages that are ticked, in the order of the six."""
    given = asked.request.POST.getlist(name)
    return tuple(lang for lang in who.LANGUAGES if lang in given)


# --- what is shown -------------------------------------------------------------------------------


def shows(asked: Asked, seat: Seat) -> str:
    """The address of a seat's holder, to its owner and to who may give that seat; else nothing."""
    if seat.person is None:
        return ""
    own = asked.person is not None and seat.person_id == asked.person.pk
    return seat.person.email if own or runs(asked, seat) else ""


def runs(asked: Asked, seat: Seat) -> bool:
    """Whether the person may give such a seat."""
    return asked.may(Action.GIVE_SEAT, seat.body, seat.agency, seats.serving(Role(seat.role)))


def may_change(asked: Asked, seat: Seat) -> bool:
    """Whether the person may end a seat that has not ended."""
    over = seat.last is not None and seat.last < day_of(clock.now())
    state = seats.serving(Role(seat.role))
    return not over and asked.may(Action.END_SEAT, seat.body, seat.agency, state)


def agencies_given(asked: Asked, body: Body) -> list[str]:
    """The agencies to which the person may give a seat."""
    if asked.may(Action.GIVE_SEAT, body, ANY):
        return [one.code for one in who.agencies() if one.code != who.GROUP]
    return [a for a in asked.agencies(body) if asked.may(Action.GIVE_SEAT, body, a)]


def roles_given(asked: Asked, body: Body) -> list[str]:
    """The roles in which the person may give a seat."""
    every = asked.may(Action.GIVE_SEAT, body, ANY, "serving")
    return [role.value for role in Role if every or role not in SERVES]


def changes(body: Body) -> list[tuple[Event, Seat | None]]:
    """When the body was founded and its rules were set, newest first, and by which seat."""
    from gmg.group.store.models import Event, Seat

    events = list(Event.objects.filter(subject=f"body:{body.key}").order_by("-number")[:NEWEST])
    by = {
        seat.key: seat for seat in Seat.objects.filter(key__in=[e.seat for e in events if e.seat])
    }
    return [(event, by.get(event.seat)) for event in events]
