"""Signing in by e-mail and password, and out; new passwords; the account page."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from gmg.axes.where import LANGUAGES
from gmg.group.acts import clock
from gmg.group.store.models import Event, Person
from gmg.site.room.account.invite import invite
from gmg.site.room.account.links import NoOrigin, link
from room_made import NOON
from room_people import Group
from room_signing import (
    ACCOUNT,
    ON_ONE,
    ORIGIN,
    PASSWORD,
    app_of,
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

__all__ = ["outbox"]
OTHER = "a harbour full of clocks"
HOSTILE = (
    "https://evil.example/", "//evil.example/", "http:evil.example", "https:evil.example",
    "/\\evil.example", "\\\\evil.example", "///evil.example", "javascript:alert(1)",
    "data:text/html,x", "/\t/evil.example", "\x00//evil.example", "evil.example", "http:///evil.example",
    "https://testserver@evil.example/", "/%0d%0aLocation:evil",
)  # fmt: skip


@ON_ONE
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_sign_in_speaks_the_language_that_is_asked_for(room: Group, lang: str) -> None:
    page = Client().get(f"{ACCOUNT}login/?lang={lang}&next=/{lang}/room/documents").content.decode()
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in page
    others = re.findall(r'href="([^"]+)" lang="\w\w" hreflang', page)
    assert len(others) == 6
    assert all(f"next=%2F{lang}%2Froom%2Fdocuments" in link for link in others)


def test_the_browser_says_the_language_where_nothing_else_does(room: Group) -> None:
    page = Client().get(ACCOUNT + "login/", HTTP_ACCEPT_LANGUAGE="ru, en;q=0.5").content.decode()
    assert '<html lang="ru"' in page


def test_a_language_is_kept_through_the_steps_of_signing_in(room: Group) -> None:
    person = person_of(room.chair)
    first = Client()
    login(first, person.email)
    app_of(first)
    client = Client()
    login(client, person.email, query="?lang=ar")
    assert '<html lang="ar"' in client.get(ACCOUNT + "2fa/code/").content.decode()


def test_password_alone_opens_only_the_way_to_a_second_factor(room: Group) -> None:
    person = person_of(room.chair)
    client = Client()
    answer = login(client, person.email, query="?next=/en/room")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/room")
    with clock.standing_at(NOON):
        assert client.get("/en/room").headers["Location"] == ACCOUNT + "2fa/"
    assert client.get(ACCOUNT + "2fa/").status_code == 200


def test_e_mails_are_found_whatever_their_case(room: Group) -> None:
    person = person_of(room.chair)
    assert login(Client(), f" {person.email.upper()} ").status_code == 302


def test_who_is_unknown_and_who_mistypes_are_answered_alike(room: Group) -> None:
    person = person_of(room.chair)
    pages = [login(Client(), mail, "not the password") for mail in (person.email, "no@example.org")]
    assert [page.status_code for page in pages] == [400, 400]
    known, unknown = (bare(page.content.decode()) for page in pages)
    assert known.replace(person.email, "") == unknown.replace("no@example.org", "")


def bare(page: str) -> str:
    """A page without its token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_closed_person_does_not_come_in(room: Group) -> None:
    person = person_of(room.chair)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()
    answer = login(client, person.email)
    assert answer.headers["Location"] == ACCOUNT + "inactive/"
    assert client.get(ACCOUNT).status_code == 302
    assert login(Client(), person.email, "wrong").status_code == 400


def test_a_person_closed_meanwhile_is_out_at_once(room: Group) -> None:
    client = signed_in(room.chair)
    assert client.get(ACCOUNT).status_code == 200
    Person.objects.filter(key=room.chair.person).update(is_active=False)
    assert client.get(ACCOUNT).status_code == 302


@ON_ONE
@pytest.mark.parametrize("where", HOSTILE)
def test_no_sign_in_leads_to_another_site(room: Group, where: str) -> None:
    person = person_of(room.chair)
    for step in ("query", "field"):
        client = Client()
        if step == "query":
            answer = client.post(
                ACCOUNT + "login/", {"login": person.email, "password": PASSWORD},
                QUERY_STRING=f"next={where}",
            )  # fmt: skip
        else:
            answer = post(
                client, "login/", {"login": person.email, "password": PASSWORD, "next": where}
            )
        assert answer.status_code == 302
        assert here(answer.headers["Location"]), answer.headers["Location"]
        out = post(client, "logout/", {"next": where})
        assert here(out.headers["Location"])


