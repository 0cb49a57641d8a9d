"""The second factor: apps, spare codes, passkeys; nothing opens without one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from gmg.group.acts import clock
from gmg.site.room.routes import ROUTES
from room_keys import Key
from room_made import NOON
from room_people import Group
from room_signing import (
    ACCOUNT,
    ON_ONE,
    ORIGIN,
    app_of,
    code,
    errors,
    forget_codes,
    login,
    long_ago,
    outbox,
    person_of,
    post,
    sent,
)
from room_site import signed_in

if TYPE_CHECKING:
    from gmg.group.store.models import Person

__all__ = ["outbox"]


def desk(client: Client) -> int:
    with clock.standing_at(NOON):
        return client.get("/en/room").status_code


def with_app(person: Person) -> tuple[str, list[str]]:
    client = Client()
    login(client, person.email)
    found = app_of(client)
    forget_codes()
    return found


def test_an_app_is_set_up_with_a_picture_and_a_key_and_opens_the_room(room: Group) -> None:
    person = person_of(room.chair)
    client = Client()
    login(client, person.email)
    page = client.get(ACCOUNT + "2fa/app/add/").content.decode()
    assert re.search(r'<img class="qr" src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]+"', page)
    assert "<svg" not in page[page.find("<main") :], "no picture is drawn into the page itself"
    assert desk(client) == 302
    assert post(client, "2fa/app/add/", {"code": "000000"}).status_code == 400
    assert desk(client) == 302
    app_of(client)
    assert desk(client) == 200


def test_the_next_sign_in_asks_for_a_code(room: Group) -> None:
    person = person_of(room.chair)
    secret, _ = with_app(person)
    client = Client()
    answer = login(client, person.email, query="?next=/en/room/rounds")
    assert answer.headers["Location"] == ACCOUNT + "2fa/code/"
    assert client.get(ACCOUNT).status_code == 302, "the password alone is no sign-in"
    assert desk(client) == 302
    wrong = post(client, "2fa/code/", {"code": "123456"})
    assert wrong.status_code == 400 and errors(wrong.content.decode())
    done = post(client, "2fa/code/", {"code": code(secret)})
    assert done.headers["Location"] == "/en/room/rounds"
    assert desk(client) == 200


def test_a_code_is_used_once(room: Group) -> None:
    person = person_of(room.chair)
    secret, _ = with_app(person)
    now = code(secret)
    one, other = Client(), Client()
    login(one, person.email)
    login(other, person.email)
    assert post(one, "2fa/code/", {"code": now}).status_code == 302
    assert post(other, "2fa/code/", {"code": now}).status_code == 400


def test_codes_cannot_be_tried_through(room: Group) -> None:
    person = person_of(room.chair)
    secret, _ = with_app(person)
    client = Client()
    login(client, person.email)
    for _ in range(5):
        assert post(client, "2fa/code/", {"code": "000000"}).status_code == 400
    assert post(client, "2fa/code/", {"code": code(secret)}).status_code == 400
    forget_codes()
    assert post(client, "2fa/code/", {"code": code(secret)}).status_code == 302


def test_the_second_step_cannot_be_left_out_or_kept_open(room: Group) -> None:
    person = person_of(room.chair)
    with_app(person)
    client = Client()
    assert client.get(ACCOUNT + "2fa/code/").headers["Location"] == ACCOUNT + "login/"
    login(client, person.email)
    session = client.session
    session["account_login"]["initiated_at"] -= 16 * 60
    session.save()
    assert client.get(ACCOUNT + "2fa/code/").headers["Location"] == ACCOUNT + "login/"


def test_spare_codes_open_once_each_and_are_shown_once(room: Group) -> None:
    person = person_of(room.chair)
    _, spare = with_app(person)
    assert len(set(spare)) == 10
    client = Client()
    login(client, person.email)
    assert post(client, "2fa/code/", {"code": spare[0]}).status_code == 302
    assert desk(client) == 200
    page = client.get(ACCOUNT + "2fa/codes/").content.decode()
    assert not any(one in page for one in spare)
    assert "9 spare codes are left" in page
    again = Client()
    login(again, person.email)
    assert post(again, "2fa/code/", {"code": spare[0]}).status_code == 400


def test_what_codes_rest_on_is_kept_encrypted(room: Group) -> None:
    from allauth.mfa.models import Authenticator

    person = person_of(room.chair)
    secret, spare = with_app(person)
    kept = json.dumps([row.data for row in Authenticator.objects.filter(user=person)])
    assert secret not in kept
    assert not any(one in kept for one in spare)


@ON_ONE
def test_with_another_key_of_the_site_no_code_opens(room: Group) -> None:
    from django.conf import settings

    person = person_of(room.chair)
    secret, spare = with_app(person)
    was = settings.SECRET_KEY
    settings.SECRET_KEY = "another key " * 5
    try:
        client = Client()
        login(client, person.email)
        empty = code("")
        for tried in (code(secret), spare[0], empty):
            assert post(client, "2fa/code/", {"code": tried}).status_code == 400
    finally:
        settings.SECRET_KEY = was


def test_a_session_without_a_factor_ends_when_one_is_set_up_elsewhere(
    room: Group, outbox: list[EmailMessage]
) -> None:
    """Else who has the password alone would wait for the owner to set up a factor, and be in."""
    person = person_of(room.chair)
    thief, owner = Client(), Client()
    login(thief, person.email)
    login(owner, person.email)
    assert desk(thief) == 302
    app_of(owner)
    assert desk(owner) == 200
    assert thief.get(ACCOUNT).status_code == 302
    assert "login" in thief.get(ACCOUNT).headers["Location"]
    assert [mail.to for mail in sent()] == [[person.email]]


def test_taking_the_last_factor_away_shuts_the_room(
    room: Group, outbox: list[EmailMessage]
) -> None:
    from allauth.mfa.models import Authenticator

    person = person_of(room.chair)
    client = Client()
    login(client, person.email)
    app_of(client)
    assert desk(client) == 200
    assert post(client, "2fa/app/remove/").headers["Location"] == ACCOUNT + "2fa/"
    assert desk(client) == 302
    assert not Authenticator.objects.filter(user=person).exists(), "spare codes go too"
    assert any("taken away" in str(mail.body) for mail in sent())


@ON_ONE
@pytest.mark.parametrize(
    "path", ["2fa/app/add/", "2fa/app/remove/", "2fa/codes/new/", "2fa/passkeys/add/"]
)
def test_some_minutes_after_sign_in_a_factor_is_changed_only_when_asked_again(
    room: Group, path: str
) -> None:
    person = person_of(room.chair)
    client = Client()
    login(client, person.email)
    if "add" not in path:
        app_of(client)
    session = client.session
    long_ago(session)
    for answer in (client.get(ACCOUNT + path), post(client, path)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith((ACCOUNT + "again/", ACCOUNT + "2fa/again/"))


def test_showing_once_more_who_one_is_leads_back(room: Group) -> None:
    person = person_of(room.chair)
    client = Client()
    login(client, person.email)
    session = client.session
    long_ago(session)
    again = client.get(ACCOUNT + "2fa/app/add/").headers["Location"]
    assert client.get(again).status_code == 200
    assert client.post(again, {"password": "wrong"}).status_code == 400
    from room_signing import PASSWORD

    assert (
        client.post(again, {"password": PASSWORD}).headers["Location"] == ACCOUNT + "2fa/app/add/"
    )
    assert client.get(ACCOUNT + "2fa/app/add/").status_code == 200


def test_no_page_of_the_room_opens_without_a_second_factor(room: Group) -> None:
    client = Client()
    login(client, person_of(room.chair).email)
    with clock.standing_at(NOON):
        for route in ROUTES:
            path = "/en/" + re.sub(r"<[^>]+>", "x", route.path)
            for answer in (client.get(path), client.post(path, {"do": "x"})):
                assert answer.status_code in ((302, 405) if route.signed else (200, 404, 405))
                if answer.status_code == 302:
                    assert answer.headers["Location"] == ACCOUNT + "2fa/"


# passkeys, with a key made of software


@pytest.fixture
def at_home(outbox: list[EmailMessage]) -> str:
    """The site's own address, to which passkeys are bound."""
    return ORIGIN


