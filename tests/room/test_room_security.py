"""The security of the whole room, over all its addresses: the list of the requirements, test by test.

`ROUTES` is read as it stands, so a page that is added is tested with the others.
"""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client, override_settings
from lxml import html

import gmg
from gmg.group.acts import clock, seats
from gmg.group.acts.hand import Hand
from gmg.group.rules.permissions import Action, allowed, matrix
from gmg.group.rules.seats import Role
from gmg.group.store.models import Event, Person
from gmg.site.application.middleware.headers import POLICY
from gmg.site.application.settings import hosts, transport, values
from gmg.site.room.routes import ROUTES, Route
from room_people import START, Group
from room_signing import ACCOUNT, ON_ONE, login, person_of
from room_site import signed_in
from room_world import LATER, World, world

SECOND = timedelta(seconds=1)
FORM = "application/x-www-form-urlencoded"
HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)></textarea></title></option>'
    "<svg onload=alert(3)><a href='javascript:alert(4)'>go</a> {{7*7}} [x](javascript:alert(6))"
)


@pytest.fixture
def held(room: Group) -> Iterator[tuple[Group, World]]:
    """The same, where the published text is held back for a day more."""
    there = world(room, embargo=timedelta(days=1))
    with clock.standing_at(LATER):
        yield room, there


@pytest.fixture
def made(room: Group) -> Iterator[tuple[Group, World]]:
    """A room with one of everything, a day after its first text was published."""
    there = world(room)
    with clock.standing_at(LATER):
        yield room, there


def former(people: Group) -> Hand:
    """Who once sat here and sits no more."""
    person = seats.enrol("former@example.org")
    with clock.standing_at(datetime(2026, 1, 2, tzinfo=UTC)):
        seats.give(
            people.secretariat,
            people.body,
            "ILO",
            Role.FOCAL_POINT,
            START,
            date(2026, 1, 31),
            person,
        )
    return Hand(person.key)


def stranger() -> Hand:
    """Somebody enrolled who never had a seat."""
    return Hand(seats.enrol("stranger@example.org").key)


def readers(people: Group) -> dict[str, Hand | None]:
    """Everybody who may ask, with the role by which the matrix knows them."""
    return {
        "public": None,
        "no seat": stranger(),
        "former": former(people),
        "observer": people.observer,
        "chair": people.chair,
        "secretariat": people.secretariat,
        "focal point": people.speaks["ILO"],
        "another agency": people.speaks["IOM"],
    }


ROLE = {"no seat": "former", "another agency": "focal point"}


def opens(route: Route, who: str) -> bool:
    """What the matrix says of a page: read from it here, not from the code that is tested."""
    return not route.signed or matrix()[route.page.value, "any", ROLE.get(who, who), "own"]


# --- access ------------------------------------------------------------------------------------------


def test_nobody_opens_a_page_that_the_matrix_denies(made: tuple[Group, World]) -> None:
    people, there = made
    for who, hand in readers(people).items():
        shut_where_denied(signed_in(hand), who, there)


def shut_where_denied(client: Client, who: str, there: World) -> None:
    """Each page for one reader."""
    for route in ROUTES:
        for path in there.paths(route.path):
            got, sent = client.get(f"/en/{path}"), client.post(f"/en/{path}", {"do": "x"})
            if opens(route, who):
                assert got.status_code in (200, 404), path
                continue
            assert got.status_code in (302, 403, 404), path
            assert sent.status_code in (302, 403, 404, 405), path
            if got.status_code == 302:
                assert who == "public"
                assert got.headers["Location"].startswith(ACCOUNT + "login/?next=%2Fen%2F")
            for answer in (got, sent):
                assert_says_nothing(answer, there)


def assert_says_nothing(answer: Any, there: World) -> None:
    """No word of what the room holds."""
    said = answer.content.decode()
    for words in ("paragraph", "decision", "commitment", "evidence", there.document.title):
        assert not re.search(rf"<(?:p|td|h1|li|dd)[^>]*>{words}<", said)


def test_who_may_open_a_page_opens_it(made: tuple[Group, World]) -> None:
    """Else the test before would hold of a room that is shut to everybody."""
    people, there = made
    clients = [signed_in(hand) for hand in (people.chair, people.speaks["ILO"])]
    for route in ROUTES:
        paths = there.paths(route.path)
        codes = [client.get(f"/en/{path}").status_code for path in paths for client in clients]
        assert 200 in codes, route.path