def here(address: str) -> bool:
    """Whether a browser stays on this site."""
    clean = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")
    return clean.startswith("/") and not clean.startswith("//") and not urlsplit(clean).netloc


def test_a_way_back_within_the_site_is_kept(room: Group) -> None:
    person = person_of(room.chair)
    assert login(Client(), person.email, query="?next=/fr/room/rounds%3Fx%3D1").headers[
        "Location"
    ] == ("/fr/room/rounds?x=1")


def test_the_session_is_another_after_sign_in(room: Group) -> None:
    person = person_of(room.chair)
    client = Client()
    client.get(ACCOUNT + "2fa/passkeys/login/", HTTP_ACCEPT="application/json")
    before = client.session.session_key
    login(client, person.email)
    assert before and client.session.session_key != before
    fixed = Client()
    fixed.cookies["gmg"] = before
    assert fixed.get(ACCOUNT).status_code == 302, "the key from before opens nothing"


def test_five_wrong_passwords_close_an_address_for_a_while(room: Group) -> None:
    person, other = person_of(room.chair), person_of(room.observer)
    for _ in range(5):
        assert login(Client(), person.email, "wrong").status_code == 400
    locked = login(Client(), person.email)
    assert locked.status_code == 400
    assert "Too many" in " ".join(errors(locked.content.decode()))
    assert login(Client(), other.email).status_code == 302
    forget_codes()
    assert login(Client(), person.email).status_code == 302


def test_an_unknown_address_is_closed_as_a_known_one_is(room: Group) -> None:
    for _ in range(5):
        login(Client(), "no@example.org", "wrong")
    said = errors(login(Client(), "no@example.org", "wrong").content.decode())
    assert "Too many" in " ".join(said)


@ON_ONE
def test_one_caller_may_not_try_many_addresses(room: Group) -> None:
    answers = [login(Client(), f"p{n}@example.org", "wrong") for n in range(12)]
    assert "Too many" in " ".join(errors(answers[-1].content.decode()))
    person = person_of(room.chair)
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert login(elsewhere, person.email).status_code == 302


def test_signing_out_is_a_form_and_ends_the_session(room: Group) -> None:
    client = signed_in(room.chair)
    key = client.session.session_key
    assert client.get(ACCOUNT + "logout/").status_code == 200
    assert client.get(ACCOUNT).status_code == 200, "a link signs nobody out"
    out = post(client, "logout/")
    assert (out.status_code, out.headers["Clear-Site-Data"]) == (302, '"storage"')
    again = Client()
    again.cookies["gmg"] = key
    assert again.get(ACCOUNT).status_code == 302


@ON_ONE
@pytest.mark.parametrize(
    "path",
    [
        "signup/", "email/", "confirm-email/", "password/set/", "social/connections/", "social/signup/",
        "login/code/", "2fa/trust/", "2fa/codes/download/", "2fa/passkeys/signup/", "oidc/x/login/",
    ],
)  # fmt: skip
def test_what_the_room_does_not_need_has_no_address(room: Group, path: str) -> None:
    for client in (Client(), signed_in(room.chair)):
        assert client.get(ACCOUNT + path).status_code == 404
        assert client.post(ACCOUNT + path, {"email": "new@example.org"}).status_code in (404, 405)
    assert not Person.objects.filter(email="new@example.org").exists()


def test_without_a_room_there_is_nobody_to_sign_in(room: Group) -> None:
    from django.conf import settings

    settings.GMG_ROOM = ""
    for path in ("", "login/", "2fa/", "password/reset/"):
        assert Client().get(ACCOUNT + path).status_code == 404


# new passwords


