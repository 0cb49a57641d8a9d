"""`gmg room found`, `invite`, `lost`, `forget`; and where mail goes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gmg.cli import app
from gmg.group.store.models import Body, Person, Seat
from gmg.site.room.account.post import BadMail, mail_settings
from room_signing import ACCOUNT, app_of, login, person_of
from site_base import client_of

TYPED = "a harbour full of clocks"


@pytest.fixture
def run(room_url: str, small_base: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    from django.conf import settings

    folder = Path(small_base.folder)  # type: ignore[attr-defined]
    client_of(folder)
    settings.GMG_ROOM = room_url
    monkeypatch.delenv("GMG_SMTP", raising=False)
    monkeypatch.delenv("GMG_ORIGIN", raising=False)

    def ran(*words: str, sure: str = "") -> Result:
        also = ("--database", room_url, "--base", str(folder))
        return CliRunner().invoke(app, ["room", *words, *also], input=sure)

    yield ran
    settings.GMG_ROOM = ""


def test_a_body_is_founded_and_its_secretariat_comes_in(run: object) -> None:
    done = run(  # type: ignore[operator]
        "found", "GMG", "Global Migration Group", "--agency", "IOM", "--email", "Desk@iom.example",
        "--silence-hours", "72", "--origin", "https://gmg.example/",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    (path,) = re.findall(r"https://gmg\.example(/room/account/password/new/\S+)", done.output)
    body = Body.objects.get(code="GMG")
    seat = Seat.objects.get()
    assert (body.silence_hours, seat.role, seat.agency) == (72, "secretariat", "IOM")
    client = Client()
    where = client.get(path).headers["Location"]
    assert client.post(where, {"password1": TYPED, "password2": TYPED}).status_code == 302
    login(client, "desk@iom.example", TYPED)
    app_of(client)
    assert client.get("/en/room/group/GMG").status_code == 200


def test_a_body_is_founded_whole_or_not_at_all(run: object) -> None:
    words = ("found", "GMG", "Group", "--agency", "NOBODY", "--email", "desk@iom.example")
    assert run(*words).exit_code != 0  # type: ignore[operator]
    assert not Body.objects.exists() and not Person.objects.exists()


def test_who_is_enrolled_is_invited_again_in_their_language(run: object) -> None:
    first = json.loads(run("invite", "a@ilo.example", "--language", "ar", "--json").output)[0]  # type: ignore[operator]
    again = json.loads(run("invite", "A@ilo.example", "--json").output)[0]  # type: ignore[operator]
    assert first["person"] == again["person"]
    assert first["link"].startswith("http://localhost:8000/") and first["link"].endswith("?lang=ar")
    assert run("invite", "no address").exit_code != 0  # type: ignore[operator]


def test_a_lost_device_is_taken_away(run: object) -> None:
    from gmg.group.acts.hand import Hand

    run("invite", "a@ilo.example")  # type: ignore[operator]
    person = Person.objects.get()
    person_of(Hand(person.key))
    client = Client()
    login(client, person.email)
    app_of(client)
    done = run("lost", "a@ilo.example")  # type: ignore[operator]
    assert "2 taken away, 1 sessions ended" in done.output
    assert client.get(ACCOUNT).status_code == 302
    assert run("lost", "b@ilo.example").exit_code != 0  # type: ignore[operator]


def test_a_person_is_forgotten_when_the_operator_is_sure(run: object) -> None:
    run("invite", "a@ilo.example")  # type: ignore[operator]
    assert run("forget", "a@ilo.example", sure="n\n").exit_code != 0  # type: ignore[operator]
    assert Person.objects.get().email == "a@ilo.example"
    assert run("forget", "a@ilo.example", sure="y\n").exit_code == 0  # type: ignore[operator]
    assert Person.objects.get().email.endswith("@forgotten.invalid")


# where mail goes


def test_mail_is_printed_where_no_server_is_named() -> None:
    assert "console" in mail_settings("")["EMAIL_BACKEND"]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp://mail.example?tls=1", 587, True, False),
        ("smtps://a%40b:w%2Frd@mail.example", 465, False, True),
        ("smtp://a:b@localhost:2525", 2525, False, False),
    ],
)
def test_a_server_is_named_by_one_address(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = mail_settings(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    if "w%2Frd" in url:
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b", "w/rd")


@pytest.mark.parametrize(
    "url", ["http://mail.example", "smtp://", "mail.example", "smtp://a:b@mail.example"]
)
def test_a_server_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(BadMail):
        mail_settings(url)


@given(st.text())
def test_no_password_is_ever_sent_in_the_clear(url: str) -> None:
    for text in (
        url,
        f"smtp://{url}",
        f"smtp://u:{url}@mail.example",
        f"smtp://u:p@mail.example?{url}",
    ):
        try:
            found = mail_settings(text)
        except (BadMail, ValueError):
            continue
        if found.get("EMAIL_HOST_PASSWORD") and found["EMAIL_HOST"] not in (
            "localhost",
            "127.0.0.1",
            "::1",
        ):
            assert found["EMAIL_USE_TLS"] or found["EMAIL_USE_SSL"]