@ON_ONE
def test_every_link_of_a_page_opens_for_who_sees_it(made: tuple[Group, World]) -> None:
    """A list shows what may be opened and nothing else, whoever reads it."""
    people, there = made
    for who, hand in readers(people).items():
        if who in ("secretariat", "no seat", "focal point"):
            continue
        client = signed_in(hand)
        tried: dict[str, int] = {}
        for page in pages(client, there).values():
            for link in sorted(links(page)):
                if link not in tried:
                    tried[link] = client.get(link).status_code
        shut = {link: code for link, code in tried.items() if code not in (200, 304)}
        assert not shut, (who, shut)
        assert tried or who in ("no seat", "public")


def pages(client: Client, there: World, lang: str = "en") -> dict[str, str]:
    """The pages that open for a client, by address."""
    found = {}
    for route in ROUTES:
        for path in there.paths(route.path):
            answer = client.get(f"/{lang}/{path}")
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code == 200 and kind.startswith("text/html"):
                found[f"/{lang}/{path}"] = answer.content.decode()
    return found


def links(page: str) -> set[str]:
    """Addresses of the room and of its public side that a page leads to."""
    tree = html.document_fromstring(page)
    found = {a.get("href").partition("#")[0] for a in tree.iter("a") if a.get("href")}
    part = re.compile(r"/en/(?:room|records?|practices?)(?:[/?]|\Z)")
    return {link for link in found if part.match(link)}


@pytest.mark.parametrize(
    ("at", "may"),
    [(-SECOND, True), (timedelta(), False), (SECOND, False)],
    ids=["T-1", "T", "T+1"],
)
def test_at_midnight_after_the_last_day_everything_shuts(
    made: tuple[Group, World], at: timedelta, may: bool
) -> None:
    people, there = made
    midnight = datetime(2026, 7, 1, tzinfo=UTC)
    client = signed_in(people.chair)
    paths = [
        f"/en/{path}"
        for route in ROUTES
        if route.signed and route.page is not Action.PAGE_DESK
        for path in there.paths(route.path)
    ]
    opened = [path for path in paths if client.get(path).status_code == 200]
    assert len(opened) > 15
    with clock.standing_at(midnight + at):
        assert {client.get(path).status_code for path in opened} == ({200} if may else {403})


@ON_ONE
def test_no_form_of_a_page_works_for_who_may_not_send_it(made: tuple[Group, World]) -> None:
    """Every form that anybody is shown, sent by those to whom it was never shown."""
    people, there = made
    forms = [
        form
        for hand in (people.secretariat, people.chair, people.speaks["ILO"], people.speaks["UNHCR"])
        for form in every_form(signed_in(hand), there)
    ]
    assert len(forms) > 20
    observers = {a for (a, _, role, _), yes in matrix().items() if role == "observer" and yes}
    their_own = {"person.set", "person.calendar"}
    for who, hand in readers(people).items():
        if who not in ("public", "no seat", "former", "observer"):
            continue
        client = signed_in(hand)
        before = Event.objects.count()
        for path, given in forms:
            answer = client.post(path, given)
            assert answer.status_code != 500, (who, path, given)
        new = Event.objects.filter(number__gt=before).values_list("action", flat=True)
        may = observers | their_own if who == "observer" else set()
        assert set(new) <= may, (who, set(new))