def link_in(message: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.findall(rf"{ORIGIN}(\S+)", str(message.body))
    assert len(found) == 1
    return str(found[0])


def set_by(path: str, password: str = OTHER, again: str | None = None) -> tuple[Client, Any]:
    """Open a link of a mail and set a password."""
    client = Client()
    answer = client.get(path)
    if answer.status_code != 302:
        return client, answer
    where = answer.headers["Location"]
    page = client.get(where)
    if page.status_code != 200:
        return client, page
    return client, client.post(where, {"password1": password, "password2": again or password})


def asked_for(email: str) -> Any:
    return post(Client(), "password/reset/", {"email": email})


def test_a_link_to_a_new_password_comes_by_mail_and_works_once(
    room: Group, outbox: list[EmailMessage]
) -> None:
    person = person_of(room.chair)
    running = Client()
    login(running, person.email)
    with clock.standing_at(NOON):
        answer = asked_for(person.email)
        (mail,) = sent()
        assert answer.headers["Location"] == ACCOUNT + "password/reset/sent/"
        assert (mail.to, mail.subject) == ([person.email], "gmg: A link to set a new password")
        assert "2026-03-02 14:00 UTC" in str(mail.body)
        _, done = set_by(link_in(mail))
        assert done.headers["Location"] == ACCOUNT + "password/new/done/"
        assert set_by(link_in(mail), PASSWORD)[1].status_code == 400
    assert login(Client(), person.email).status_code == 400
    assert login(Client(), person.email, OTHER).status_code == 302
    assert running.get(ACCOUNT).status_code == 302, "who was signed in is signed out"
    assert any("was changed" in mail.subject for mail in sent())


def test_an_unknown_address_is_answered_as_a_known_one_and_gets_no_mail(
    room: Group, outbox: list[EmailMessage]
) -> None:
    person = person_of(room.chair)
    known, unknown = asked_for(person.email), asked_for("no@example.org")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [mail.to for mail in sent()] == [[person.email]]


def test_a_closed_person_gets_no_link(room: Group, outbox: list[EmailMessage]) -> None:
    person = person_of(room.chair)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    asked_for(person.email)
    assert sent() == []


@ON_ONE
def test_links_are_asked_for_a_few_times_only(room: Group, outbox: list[EmailMessage]) -> None:
    person = person_of(room.chair)
    answers = [asked_for(mail) for mail in [person.email] * 4]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    forget_codes()
    answers = [asked_for(mail) for mail in ["no@example.org"] * 4]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


def test_a_link_is_too_old_after_two_hours(room: Group, outbox: list[EmailMessage]) -> None:
    person = person_of(room.chair)
    with clock.standing_at(NOON):
        asked_for(person.email)
    (mail,) = sent()
    with clock.standing_at(NOON + timedelta(hours=2)):
        assert set_by(link_in(mail))[1].status_code == 400
    with clock.standing_at(NOON + timedelta(hours=2) - timedelta(seconds=1)):
        assert set_by(link_in(mail))[1].status_code == 302


def test_a_link_of_one_person_sets_no_other_persons_password(
    room: Group, outbox: list[EmailMessage]
) -> None:
    person, other = person_of(room.chair), person_of(room.observer)
    asked_for(person.email)
    (mail,) = sent()
    path = link_in(mail)
    from django.utils.http import int_to_base36

    forged = path.replace(f"/{int_to_base36(person.pk)}-", f"/{int_to_base36(other.pk)}-")
    assert forged != path
    assert set_by(forged)[1].status_code == 400
    for broken in (path[:-12] + "0/", path.replace("-", "-z", 1), f"{ACCOUNT}password/new/zz-x-y/"):
        assert set_by(broken)[1].status_code == 400


@ON_ONE
def test_the_link_is_at_the_sites_own_address_whatever_the_request_says(
    room: Group, outbox: list[EmailMessage]
) -> None:
    from django.conf import settings

    person = person_of(room.chair)
    Client(HTTP_HOST="evil.example").post(ACCOUNT + "password/reset/", {"email": person.email})
    (mail,) = sent()
    assert "evil" not in str(mail.body) and ORIGIN in str(mail.body)
    settings.GMG_ORIGIN = ""
    answer = Client(HTTP_HOST="evil.example").post(
        ACCOUNT + "password/reset/", {"email": person.email}
    )
    assert (answer.status_code, len(sent())) == (302, 1), "no address of ours, no mail"
    Client(HTTP_HOST="localhost:8000").post(ACCOUNT + "password/reset/", {"email": person.email})
    assert "http://localhost:8000/room/account/" in str(sent()[-1].body)


@ON_ONE
@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short words", "at least 12"),
        ("1q2w3e4r5t6y", "common"),
        ("GMG-migration-2026!", "common"),
        ("unhcr iom ilo undp", "common"),
        ("chair@example.org", "similar"),
        ("", "required"),
    ],
)
def test_weak_passwords_are_refused(
    room: Group, outbox: list[EmailMessage], password: str, why: str
) -> None:
    person = person_of(room.chair)
    asked_for(person.email)
    _, answer = set_by(link_in(sent()[0]), password)
    assert answer.status_code == 400
    assert why in unescape(" ".join(errors(answer.content.decode())))
    assert login(Client(), person.email).status_code == 302