def options(page: str) -> Any:
    """What a page asks of a passkey."""
    (text,) = re.findall(r'<script type="application/json" id="passkey">(.+?)</script>', page)
    return json.loads(text)["publicKey"]


def add_key(client: Client, key: Key, name: str = "Blue key") -> Any:
    asked = options(client.get(ACCOUNT + "2fa/passkeys/add/").content.decode())
    given = {"name": name, "passwordless": "on", "credential": json.dumps(key.create(asked))}
    return post(client, "2fa/passkeys/add/", given)


def asked_of_a_key(client: Client) -> Any:
    answer = client.get(ACCOUNT + "2fa/passkeys/login/", HTTP_ACCEPT="application/json")
    return json.loads(answer.content)["request_options"]["publicKey"]


def use_key(client: Client, credential: Any, query: str = "") -> Any:
    return post(client, f"2fa/passkeys/login/{query}", {"credential": json.dumps(credential)})


def test_a_passkey_is_added_and_signs_in_alone(room: Group, at_home: str) -> None:
    person = person_of(room.chair)
    client, key = Client(), Key(at_home)
    login(client, person.email)
    assert add_key(client, key).headers["Location"] == ACCOUNT + "2fa/codes/"
    assert desk(client) == 200
    assert "Blue key" in client.get(ACCOUNT + "2fa/passkeys/").content.decode()
    other = Client()
    asked = asked_of_a_key(other)
    assert (asked["rpId"], asked["userVerification"]) == ("gmg.example", "required")
    answer = use_key(other, key.get(asked), "?next=/en/room/rounds")
    assert answer.headers["Location"] == "/en/room/rounds"
    assert desk(other) == 200
    assert "passkey" in other.get(ACCOUNT).content.decode()