def every_form(client: Client, there: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """The forms of the pages of a client, filled in with what stands in them."""
    for path, page in pages(client, there).items():
        for form in html.document_fromstring(page).forms:
            if form.method != "POST" or (form.action or "").startswith("/room/account/"):
                continue
            given: dict[str, Any] = {}
            for field in form.inputs:
                if field.name and field.name != "csrfmiddlewaretoken":
                    given[field.name] = field.get("value") or filled(field)
            yield form.action or path, given


def filled(field: Any) -> str:
    """Something for an empty field."""
    if field.tag == "select":
        return next((str(o) for o in field.value_options if o), "")
    return {"date": "2026-06-01", "datetime-local": "2026-06-01T12:00", "number": "3"}.get(
        field.get("type", ""), "x"
    )


def test_a_password_alone_reads_what_the_public_reads(held: tuple[Group, World]) -> None:
    people, there = held
    half = Client()
    login(half, person_of(people.chair).email)
    chair, public = signed_in(people.speaks["UNHCR"]), signed_in(None)
    for route in ROUTES:
        if route.signed:
            continue
        for path in there.paths(route.path):
            codes = [client.get(f"/en/{path}").status_code for client in (half, public)]
            assert codes[0] == codes[1], path
    record = f"/en/record/{there.publication.symbol}"
    assert (chair.get(record).status_code, half.get(record).status_code) == (200, 404)


@ON_ONE
def test_what_is_held_back_is_kept_by_no_proxy(held: tuple[Group, World]) -> None:
    """An answer to a seat is not to be given to the next reader."""
    people, there = held
    client = signed_in(people.speaks["UNHCR"])
    for route in ROUTES:
        for path in there.paths(route.path):
            answer = client.get(f"/en/{path}")
            if answer.status_code == 200:
                kept = answer.headers["Cache-Control"]
                assert "private" in kept and "public" not in kept, path


# --- what may change ---------------------------------------------------------------------------------


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    from django.apps import apps

    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label != "room.Counted"
    }


@ON_ONE
def test_asking_writes_nothing(made: tuple[Group, World]) -> None:
    people, there = made
    clients = [signed_in(hand) for hand in readers(people).values()]
    for client in clients:
        client.get("/en/room")
    before = counts()
    for client in clients:
        ask_everything(client, there)
    assert counts() == before


def ask_everything(client: Client, there: World) -> None:
    """Every page by every method that only asks."""
    for route in ROUTES:
        for path in there.paths(route.path):
            for method in ("GET", "HEAD", "OPTIONS"):
                client.generic(method, f"/en/{path}")
            client.get(f"/ar/{path}?page=2&do=publish&on=2026-01-01")


@ON_ONE
def test_a_form_without_a_token_of_ours_changes_nothing_anywhere(
    made: tuple[Group, World],
) -> None:
    people, there = made
    client = signed_in(people.chair)
    client.handler.enforce_csrf_checks = True
    client.get("/en/room")
    token = client.cookies["gmg-form"].value
    before = counts()
    tries: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
        ({}, {}),
        ({"csrfmiddlewaretoken": "x" * 64}, {}),
        ({"csrfmiddlewaretoken": ""}, {}),
        ({"csrfmiddlewaretoken": token}, {"HTTP_ORIGIN": "https://evil.example"}),
        ({"csrfmiddlewaretoken": token}, {"HTTP_ORIGIN": "null"}),
    )
    for route in ROUTES:
        for path in there.paths(route.path):
            for given, meta in tries:
                answer = client.post(f"/en/{path}", {"do": "x", **given}, **meta)
                if not route.signed:
                    assert answer.status_code in (403, 405), path
                    continue
                assert answer.status_code == 403, path
                assert "not sent from a page of this site" in answer.content.decode()
    for path in (
        "login/", "logout/", "", "password/change/", "password/reset/", "2fa/app/add/",
        "2fa/app/remove/", "2fa/codes/new/", "2fa/passkeys/add/", "2fa/passkeys/login/", "2fa/code/",
        "again/", "agency/ILO/",
    ):  # fmt: skip
        for given, meta in tries:
            answer = client.post(
                ACCOUNT + path, given, REMOTE_ADDR=f"203.0.113.{len(path)}", **meta
            )
            assert answer.status_code == 403, path
    assert counts() == before
    assert client.get(ACCOUNT).status_code == 200


@ON_ONE
def test_other_methods_are_refused(made: tuple[Group, World]) -> None:
    people, there = made
    client = signed_in(people.chair)
    before = counts()
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"):
        for route in ROUTES:
            for path in there.paths(route.path):
                assert client.generic(method, f"/en/{path}").status_code == 405
        for path in ("", "login/", "2fa/"):
            assert client.generic(method, ACCOUNT + path).status_code == 405
    assert counts() == before


@ON_ONE
def test_a_page_that_changes_nothing_takes_no_form(made: tuple[Group, World]) -> None:
    people, there = made
    client = signed_in(people.chair)
    for route in ROUTES:
        if not route.writes:
            for path in there.paths(route.path):
                assert client.post(f"/en/{path}", {"do": "x"}).status_code == 405, path


