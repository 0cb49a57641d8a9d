"""Signing in at an agency's own provider, which runs beside the test and speaks OpenID Connect."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.acts import clock
from gmg.group.store.models import Person
from gmg.site.room.account import openid
from gmg.site.room.account.invite import invite
from gmg.site.room.account.providers import BadProviders, provider, read
from room_made import NOON
from room_people import Group
from room_provider import Provider, query, written
from room_provider import provider as running
from room_signing import ACCOUNT, ON_ONE, ORIGIN, errors, login, outbox, person_of, sent
from room_site import signed_in

__all__ = ["outbox"]
START, BACK = ACCOUNT + "agency/ILO/", ACCOUNT + "agency/ILO/back/"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with running() as made:
        yield made


@pytest.fixture
def agency(
    room: Group, server: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Provider]:
    """The provider of ILO, which vouches for example.org."""
    fresh = Provider(address=server.address, key=server.key)
    for name, value in vars(fresh).items():
        setattr(server, name, value)
    monkeypatch.setenv("GMG_OIDC", written(tmp_path / "oidc.json", server))
    read.cache_clear()
    yield server
    read.cache_clear()


def away(client: Client, after: str = "") -> Any:
    return client.post(START + (f"?next={after}" if after else ""))


def through(client: Client, agency: Provider, after: str = "", **changed: str) -> Any:
    """Away, signed in there, and back."""
    answer = away(client, after)
    assert answer.status_code == 302, answer.content
    came = {**agency.sign_in(answer.headers["Location"]), **changed}
    return client.get(f"{BACK}?{query(came)}")


def inside(client: Client) -> bool:
    with clock.standing_at(NOON):
        return client.get("/en/room").status_code == 200


def refused(client: Client, answer: Any) -> str:
    """What the page says; nobody came in."""
    assert answer.status_code in (400, 403, 404), answer.headers.get("Location")
    assert client.get(ACCOUNT).status_code == 302
    return " ".join(errors(answer.content.decode()))


def test_an_enrolled_person_comes_in_by_their_agency_and_needs_nothing_more(
    room: Group, agency: Provider
) -> None:
    client = Client()
    page = client.get(ACCOUNT + "login/").content.decode()
    assert "Sign in at ILO" in page and f'action="{START}?' in page
    answer = through(client, agency, "/en/room/rounds")
    assert answer.headers["Location"] == "/en/room/rounds"
    assert inside(client), "the second factor was the provider's"
    assert "ILO" in client.get(ACCOUNT).content.decode()
    assert [path for _, path in agency.asked] == [
        "/.well-known/openid-configuration",
        "/.well-known/openid-configuration",
        "/token",
        "/keys",
    ]
    assert through(Client(), agency).headers["Location"] == "/room", "and again, by the same link"


@ON_ONE
def test_the_secret_goes_as_a_header_or_in_the_form_as_the_provider_asks(
    room: Group, agency: Provider
) -> None:
    agency.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert through(Client(), agency).status_code == 302
    agency.description = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    assert through(Client(), agency).status_code == 302


@ON_ONE
def test_nothing_of_what_the_provider_says_of_a_person_is_kept(
    room: Group, agency: Provider
) -> None:
    from allauth.socialaccount.models import SocialAccount, SocialToken

    agency.claims = {"name": "Nobody in particular", "picture": "https://x.example/p"}
    through(Client(), agency)
    row = SocialAccount.objects.get()
    assert (row.provider, row.uid, row.extra_data) == ("ILO", "u-1", {})
    assert not SocialToken.objects.exists()


@ON_ONE
def test_only_the_page_of_sign_in_lets_a_form_lead_to_the_provider(
    room: Group, agency: Provider
) -> None:
    policy = Client().get(ACCOUNT + "login/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {agency.address};" in policy
    assert policy.count(agency.address) == 1
    for path in (ACCOUNT + "password/reset/", ACCOUNT, "/en/room", "/en"):
        assert (
            agency.address not in signed_in(room.chair).get(path).headers["Content-Security-Policy"]
        )


@ON_ONE
def test_a_link_alone_begins_no_sign_in(room: Group, agency: Provider) -> None:
    answer = Client().get(START)
    assert answer.headers["Location"].startswith(ACCOUNT + "login/")
    assert agency.asked == []
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(START).status_code == 403


WRONG: dict[str, dict[str, Any]] = {
    "issuer": {"iss": "https://evil.example"},
    "audience": {"aud": "another"},
    "audiences": {"aud": ["gmg", "another"]},
    "nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "expired": {"exp": 1_000_000_000},
    "no expiry": {"exp": None},
    "old": {"iat": 1_000_000_000},
    "to come": {"iat": 9_999_999_999},
    "no subject": {"sub": None},
    "unverified": {"email_verified": False},
    "not said to be verified": {"email_verified": None},
    "verified in a word": {"email_verified": "yes"},
    "no address": {"email": None},
    "other domain": {"email": "chair@other.example"},
    "domain below": {"email": "chair@sub.example.org"},
    "domain that ends alike": {"email": "chair@badexample.org"},
    "two addresses": {"email": "chair@evil.example@example.org"},
    "address of no text": {"email": {"chair@example.org": 1}},
    "not enrolled": {"email": "somebody@example.org"},
}


@ON_ONE
@pytest.mark.parametrize("fault", WRONG)
def test_claims_that_do_not_hold_sign_nobody_in(room: Group, agency: Provider, fault: str) -> None:
    agency.claims = WRONG[fault]
    client = Client()
    said = refused(client, through(client, agency))
    assert ("enrolled" if fault == "not enrolled" else "did not prove") in said
    assert not Person.objects.filter(email="somebody@example.org").exists()


@ON_ONE
def test_a_token_signed_by_another_key_is_refused(room: Group, agency: Provider) -> None:
    client = Client()
    agency.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    refused(client, through(client, agency))


@ON_ONE
@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anybody_could_sign_is_refused(
    room: Group, agency: Provider, algorithm: str
) -> None:
    client = Client()
    agency.algorithm = algorithm
    agency.signs_with = "" if algorithm == "none" else "gmg" * 20
    refused(client, through(client, agency))


@ON_ONE
@pytest.mark.parametrize("header", [{"kid": "k2"}, {}])
def test_a_token_that_names_no_key_of_the_provider_is_refused(
    room: Group, agency: Provider, header: dict[str, Any]
) -> None:
    client = Client()
    agency.header = header
    refused(client, through(client, agency))


@ON_ONE
@pytest.mark.parametrize(
    "changed",
    [{"state": "x"}, {"state": ""}, {"code": "x"}, {"code": ""}, {"iss": "https://evil.example"}],
)
def test_what_comes_back_changed_is_refused(
    room: Group, agency: Provider, changed: dict[str, str]
) -> None:
    client = Client()
    refused(client, through(client, agency, **changed))


@ON_ONE
def test_coming_back_works_once_and_only_for_who_set_out(room: Group, agency: Provider) -> None:
    client, other = Client(), Client()
    came = query(agency.sign_in(away(client).headers["Location"]))
    assert other.get(f"{BACK}?{came}").status_code == 400, "another browser did not set out"
    away(other)
    refused(other, other.get(f"{BACK}?{came}"))
    assert client.get(f"{BACK}?{came}").status_code == 302
    assert client.get(f"{BACK}?{came}").status_code == 400
    assert Client().get(f"{BACK}?error=access_denied&state=x").status_code == 400


@ON_ONE
def test_a_code_of_another_sign_in_is_refused(room: Group, agency: Provider) -> None:
    """Else somebody could be signed in as another who was made to follow a link (RFC 7636, PKCE)."""
    client, other = Client(), Client()
    theirs = agency.sign_in(away(other).headers["Location"])
    mine = agency.sign_in(away(client).headers["Location"])
    refused(client, client.get(f"{BACK}?{query({**mine, 'code': theirs['code']})}"))


@ON_ONE
def test_too_late_is_refused(room: Group, agency: Provider) -> None:
    client = Client()
    came = query(agency.sign_in(away(client).headers["Location"]))
    session = client.session
    session["openid"] = {**session["openid"], "at": time.time() - 601}
    session.save()
    refused(client, client.get(f"{BACK}?{came}"))


@ON_ONE
def test_a_question_put_to_one_agency_is_not_answered_by_another(
    room: Group, agency: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = json.loads(Path(written(tmp_path / "two.json", agency)).read_text())
    rows.append({**rows[0], "agency": "IOM", "domains": ["iom.example"]})
    (tmp_path / "two.json").write_text(json.dumps(rows))
    monkeypatch.setenv("GMG_OIDC", str(tmp_path / "two.json"))
    client = Client()
    came = query(agency.sign_in(away(client).headers["Location"]))
    refused(client, client.get(f"{ACCOUNT}agency/IOM/back/?{came}"))


@ON_ONE
def test_a_provider_vouches_for_its_own_people_alone(
    room: Group, agency: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "GMG_OIDC", written(tmp_path / "other.json", agency, domains=["ilo.example"])
    )
    client = Client()
    refused(client, through(client, agency))


def test_an_address_that_went_to_somebody_else_opens_nothing_of_the_one_before(
    room: Group, agency: Provider
) -> None:
    assert through(Client(), agency).status_code == 302
    agency.claims = {"sub": "u-2"}
    client = Client()
    assert "another account" in refused(client, through(client, agency))
    agency.claims = {"sub": "u-1", "email": "observer@example.org"}
    assert "another account" in refused(client, through(client, agency))


@ON_ONE
def test_a_closed_person_stays_out(room: Group, agency: Provider) -> None:
    Person.objects.filter(key=room.chair.person).update(is_active=False)
    client = Client()
    refused(client, through(client, agency))


@ON_ONE
def test_who_is_signed_in_as_another_is_signed_out_first(room: Group, agency: Provider) -> None:
    client = signed_in(room.observer)
    through(client, agency)
    assert "chair@example.org" in client.get(ACCOUNT).content.decode()


@ON_ONE
@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_way_back_leads_to_another_site(room: Group, agency: Provider, where: str) -> None:
    answer = through(Client(), agency, where)
    assert answer.headers["Location"] == "/room"


@ON_ONE
def test_where_a_second_factor_is_demanded_the_provider_must_say_so(
    room: Group, agency: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GMG_OIDC", written(tmp_path / "a.json", agency, amr=["mfa", "hwk"]))
    client = Client()
    refused(client, through(client, agency))
    agency.claims = {"amr": ["pwd", "mfa"]}
    assert through(client, agency).status_code == 302
    assert inside(client)


@ON_ONE
def test_who_signs_in_at_their_agency_alone_does_so(
    room: Group,
    agency: Provider,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    outbox: list[Any],
) -> None:
    monkeypatch.setenv("GMG_OIDC", written(tmp_path / "a.json", agency, only=True))
    person = person_of(room.chair)
    client = Client()
    answer = login(client, person.email)
    assert answer.headers["Location"] == ACCOUNT + "login/?refused=elsewhere"
    assert client.get(ACCOUNT).status_code == 302
    assert login(client, person.email, "wrong").status_code == 400
    client.post(ACCOUNT + "password/reset/", {"email": person.email})
    invite(person, ORIGIN)
    for mail in sent():
        assert "/password/new/" not in mail.body and "ILO" in mail.body
    assert len(sent()) == 2


# what is asked of whom


@ON_ONE
def test_a_description_of_another_issuer_is_refused(room: Group, agency: Provider) -> None:
    agency.description = {"issuer": "https://evil.example"}
    assert away(Client()).status_code == 403


@ON_ONE
@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/x", "http://169.254.169.254/latest", "file:///etc/passwd", "", "/token"],
)
def test_only_the_hosts_of_the_operators_file_are_asked(
    room: Group, agency: Provider, elsewhere: str
) -> None:
    agency.description = {"authorization_endpoint": elsewhere}
    assert away(Client()).status_code == 403, "nobody is sent elsewhere"
    for name in ("token_endpoint", "jwks_uri"):
        agency.description = {name: elsewhere}
        client = Client()
        refused(client, through(client, agency))


@ON_ONE
@pytest.mark.parametrize(
    "answer",
    [
        (302, {"Location": "http://169.254.169.254/"}, b""),
        (200, {"Content-Type": "application/json"}, b"[]"),
        (200, {"Content-Type": "application/json"}, b"{"),
        (500, {}, b"no"),
        (200, {"Content-Type": "application/json"}, b'{"x": "' + b"x" * 600_000 + b'"}'),
    ],
    ids=["elsewhere", "list", "broken", "failing", "endless"],
)
def test_a_provider_that_answers_oddly_signs_nobody_in(
    room: Group, agency: Provider, answer: tuple[int, dict[str, str], bytes]
) -> None:
    agency.answers = {"/.well-known/openid-configuration": answer}
    assert away(Client()).status_code == 403
    agency.answers = {"/keys": answer}
    client = Client()
    refused(client, through(client, agency))


@ON_ONE
def test_a_provider_that_is_not_there_is_told(
    room: Group, agency: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "GMG_OIDC", written(tmp_path / "a.json", agency, server="http://127.0.0.1:9")
    )
    assert away(Client()).status_code == 403


@ON_ONE
def test_agencies_without_a_provider_have_no_such_address(room: Group, agency: Provider) -> None:
    for path in ("agency/UNHCR/", "agency/%3Cscript%3E/"):
        assert Client().post(ACCOUNT + path).status_code == 404


# the operator's file

ROW = {
    "agency": "ILO", "server": "https://login.ilo.example/realm", "client": "gmg", "secret": "x",
    "domains": ["ilo.example"],
}  # fmt: skip


@pytest.mark.parametrize(
    "also",
    [
        {"agency": "NOBODY"}, {"server": "http://login.ilo.example"}, {"server": "ftp://x.example"},
        {"server": "https://a@login.ilo.example"}, {"server": "https://x.example/?a=1"}, {"server": 7},
        {"domains": []}, {"domains": ["*"]}, {"domains": ["ilo"]}, {"domains": ["@ilo.example"]},
        {"domains": 7}, {"secret": ""}, {"surprise": 1}, {"server": "//x.example"},
    ],
    ids=str,
)  # fmt: skip
def test_a_file_that_would_let_others_in_is_refused(also: dict[str, Any]) -> None:
    with pytest.raises(BadProviders):
        provider({**ROW, **also})


def test_an_agency_or_a_domain_stands_in_the_file_once(tmp_path: Path) -> None:
    file = tmp_path / "two.json"
    for other in ({"agency": "IOM"}, {"domains": ["iom.example"]}):
        file.write_text(json.dumps([ROW, {**ROW, **other}]))
        read.cache_clear()
        with pytest.raises(BadProviders, match="twice"):
            read(str(file))


def test_a_secret_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ILO_WORD", "a word")
    row = {name: value for name, value in ROW.items() if name != "secret"}
    assert provider({**row, "secret_env": "ILO_WORD"}).secret == "a word"
    with pytest.raises(BadProviders, match="secret"):
        provider({**row, "secret_env": "NOT_SET"})


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '[{"agency": []}]'])
def test_what_is_no_list_of_providers_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    read.cache_clear()
    with pytest.raises(BadProviders):
        read(str(file))
    with pytest.raises(BadProviders, match="read as JSON"):
        read(str(tmp_path / "missing.json"))


@given(st.text(), st.text())
def test_only_addresses_of_a_domain_itself_are_vouched_for(name: str, domain: str) -> None:
    found = provider(ROW)
    assert found.vouches_for(f"{name}@{domain}") == (
        domain.rpartition("@")[2].lower() == "ilo.example"
    )


@given(
    st.dictionaries(
        st.sampled_from(("email", "email_verified", "sub", "amr")),
        st.none() | st.text() | st.booleans() | st.lists(st.text()),
    )
)
def test_claims_of_any_shape_prove_nobody_by_accident(claims: dict[str, Any]) -> None:
    try:
        found = openid.who(provider(ROW), {"sub": "u", **claims})
    except openid.NotProved:
        return
    assert found.address.endswith("@ilo.example")
    assert claims["email_verified"] in (True, "true")


@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_what_is_no_token_is_refused(token: str) -> None:
    said = {"issuer": ROW["server"], "jwks_uri": f"{ROW['server']}/keys"}
    was = openid.fetched
    openid.fetched = lambda *_: {"keys": [{"kid": "k", "kty": "RSA"}]}  # type: ignore[assignment]
    try:
        with pytest.raises(openid.NotProved):
            openid.checked(provider(ROW), said, token, "n")
        with pytest.raises(openid.NotProved):
            forged = jwt.encode({"sub": token}, "x" * 40, "HS256", {"kid": "k"})
            openid.checked(provider(ROW), said, forged, "n")
    finally:
        openid.fetched = was