def test_an_answer_of_a_passkey_is_used_once(room: Group, at_home: str) -> None:
    person = person_of(room.chair)
    client, key = Client(), Key(at_home)
    login(client, person.email)
    add_key(client, key)
    one, other = Client(), Client()
    answer = key.get(asked_of_a_key(one))
    asked_of_a_key(other)
    assert "refused=passkey" in use_key(other, answer).headers["Location"], "of another question"
    assert "refused" not in use_key(one, answer).headers["Location"]
    post(one, "logout/")
    assert "refused=passkey" in use_key(one, answer).headers["Location"]


@ON_ONE
@pytest.mark.parametrize("fault", ["origin", "rp", "signature", "verified", "handle", "stranger"])
def test_what_no_passkey_of_the_person_made_opens_nothing(
    room: Group, at_home: str, fault: str
) -> None:
    person, other = person_of(room.chair), person_of(room.observer)
    client, key = Client(), Key(at_home)
    login(client, person.email)
    add_key(client, key)
    tried = Client()
    asked = asked_of_a_key(tried)
    given: Any = key.get(asked, fault=fault)
    if fault == "handle":
        given = key.get(asked, handle=str(other.pk).encode())
    elif fault == "stranger":
        given = Key(at_home, key.user).get(asked)
    answer = use_key(tried, given)
    assert "refused=passkey" in answer.headers["Location"]
    page = tried.get(answer.headers["Location"]).content.decode()
    assert "not known here" in " ".join(errors(page))
    assert tried.get(ACCOUNT).status_code == 302


GARBAGE: tuple[Any, ...] = (
    {}, [], 7, "x", None, True, {"id": "x"}, {"id": "x", "response": {"userHandle": 7}, "type": []},
    {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}},
    {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ"}},
    {
        "id": "AA", "rawId": "AA", "type": "public-key",
        "response": {
            "userHandle": "MQ", "clientDataJSON": "e30", "authenticatorData": "AA", "signature": "",
            "attestationObject": "AA",
        },
    },
    {"id": [], "rawId": {}, "response": [], "clientExtensionResults": 7},
)  # fmt: skip