@ON_ONE
def test_a_form_of_endless_size_is_refused(room: Group) -> None:
    client = signed_in(room.chair)
    with clock.standing_at(LATER):
        answer = client.post("/en/room/documents", {"do": "start", "title": "x" * 1_100_000})
        assert answer.status_code in (400, 413)
        many = {f"f{n}": "x" for n in range(2_000)}
        assert client.post("/en/room/documents", many).status_code in (400, 413)


# --- what is shown -----------------------------------------------------------------------------------


@pytest.fixture
def hostile(room: Group) -> Iterator[tuple[Group, World]]:
    """A room in which every field of text holds what would be a script."""
    there = world(room, lambda name: f"{name} {HOSTILE}")
    with clock.standing_at(LATER):
        yield room, there


LINKS = (
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "srcset",
    "xlink:href",
)
OURS = re.compile(r"/static/(?:room|site)\.[0-9a-f]{8}\.js")


def assert_no_script(page: str, path: str) -> None:
    """Of a page as a browser reads it: no script but ours, nothing that runs when touched or loaded."""
    tree = html.document_fromstring(page)
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag == "script":
            assert OURS.fullmatch(node.get("src", "")) or node.get("type") == "application/json", (
                path
            )
        assert node.tag not in ("iframe", "object", "embed", "base", "style"), (path, node.tag)
        for name, value in node.attrib.items():
            assert not name.lower().startswith("on"), (path, node.tag, name)
            assert name != "style", (path, node.tag)
            if name in LINKS:
                start = re.sub(r"[\x00-\x20]", "", value).lower()
                assert not start.startswith(("javascript:", "vbscript:")), (path, value)
                assert not start.startswith("data:") or node.tag == "img", (path, value)
                assert not start.startswith("//"), (path, value)
    assert not tree.xpath('//svg[contains(@*, "alert") or .//*[contains(text(), "alert")]]'), path
    assert "49 [x]" not in page, "a template drew what somebody wrote as a template"


@ON_ONE
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_page_runs_what_somebody_wrote(hostile: tuple[Group, World], lang: str) -> None:
    people, there = hostile
    shown = 0
    for who, hand in readers(people).items():
        if who in ("no seat", "former", "another agency"):
            continue
        client = signed_in(hand)
        for path, page in pages(client, there, lang).items():
            assert_no_script(page, path)
            shown += page.count("alert(1)")
        if who == "secretariat":
            for path in ("", "2fa/", "2fa/passkeys/"):
                assert_no_script(client.get(ACCOUNT + path).content.decode(), path)
    assert shown > 100, "what was written is on the pages, as text"


@ON_ONE
def test_every_field_that_was_filled_is_shown_somewhere(hostile: tuple[Group, World]) -> None:
    """Else a page could be clean because it shows nothing."""
    people, there = hostile
    named: set[str] = set()
    world_of = Path(__file__).parent.parent / "room_world.py"
    fields = set(re.findall(r'words\("([a-z ]+)"\)', world_of.read_text()))
    for hand in (people.secretariat, people.speaks["ILO"], people.speaks["UNHCR"], None):
        for page in pages(signed_in(hand), there).values():
            named |= {
                name for name in fields if f"{name} &#34;&gt;" in page or f'{name} "&gt;' in page
            }
    assert len(named) >= 0.6 * len(fields), sorted(fields - named)


@ON_ONE
def test_a_hostile_form_is_given_back_as_text(made: tuple[Group, World]) -> None:
    people, there = made
    for hand in (people.secretariat, people.chair, people.speaks["ILO"]):
        client = signed_in(hand)
        for path, given in every_form(client, there):
            bad = {
                name: HOSTILE if name not in ("do", "version") else value
                for name, value in given.items()
            }
            answer = client.post(path, bad)
            assert answer.status_code != 500, (path, given)
            if answer.status_code != 302:
                assert_no_script(answer.content.decode(), path)


ODD = (
    "\x00",
    "x" * 30_000,
    "\ud800",
    "\u202e",
    "' OR 1=1 --",
    "%00",
    "../" * 40,
    "-1",
    "1e400",
    "٣",
)