def test_a_password_is_kept_as_argon2_alone(room: Group) -> None:
    person = person_of(room.chair)
    assert person.password.startswith("argon2$argon2id$")
    assert PASSWORD not in person.password


def test_two_different_passwords_are_refused(room: Group, outbox: list[EmailMessage]) -> None:
    person = person_of(room.chair)
    asked_for(person.email)
    _, answer = set_by(link_in(sent()[0]), OTHER, OTHER + "x")
    assert answer.status_code == 400
    assert OTHER not in answer.content.decode(), "a password is never put back into a page"


def test_a_changed_password_ends_all_other_sessions(
    room: Group, outbox: list[EmailMessage]
) -> None:
    person = person_of(room.chair)
    here_, there = Client(), Client()
    login(here_, person.email)
    login(there, person.email)
    key = here_.session.session_key
    wrong = post(
        here_,
        "password/change/",
        {"oldpassword": "wrong", "password1": OTHER, "password2": OTHER},
    )
    assert wrong.status_code == 400
    done = post(
        here_,
        "password/change/",
        {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER},
    )
    assert done.headers["Location"] == ACCOUNT
    assert here_.get(ACCOUNT).status_code == 200
    assert here_.session.session_key != key
    assert there.get(ACCOUNT).status_code == 302


# invitations


@ON_ONE
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_an_invitation_lets_a_person_set_the_first_password(
    room: Group, outbox: list[EmailMessage], lang: str
) -> None:
    from gmg.group.acts import persons

    with clock.standing_at(NOON):
        person = persons.enrol_by(room.chair, room.body, "ILO", "New.One@ilo.example", lang)
        assert login(Client(), person.email, "").status_code == 400
        assert invite(person, ORIGIN)
        (mail,) = sent()
        assert mail.to == ["new.one@ilo.example"]
        assert "2026-03-09 12:00 UTC" in str(mail.body)
    with clock.standing_at(NOON + timedelta(days=6, hours=23)):
        client, answer = set_by(link_in(mail))
        assert answer.status_code == 302
        page = client.get(ACCOUNT + "password/new/done/").content.decode()
        assert f'<html lang="{lang}"' in page
    assert login(client, person.email, OTHER).status_code == 302
    assert client.get("/en/room").status_code == 302


def test_an_invitation_is_too_old_after_a_week(room: Group, outbox: list[EmailMessage]) -> None:
    from gmg.group.acts import persons

    with clock.standing_at(NOON):
        person = persons.enrol_by(room.chair, room.body, "ILO", "new@ilo.example")
        path = link(person, ORIGIN).removeprefix(ORIGIN)
    with clock.standing_at(NOON + timedelta(days=7)):
        assert set_by(path)[1].status_code == 400


def test_no_link_without_an_address_of_the_site(room: Group) -> None:
    with pytest.raises(NoOrigin, match="--origin"):
        link(person_of(room.chair), "")


def test_who_is_given_a_seat_by_the_chair_is_invited_once_they_have_no_password(
    room: Group, outbox: list[EmailMessage]
) -> None:
    chair = signed_in(room.chair)
    form = {
        "do": "give", "agency": "ILO", "role": "alternate", "first": "2026-03-02",
        "email": "alternate@ilo.example",
    }  # fmt: skip
    with clock.standing_at(NOON):
        assert chair.post("/en/room/group/GMG", form).status_code == 302
        (mail,) = sent()
        assert mail.to == ["alternate@ilo.example"]
        _, answer = set_by(link_in(mail))
        assert answer.status_code == 302
        person = Person.objects.get(email="alternate@ilo.example")
        assert Event.objects.filter(action="person.enrol", person=room.chair.person).exists()
        assert person.language == "en"
        chair.post("/en/room/group/GMG", {**form, "role": "penholder"})
        assert [mail.to for mail in sent() if "enrolled" in mail.subject] == [[person.email]]
        refused = chair.post(
            "/en/room/group/GMG", {**form, "email": "x@ilo.example", "last": "2026-01-01"}
        )
        assert refused.status_code == 409
        assert not any("x@ilo.example" in mail.to for mail in sent())


@ON_ONE
def test_a_mail_server_that_fails_is_told_to_who_invites(room: Group) -> None:
    from django.conf import settings

    was = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    try:
        assert invite(person_of(room.chair), ORIGIN) is False
    finally:
        settings.EMAIL_BACKEND = was


# the account page