@ON_ONE
@pytest.mark.parametrize("given", GARBAGE, ids=range(len(GARBAGE)))
def test_what_no_browser_sends_fails_nowhere(room: Group, at_home: str, given: Any) -> None:
    person = person_of(room.chair)
    client = Client()
    login(client, person.email)
    add_key(client, Key(at_home))
    tried = Client()
    asked_of_a_key(tried)
    for text in (json.dumps(given), "{", "", "[" * 5_000, "\x00"):
        answer = post(tried, "2fa/passkeys/login/", {"credential": text})
        assert "refused=passkey" in answer.headers["Location"]
    forget_codes()
    client.get(ACCOUNT + "2fa/passkeys/add/")
    answer = post(client, "2fa/passkeys/add/", {"credential": json.dumps(given)})
    assert answer.status_code == 400
    login(tried, person.email)
    assert post(tried, "2fa/code/", {"credential": json.dumps(given)}).status_code == 400


def test_a_passkey_serves_as_second_step_after_the_password(room: Group, at_home: str) -> None:
    person = person_of(room.chair)
    client, key = Client(), Key(at_home)
    login(client, person.email)
    add_key(client, key)
    other = Client()
    assert login(other, person.email).headers["Location"] == ACCOUNT + "2fa/code/"
    asked = options(other.get(ACCOUNT + "2fa/code/").content.decode())
    assert len(asked["allowCredentials"]) == 1
    given = {"credential": json.dumps(key.get(asked))}
    assert post(other, "2fa/code/", given).status_code == 302
    assert desk(other) == 200


def test_a_passkey_shows_once_more_who_one_is(room: Group, at_home: str) -> None:
    person = person_of(room.chair)
    client, key = Client(), Key(at_home)
    login(client, person.email)
    add_key(client, key)
    path = ACCOUNT + "2fa/passkeys/again/?next=/room/account/2fa/app/add/"
    asked = options(client.get(path).content.decode())
    wrong = client.post(path, {"credential": json.dumps(key.get(asked, fault="signature"))})
    assert wrong.status_code == 400
    assert "not known here" in " ".join(errors(wrong.content.decode()))
    asked = options(wrong.content.decode())
    right = client.post(path, {"credential": json.dumps(key.get(asked))})
    assert right.headers["Location"] == ACCOUNT + "2fa/app/add/"


def test_a_passkey_is_removed_by_its_owner_alone(room: Group, at_home: str) -> None:
    from allauth.mfa.models import Authenticator

    person, other = person_of(room.chair), person_of(room.observer)
    client, key = Client(), Key(at_home)
    login(client, person.email)
    add_key(client, key)
    row = Authenticator.objects.get(user=person, type="webauthn")
    theirs = Client()
    login(theirs, other.email)
    for answer in (
        theirs.get(f"{ACCOUNT}2fa/passkeys/{row.pk}/remove/"),
        post(theirs, f"2fa/passkeys/{row.pk}/remove/"),
    ):
        assert answer.status_code == 404
    assert post(client, f"2fa/passkeys/{row.pk}/remove/").status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert desk(client) == 302


@ON_ONE
def test_a_hostile_name_of_a_passkey_is_shown_as_text(room: Group, at_home: str) -> None:
    person = person_of(room.chair)
    client = Client()
    login(client, person.email)
    add_key(client, Key(at_home), "</td><script>alert(1)</script>")
    page = client.get(ACCOUNT + "2fa/passkeys/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_signed_in_elsewhere_by_force_still_needs_a_factor(room: Group) -> None:
    from allauth.mfa.models import Authenticator

    client = signed_in(room.chair)
    Authenticator.objects.all().delete()
    assert desk(client) == 302