def test_odd_values_fail_nowhere(made: tuple[Group, World]) -> None:
    people, there = made
    client = signed_in(people.chair)
    forms = list(every_form(client, there))
    names = ("page", "on", "q", "agency", "state", "body", "part")
    for value in ODD:
        odd = value.encode("utf-8", "surrogatepass")
        for path, given in forms:
            form = urlencode({name: text if name == "do" else odd for name, text in given.items()})
            code = client.post(path, form, content_type=FORM).status_code
            assert code in (200, 302, 400, 403, 404, 409, 413), (path, given)
        query = urlencode(dict.fromkeys(names, odd[:500]))
        for route in ROUTES:
            for path in there.paths(route.path):
                answer = client.get(f"/en/{path}", QUERY_STRING=query)
                assert answer.status_code in (200, 400, 404), path


def test_odd_addresses_fail_nowhere(made: tuple[Group, World]) -> None:
    people, _ = made
    for client in (signed_in(people.chair), signed_in(None)):
        for route in ROUTES:
            for odd in ("x", "0", "' OR 1=1", "%2e%2e%2f", "%00", "%ff", "a" * 300, "<script>"):
                path = re.sub(r"<\w+:\w+>", odd, route.path)
                code = client.get(f"/en/{path}").status_code
                assert code in (200, 302, 400, 404), path


def test_things_and_persons_cannot_be_counted_through(made: tuple[Group, World]) -> None:
    """Every name in an address is random, or one that the group gave; none is a number of a row."""
    people, there = made
    client = signed_in(people.secretariat)
    random = re.compile(r"[0-9a-f]{32}")
    for page in pages(client, there).values():
        for link in links(page):
            own = link.partition("?")[0].replace(there.publication.symbol, "")
            for part in own.split("/")[3:]:
                assert not part.isdigit(), link
                assert not random.fullmatch(part) or len(set(part)) > 6, link
    keys = list(Person.objects.values_list("key", flat=True))
    assert all(random.fullmatch(key) and key[12] == "4" for key in keys), "random, not counted"


@ON_ONE
def test_nobody_reads_anothers_address_but_who_runs_seats(made: tuple[Group, World]) -> None:
    people, there = made
    for who, hand in readers(people).items():
        if who in ("chair", "secretariat"):
            continue
        client = signed_in(hand)
        mine = b"" if hand is None else Person.objects.get(key=hand.person).email.encode()
        for route in ROUTES:
            for path in there.paths(route.path):
                answer = client.get(f"/en/{path}")
                body = b"".join(answer) if answer.streaming else answer.content
                found = set(re.findall(rb"[\w.+-]+@(?:[\w-]+\.)+(?:org|example)", body)) - {mine}
                assert not found, (who, path, found)


def test_what_is_said_of_nothing_and_of_what_may_not_be_read_is_the_same(
    made: tuple[Group, World],
) -> None:
    _people, there = made
    other = seats.found("OTHER", "Another body")
    person = seats.enrol("other@example.org")
    seats.first_seat(other, "WB", person, START)
    client = signed_in(Hand(person.key))
    key = "0" * 32
    for kind, mine in (
        ("document", there.draft.key), ("round", there.open.key), ("meeting", there.meeting.key),
        ("practice", there.practice.document.key),
    ):  # fmt: skip
        hidden = client.get(f"/en/room/{kind}/{mine}")
        nothing = client.get(f"/en/room/{kind}/{key}")
        assert (hidden.status_code, nothing.status_code) == (404, 404), kind
        assert bare(hidden, mine) == bare(nothing, key), kind


def bare(answer: Any, key: str) -> str:
    """A page without its token and without its own name."""
    return re.sub(r'value="\w{64}"', "", answer.content.decode()).replace(key, "")


@ON_ONE
def test_every_answer_of_the_room_carries_its_headers(made: tuple[Group, World]) -> None:
    people, there = made
    for hand in (people.chair, None):
        client = signed_in(hand)
        for route in ROUTES:
            for path in (f"/en/{p}" for p in there.paths(route.path)):
                for answer in (client.get(path), client.post(path), client.put(path)):
                    said = answer.headers
                    assert said["Content-Security-Policy"] == POLICY
                    assert said["X-Content-Type-Options"] == "nosniff"
                    assert said["Referrer-Policy"] == "strict-origin-when-cross-origin"
                    assert said["Cross-Origin-Opener-Policy"] == "same-origin"
                    assert "Access-Control-Allow-Origin" not in said
                    assert "Server" not in said
                    if route.signed:
                        assert said["Cross-Origin-Resource-Policy"] == "same-origin"
                        assert "no-store" in said["Cache-Control"] or answer.status_code == 405
    assert "unsafe" not in POLICY and "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in POLICY and "base-uri 'none'" in POLICY


