"""The group's page and the seats of a body: on any date, given, handed over, ended, refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.acts import clock, seats
from gmg.group.acts.hand import Hand
from gmg.group.acts.history import load_history
from gmg.group.rules.seats import CHAIRS, Role, chairs
from gmg.group.rules.seats import Seat as Rule
from gmg.group.store.models import Body, Event, Person, Seat
from gmg.site.room.ribbon import MONTHS, ribbon
from room_made import NOON
from room_people import START, Group
from room_site import signed_in

HOSTILE = '"><script>alert(1)</script>{{7*7}}'
GIVE = {"do": "give", "agency": "UNHCR", "role": "alternate", "first": "2026-03-02"}


@pytest.fixture
def settings_origin() -> Iterator[list[EmailMessage]]:
    """A site with a public address, and the mails that it sends."""
    from django.conf import settings
    from django.test.utils import override_settings

    backend = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend):
        mail.outbox = []
        settings.GMG_ORIGIN = "https://gmg.example"
        yield mail.outbox
        settings.GMG_ORIGIN = ""


def page(hand: Hand | None, path: str, at: datetime = NOON) -> str:
    with clock.standing_at(at):
        answer = signed_in(hand).get(f"/en/room/{path}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(hand: Hand, path: str, form: dict[str, object], at: datetime = NOON) -> tuple[int, str]:
    with clock.standing_at(at):
        answer = signed_in(hand).post(f"/en/room/{path}", form)
    return answer.status_code, answer.content.decode() or answer.headers.get("Location", "")


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# --- on any date ---------------------------------------------------------------------------------


def test_seats_and_chairs_on_any_date(room: Group) -> None:
    with clock.standing_at(NOON):
        load_history()
    now = page(room.speaks["ILO"], "group")
    assert "On 2026-03-02" in now
    past = text_of(page(room.speaks["ILO"], "group?on=2009-03-01&body=GMG"))
    assert "16 agencies" in past or "14 agencies" in past
    assert "Global Migration Group GMG vacant" in past
    assert "UNITAR" in text_of(page(room.speaks["ILO"], "group?on=2009-06-01"))
    data = text_of(page(room.speaks["ILO"], "group?on=2015-01-01&body=GMG-WG-DATA"))
    assert "2 agencies have a seat on 2015-01-01" in data


def test_the_ribbon_shows_the_vacancy_the_interim_the_co_chairs_and_the_composite_seat(
    room: Group,
) -> None:
    with clock.standing_at(NOON):
        load_history()
    html = page(room.speaks["ILO"], "group")
    table = html[html.index('class="ribbon"') :].split("</table>")[0]
    rows = [text_of(row).strip() for row in table.split("</tr>")]
    years = {row.split()[-1] if row.startswith("A") else row.split()[0]: row for row in rows if row}
    assert "vacant" in years["2009"] and "UNITAR" in years["2009"]
    assert "UNESCO interim chair" in years["2012"] and "vacant" in years["2012"]
    assert "UN Regional Commissions one seat for several" in years["2013"]
    assert "FAO, IOM co-chairs" in years["2018"]
    assert "vacant" in years["2019–2025"]
    assert "ILO" in years["2026"]


@pytest.mark.parametrize("on", ["2026-13-01", "x" * 500, HOSTILE, "0000-00-00", "2026-02-29"])
def test_a_day_that_is_none_is_said_to_be_none(room: Group, on: str) -> None:
    with clock.standing_at(NOON):
        for path in ("group", "group/GMG"):
            answer = signed_in(room.chair).get(f"/en/room/{path}", {"on": on})
            assert answer.status_code == 400
            assert "<script>alert" not in answer.content.decode()
            assert "Global Migration Group" in answer.content.decode()


def test_a_body_that_is_not_there(room: Group) -> None:
    with clock.standing_at(NOON):
        client = signed_in(room.chair)
        for path in (
            "group/NONE", "group?body=NONE", f"group/{HOSTILE}", "group/GMG?seat=nothing",
            "group/%00", "group?body=%00", "programme/%00", "meeting/%00",
        ):  # fmt: skip
            assert client.get(f"/en/room/{path}").status_code == 404, path
        for path in ("group/GMG?seat=%00", "group/GMG?agency=%00", "issues?state=%00"):
            assert client.get(f"/en/room/{path}").status_code in (200, 404), path
        for form in ({"do": "end", "seat": "\x00", "last": "2026-03-03"}, {"do": "\x00"}):
            assert client.post("/en/room/group/GMG", form).status_code in (400, 404)
        form = {"do": "agenda", "issue": "\x00", "meeting": "\x00"}
        assert client.post("/en/room/issues", form).status_code == 403
        mine = Seat.objects.get(agency="UNHCR")
        form = {"do": "end", "seat": mine.key, "last": "9999-12-31"}
        assert client.post("/en/room/group/GMG", form).status_code == 409
        assert client.post("/en/room/group/GMG", GIVE | {"first": "0001-01-01"}).status_code == 409


# --- who sees whom -------------------------------------------------------------------------------


def test_addresses_are_shown_to_their_owner_and_to_who_runs_the_seats(room: Group) -> None:
    chair = page(room.chair, "group/GMG")
    assert "unhcr@example.org" in chair
    focal = page(room.speaks["ILO"], "group/GMG")
    assert "ilo@example.org" in focal
    assert "unhcr@example.org" not in focal
    assert "chair@example.org" not in focal
    watching = page(room.observer, "group/GMG")
    assert "ilo@example.org" not in watching
    assert "focal point" in watching


@pytest.mark.parametrize("path", ["group", "group/GMG", "programme"])
def test_nothing_of_it_is_for_the_public_nor_for_a_former_holder(room: Group, path: str) -> None:
    july = datetime(2026, 7, 1, tzinfo=UTC)
    with clock.standing_at(july):
        assert signed_in(None).get(f"/en/room/{path}").status_code == 302
        answer = signed_in(room.chair).get(f"/en/room/{path}")
        assert answer.status_code == 403
        assert "GMG-" not in answer.content.decode()


# --- giving --------------------------------------------------------------------------------------


def test_a_seat_is_given_to_somebody_new_who_is_enrolled(room: Group) -> None:
    status, where = sent(room.chair, "group/GMG", GIVE | {"email": "New@Example.org"})
    assert (status, where) == (302, "/en/room/group/GMG?mailed=no")
    row = Seat.objects.get(role="alternate")
    assert (row.agency, row.person.email if row.person else "") == ("UNHCR", "new@example.org")
    assert "new@example.org" in page(room.chair, "group/GMG")


def test_a_vacant_seat_is_shown_as_vacant_and_filled_by_handing_it_over(room: Group) -> None:
    assert sent(room.chair, "group/GMG", GIVE)[0] == 302
    row = Seat.objects.get(role="alternate")
    html = page(room.chair, "group/GMG")
    assert "vacant" in html
    assert f"seat={row.key}" in html
    assert "Hand it over" in page(room.chair, f"group/GMG?seat={row.key}")
    form = {"do": "hand over", "seat": row.key, "first": "2026-03-05", "email": "x@example.org"}
    assert sent(room.chair, "group/GMG", form)[0] == 302
    assert Seat.objects.filter(role="alternate").count() == 2


def test_who_is_new_is_invited_and_who_is_known_is_not(
    room: Group, settings_origin: list[EmailMessage]
) -> None:
    form = GIVE | {"email": "new@example.org"}
    assert sent(room.chair, "group/GMG", form)[1] == "/en/room/group/GMG?mailed=yes"
    (letter,) = settings_origin
    assert letter.to == ["new@example.org"]
    assert "https://gmg.example/room/account/password/new/" in str(letter.body)
    row = Seat.objects.get(role="alternate")
    again = {"do": "invite", "seat": row.key}
    assert "Mail an invitation" in page(room.chair, f"group/GMG?seat={row.key}")
    assert sent(room.chair, "group/GMG", again)[1] == "/en/room/group/GMG?mailed=yes"
    assert sent(room.speaks["UNHCR"], "group/GMG", again)[0] == 403
    assert len(settings_origin) == 2
    person = Person.objects.get(email="new@example.org")
    person.set_password("a long word of many letters")
    person.save()
    known = GIVE | {"agency": "IOM", "email": "new@example.org"}
    assert sent(room.chair, "group/GMG", known)[1] == "/en/room/group/GMG"
    assert len(settings_origin) == 2


def test_a_chair_to_come_leads_to_its_day(room: Group) -> None:
    form = GIVE | {"role": "observer", "first": "2027-01-01"}
    assert sent(room.chair, "group/GMG", form)[1] == "/en/room/group/GMG?on=2027-01-01"


def test_what_clashes_is_refused_with_the_reason_and_nothing_typed_is_lost(room: Group) -> None:
    form = GIVE | {"role": "chair", "first": "2026-06-01", "email": "keep@example.org"}
    status, html = sent(room.secretariat, "group/GMG", form)
    assert status == 409
    assert "ILO holds the chair of GMG on 2026-06-01" in html
    assert 'value="keep@example.org"' in html
    assert 'value="2026-06-01"' in html
    assert not Seat.objects.filter(agency="UNHCR", role="chair").exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"agency": "NONE"}, 400),
        ({"role": "king"}, 400),
        ({"first": ""}, 400),
        ({"first": "tomorrow"}, 400),
        ({"last": "2026-01-01"}, 409),
        ({"email": HOSTILE}, 409),
        ({"email": "a@example.org\x00"}, 400),
        ({"email": "a" * 300 + "@example.org"}, 400),
        ({"do": "rob"}, 400),
    ],
)
def test_forms_that_are_not_taken(room: Group, change: dict[str, str], status: int) -> None:
    count = Event.objects.count()
    got, html = sent(room.chair, "group/GMG", GIVE | change)
    assert got == status
    assert "<script>alert" not in html
    assert Event.objects.count() == count


def test_a_focal_point_an_observer_and_another_body_give_nothing(room: Group) -> None:
    count = Seat.objects.count()
    for hand in (room.speaks["ILO"], room.observer):
        assert "Give a seat" not in page(hand, "group/GMG")
        assert sent(hand, "group/GMG", GIVE)[0] in (400, 403)
        rules = {"do": "rules", "silence": "0", "quorum": "0"}
        assert sent(hand, "group/GMG", rules)[0] == 403
        row = Seat.objects.get(role="chair", agency="ILO")
        for form in (
            {"do": "end", "seat": row.key, "last": "2026-03-02"},
            {"do": "hand over", "seat": row.key, "first": "2026-03-02"},
        ):
            assert sent(hand, "group/GMG", form)[0] == 403
    assert Seat.objects.count() == count


def test_a_principal_is_offered_its_own_agency_and_no_seat_that_serves_all(room: Group) -> None:
    with clock.standing_at(NOON):
        person = seats.enrol("head@example.org")
        seats.give(room.chair, room.body, "UNHCR", Role.PRINCIPAL, START, None, person)
    hand = Hand(person.key)
    html = page(hand, "group/GMG")
    form = html[html.index('value="give"') :].split("</form>")[0]
    assert re.findall(r'<option value="([A-Z]+)"', form) == ["UNHCR"]
    assert 'value="secretariat"' not in form
    assert sent(hand, "group/GMG", GIVE | {"role": "secretariat"})[0] == 400
    assert sent(hand, "group/GMG", GIVE)[0] == 302


def test_a_seat_ends(room: Group) -> None:
    row = Seat.objects.get(agency="UNHCR", role="focal point")
    form = {"do": "end", "seat": row.key, "last": "2026-03-02"}
    assert sent(room.chair, "group/GMG", form)[0] == 302
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    with clock.standing_at(midnight - timedelta(seconds=1)):
        assert signed_in(room.speaks["UNHCR"]).get("/en/room/group").status_code == 200
    with clock.standing_at(midnight):
        assert signed_in(room.speaks["UNHCR"]).get("/en/room/group").status_code == 403


# --- rules and bodies ----------------------------------------------------------------------------


def test_rules_are_set_and_when_is_told(room: Group) -> None:
    form = {"do": "rules", "silence": "96", "quorum": "3", "languages": ["en", "ar"]}
    assert sent(room.chair, "group/GMG", form)[0] == 302
    html = text_of(page(room.speaks["ILO"], "group/GMG"))
    assert "96 hours at least" in html
    assert "2026-03-02 12:00 UTC : rules set, chair, ILO" in html
    for wrong in ({"silence": "5"}, {"silence": "-1"}, {"silence": "٩٦"}, {"quorum": "1e9"}):
        assert sent(room.chair, "group/GMG", form | wrong)[0] in (400, 409)


def test_a_body_is_founded_below(room: Group) -> None:
    form = {
        "do": "found", "name": HOSTILE, "code": "gmg-wg-data", "kind": "working group",
        "new_silence": "0", "new_quorum": "2", "new_languages": ["fr"],
    }  # fmt: skip
    status, where = sent(room.chair, "group/GMG", form)
    assert (status, where) == (302, "/en/room/group/GMG-WG-DATA")
    assert Body.objects.get(code="GMG-WG-DATA").languages == ["fr"]
    html = page(room.speaks["ILO"], "group")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert sent(room.chair, "group/GMG", form)[0] == 409
    assert sent(room.chair, "group/GMG", form | {"code": "x/y"})[0] == 409


# --- how much is asked ---------------------------------------------------------------------------


def queries(hand: Hand, path: str) -> int:
    client = signed_in(hand)
    with clock.standing_at(NOON):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
    return len(found)


def test_pages_ask_the_same_however_many_sit(room: Group) -> None:
    paths = ("/en/room/group", "/en/room/group/GMG")
    before = [queries(room.chair, path) for path in paths]
    people = Person.objects.bulk_create([Person(email=f"p{n}@example.org") for n in range(200)])
    Seat.objects.bulk_create(
        Seat(body=room.body, agency=a, role="alternate", first=START, person=person)
        for a, person in zip(("ILO", "IOM", "WB", "UNODC") * 50, people, strict=True)
    )
    sizes = [len(page(room.chair, path.removeprefix("/en/room/"))) for path in paths]
    after = [queries(room.chair, path) for path in paths]
    assert after == before
    assert max(after) <= 16
    assert max(sizes) < 100_000
    assert "Next page" in page(room.chair, "group/GMG")


# --- the ribbon as a rule ------------------------------------------------------------------------

begins = st.dates(date(2006, 1, 1), date(2012, 1, 1))
sat = st.builds(
    lambda first, length, agency, role: Rule(
        "A", agency, role, first, None if length > 700 else first + timedelta(days=length)
    ),
    begins,
    st.integers(0, 720),
    st.sampled_from(["ILO", "IOM", "RECOM"]),
    st.sampled_from(sorted(CHAIRS)),
)


@given(st.lists(sat, max_size=6).map(tuple), begins)
def test_every_year_of_the_ribbon_has_twelve_columns_and_every_term_a_cell(
    taking: tuple[Rule, ...], today: date
) -> None:
    rows = ribbon(taking, "A", today)
    assert bool(rows) == bool(taking)
    for row in rows:
        assert sum(cell.span for cell in row.cells) == MONTHS
        assert all(cell.span > 0 for cell in row.cells)
        for cell in row.cells:
            if cell.kind == "not yet":
                assert not chairs(taking, "A", cell.first)
            elif cell.kind == "vacant":
                assert not chairs(taking, "A", cell.first)
                assert not chairs(taking, "A", cell.last)
            else:
                assert {s.agency for s in chairs(taking, "A", cell.first)} == set(cell.agencies)
    years = [year for row in rows for year in range(row.first, row.last + 1)]
    assert years == sorted(set(years))