def test_the_public_is_sent_to_sign_in(room: Group) -> None:
    answer = Client().get(ACCOUNT)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(ACCOUNT + "login/?next=%2Froom%2Faccount%2F")


def test_language_and_digest_are_set_and_logged(room: Group) -> None:
    client = signed_in(room.chair)
    events = Event.objects.count()
    assert post(client, "", {"do": "settings", "language": "fr"}).headers["Location"] == ACCOUNT
    person = Person.objects.get(key=room.chair.person)
    assert (person.language, person.digest) == ("fr", False)
    assert Event.objects.count() == events + 1
    assert '<html lang="fr"' in client.get(ACCOUNT).content.decode()
    assert client.get("/room").headers["Location"] == "/fr/room"
    post(client, "", {"do": "settings", "language": "fr", "digest": "yes"})
    assert Person.objects.get(key=room.chair.person).digest
    post(client, "", {"do": "settings", "language": "fr", "digest": "yes"})
    assert Event.objects.count() == events + 2, "the same again is no change"
    assert post(client, "", {"do": "settings", "language": "xx"}).status_code == 400
    assert post(client, "", {"do": "nothing known"}).status_code == 302
    assert Event.objects.count() == events + 2


def test_a_calendar_address_is_shown_once_and_kept_as_a_hash(room: Group) -> None:
    from gmg.group.acts.persons import hash_of

    client = signed_in(room.chair)
    page = post(client, "", {"do": "calendar"}).content.decode()
    (token,) = re.findall(r"/room/calendar/([\w-]{43})\.ics", page)
    person = Person.objects.get(key=room.chair.person)
    assert person.calendar == hash_of(token)
    assert token not in client.get(ACCOUNT).content.decode()
    again = post(client, "", {"do": "calendar"}).content.decode()
    assert token not in again
    assert Person.objects.get(key=room.chair.person).calendar != hash_of(token)
    post(client, "", {"do": "no calendar"})
    assert Person.objects.get(key=room.chair.person).calendar == ""


def test_without_a_second_factor_no_calendar_is_opened(room: Group) -> None:
    person = person_of(room.chair)
    client = Client()
    login(client, person.email)
    post(client, "", {"do": "calendar"})
    assert Person.objects.get(pk=person.pk).calendar == ""
    assert "do" not in re.findall(r'value="calendar"', client.get(ACCOUNT).content.decode())


def test_sessions_are_shown_and_ended(room: Group) -> None:
    clients = [signed_in(room.chair) for _ in range(3)]
    other = signed_in(room.observer)
    page = clients[0].get(ACCOUNT).content.decode()
    names = re.findall(r'name="session" value="(\w+)"', page)
    assert len(names) == 2
    for client in clients:
        assert client.session.session_key not in page
    post(clients[0], "", {"do": "end", "session": names[0]})
    assert sorted(c.get(ACCOUNT).status_code for c in clients) == [200, 200, 302]
    (theirs,) = [c for c in clients[1:] if c.get(ACCOUNT).status_code == 200]
    post(other, "", {"do": "end", "session": names[1]})
    assert theirs.get(ACCOUNT).status_code == 200, "nobody ends another's session"
    post(clients[0], "", {"do": "end all"})
    assert [c.get(ACCOUNT).status_code for c in clients] == [200, 302, 302]
    assert other.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize("do", ["end all", "end", "calendar"])
def test_later_on_one_shows_once_more_who_one_is(room: Group, do: str) -> None:
    person = person_of(room.chair)
    client, other = Client(), Client()
    login(client, person.email)
    app_of(client)
    login(other, person.email)
    forget_codes()
    session = client.session
    long_ago(session)
    key = client.session.session_key
    again = post(client, "", {"do": do, "session": "x"})
    assert again.headers["Location"].startswith(ACCOUNT + "again/")
    assert Person.objects.get(pk=person.pk).calendar == ""
    done = client.post(again.headers["Location"], {"password": PASSWORD})
    assert done.status_code in (200, 302), "and what was asked for is done"
    assert bool(Person.objects.get(pk=person.pk).calendar) is (do == "calendar")
    assert client.session.session_key != key, "under a new key"


def test_expired_sessions_are_cleared_at_the_next_sign_in(room: Group) -> None:
    from django.contrib.sessions.models import Session

    signed_in(room.chair)
    Session.objects.update(expire_date=NOON - timedelta(days=400))
    signed_in(room.observer)
    assert Session.objects.count() == 1