@ON_ONE
def test_no_page_of_sign_in_is_kept(room: Group) -> None:
    client = signed_in(room.chair)
    for one in (client, Client()):
        for path in (
            "",
            "login/",
            "2fa/",
            "2fa/app/add/",
            "2fa/codes/",
            "password/change/",
            "logout/",
        ):
            answer = one.get(ACCOUNT + path)
            assert "no-store" in answer.headers["Cache-Control"] or answer.status_code == 404, path


# --- the site and its hosts --------------------------------------------------------------------------


@ON_ONE
def test_no_way_leads_to_another_site(made: tuple[Group, World]) -> None:
    people, there = made
    for hand in (None, people.chair):
        client = signed_in(hand)
        for route in ROUTES:
            for path in there.paths(route.path):
                for name in ("next", "to", "url", "back", "lang"):
                    answer = client.get(f"/en/{path}", {name: "https://evil.example/"})
                    where = answer.headers.get("Location", "/")
                    assert where.startswith("/") and not where.startswith("//"), (path, name)


def test_nothing_in_the_room_fetches_what_a_reader_names() -> None:
    """Only `openid` asks another host, and only those of the operator's file (test_room_oidc)."""
    root = Path(gmg.__file__).parent
    asks = {
        "httpx",
        "requests",
        "urllib.request",
        "urllib3",
        "socket",
        "http.client",
        "ftplib",
        "aiohttp",
    }
    found = set()
    for folder in ("site/room", "group", "site/application"):
        for file in (root / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                names = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                if asks & set(names):
                    found.add(file.relative_to(root).as_posix())
    assert found == {"site/room/account/openid.py"}


@ON_ONE
def test_hostile_forms_make_the_site_ask_no_other_host(
    made: tuple[Group, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    people, there = made
    asked: list[Any] = []
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            asked.append(address)
            raise OSError("no other host")
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    client = signed_in(people.secretariat)
    for path, given in every_form(client, there):
        client.post(
            path, {n: v if n == "do" else "http://169.254.169.254/" for n, v in given.items()}
        )
    assert asked == []


def test_a_site_of_a_name_answers_no_other_name(room: Group) -> None:
    with override_settings(ALLOWED_HOSTS=hosts("https://gmg.example")), clock.standing_at(LATER):
        client = signed_in(room.chair)
        assert client.get("/en/room", HTTP_HOST="gmg.example").status_code == 200
        for name in ("evil.example", "gmg.example.evil.example", "a@gmg.example", "gmg.example:x"):
            for path in ("/en/room", ACCOUNT, ACCOUNT + "password/reset/"):
                assert client.get(path, HTTP_HOST=name).status_code == 400


def test_under_https_cookies_are_bound_to_the_site_and_to_https(room: Group) -> None:
    person = person_of(room.chair)
    with override_settings(**transport(secure=True)):
        client = Client()
        client.get(ACCOUNT + "login/", secure=True)
        login(client, person.email)
        assert set(client.cookies) == {"__Host-gmg", "__Host-gmg-form"}
        for cookie in client.cookies.values():
            assert cookie["secure"] and cookie["httponly"] and cookie["path"] == "/"
            assert cookie["samesite"] == "Lax" and not cookie["domain"]
        assert (
            client.get(ACCOUNT, secure=True)
            .headers["Strict-Transport-Security"]
            .startswith("max-age=31536000")
        )


def test_a_session_ends_after_twelve_hours_whatever_is_done_meanwhile(room: Group) -> None:
    client = signed_in(room.chair)
    session = client.session
    with clock.standing_at(LATER):
        for hours, code in ((11.9, 200), (12.1, 302)):
            began = datetime.now(UTC) - timedelta(hours=hours)
            session["began"] = began.isoformat()
            session.save()
            assert client.get("/en/room").status_code == code
    assert not session.exists(session.session_key)


def test_a_session_is_of_twelve_hours_and_ends_with_the_browser() -> None:
    found = values("https://gmg.example")
    assert found["SESSION_COOKIE_AGE"] == 12 * 3600
    assert found["SESSION_EXPIRE_AT_BROWSER_CLOSE"] is True
    assert found["DEBUG"] is False


def test_the_deployment_check_is_clean_with_an_https_address(tmp_path: Path) -> None:
    deployed = {name: is_ for name, is_ in os.environ.items() if name != FOR_BROWSERS}
    done = subprocess.run(
        [sys.executable, "-c", CHECK, f"sqlite:///{tmp_path}/room.sqlite", str(tmp_path)],
        capture_output=True, text=True, check=False, env=deployed,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues (1 silenced)" in done.stdout + done.stderr


FOR_BROWSERS = "DJANGO_ALLOW_ASYNC_UNSAFE"
"""What browser tests set for their own process, and no deployment has."""
CHECK = """
import sys
from pathlib import Path
from gmg.site.application.settings import configure
from gmg.site.serve import room_of
configure(GMG_ORIGIN="https://gmg.example", **room_of(Path(sys.argv[2]), sys.argv[1]))
from gmg.group.store.database import open_room
open_room(sys.argv[1])
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
"""


def test_the_key_of_the_site_is_its_own_and_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gmg.group.store.secret import BadKey, secret

    monkeypatch.delenv("GMG_SECRET_KEY", raising=False)
    first = secret(tmp_path / "a")
    assert len(first) > 80 and secret(tmp_path / "a") == first != secret(tmp_path / "b")
    assert (tmp_path / "a" / "room.key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("GMG_SECRET_KEY", "short")
    with pytest.raises(BadKey, match="50"):
        secret(tmp_path / "a")


def test_no_secret_stands_in_the_log_of_the_site(
    room: Group, caplog: pytest.LogCaptureFixture
) -> None:
    person = person_of(room.chair)
    caplog.set_level("INFO", logger="gmg.site")
    client = Client()
    login(client, person.email)
    login(Client(), person.email, "a wrong password")
    client.get("/room/calendar/s3cr3t-of-a-calendar.ics")
    client.get(ACCOUNT + "password/new/1-s3cr3t-of-a-link/")
    said = caplog.text
    assert "/room/account/login/" in said
    for secret in ("tidal", "a wrong password", "s3cr3t", person.email):
        assert secret not in said
    lines = [json.loads(line) for line in re.findall(r"\{.*\}", said)]
    asked = [line for line in lines if "path" in line]
    assert asked and all("127.0.0.1" not in str(line) for line in asked), "readers are not noted"
    noted = [(line["sign-in"], line["person"]) for line in lines if "sign-in" in line]
    assert noted == [("signed in", person.key), ("password refused", person.key)]


def test_every_action_is_denied_to_the_public_but_reading_what_is_published() -> None:
    for action in Action:
        for state in {s for a, s, _, _ in matrix() if a == action.value}:
            public = any(allowed(action, state, "public", own=own) for own in (True, False))
            assert not public or action.value in (
                "document.read", "record.read", "page.records", "page.record",
            ), action  # fmt: skip


def test_a_reader_s_own_word_for_their_address_is_taken_from_a_known_proxy_alone() -> None:
    """Else limits by address could be walked around, and somebody else locked out."""
    import threading
    from http.client import HTTPConnection

    from waitress.server import create_server

    from gmg.site.serve import behind

    def told(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [])
        return [f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']}".encode()]

    for proxy, said in (("", b"127.0.0.1 http"), ("127.0.0.1", b"203.0.113.9 https")):
        server = create_server(
            told, host="127.0.0.1", port=0, threads=1, clear_untrusted_proxy_headers=True,
            **behind(proxy),
        )  # fmt: skip
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        connection = HTTPConnection("127.0.0.1", server.effective_port)
        headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Proto": "https"}
        connection.request("GET", "/", headers=headers)
        assert connection.getresponse().read() == said
        connection.close()
        server.close()


def test_the_list_of_tests_on_the_page_of_security_names_tests_that_are_there() -> None:
    root = Path(__file__).parent.parent.parent
    page = (root / "docs" / "security.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        name
        for file in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", file.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 40
    assert named <= there, named - there
