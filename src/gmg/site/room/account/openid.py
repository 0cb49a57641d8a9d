"""One sign-in at an agency's provider: the question, and the proof of who came back.

OpenID Connect Core 1.0 with code and PKCE (RFC 7636); what comes back is believed only where issuer
(RFC 9207 too), audience, signature, age and nonce are those of the question. Only hosts that the
operator's file names are asked, nothing is followed elsewhere, and no answer is read without end.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import jwt

if TYPE_CHECKING:
    from gmg.site.room.account.providers import Provider

KNOWN_AT = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures that are believed. None of them can be made with what this site knows."""
PATIENCE = 10.0
"""Seconds that a provider may take for one answer."""
LARGEST = 500_000
OLDEST = 600
"""Seconds between the question and who comes back with an answer."""
SKEW = 60
"""Seconds by which the provider's clock may be off."""


class NotProved(Exception):
    """What came back from a provider does not prove who is there; the text is for the log."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A question, as the session keeps it until somebody comes back."""

    agency: str
    state: str
    nonce: str
    verifier: str
    at: float
    after: str = ""

    def kept(self) -> dict[str, Any]:
        """For the session."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Proved:
    """Who came back: the provider's lasting name for them, and an address it has verified."""

    subject: str
    address: str


def begin(agency: str, after: str) -> Begun:
    """A new question."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Begun(agency, state, nonce, verifier, time.time(), after)


def described(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself. Raises NotProved where it is another than the file names."""
    said = fetched(provider, "GET", provider.server.rstrip("/") + KNOWN_AT)
    if said.get("issuer") != provider.server:
        raise NotProved(f"the description is of {said.get('issuer')!r}, not of {provider.server}")
    return said


def question(provider: Provider, begun: Begun, back: str) -> str:
    """The address at the provider to which the browser goes."""
    address = str(described(provider).get("authorization_endpoint", ""))
    own(provider, address)
    challenge = hashlib.sha256(begun.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client,
        "redirect_uri": back,
        "scope": "openid email",
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def proved(provider: Provider, begun: Begun, came: dict[str, str], back: str) -> Proved:
    """Who came back, from the query string with which they did. Raises NotProved."""
    if not hmac.compare_digest(came.get("state", "").encode(), begun.state.encode()):
        raise NotProved("the state is not that of the question")
    if begun.agency != provider.agency or time.time() - begun.at > OLDEST:
        raise NotProved("the question was put to another provider, or too long ago")
    if came.get("error") or not came.get("code"):
        raise NotProved(f"the provider refused: {came.get('error', '')[:80]!r}")
    said = described(provider)
    if came.get("iss", said["issuer"]) != said["issuer"]:
        raise NotProved("the answer names another issuer")
    form = {
        "grant_type": "authorization_code",
        "code": came["code"],
        "redirect_uri": back,
        "client_id": provider.client,
        "code_verifier": begun.verifier,
    }
    answer = exchanged(provider, said, form)
    claims = checked(provider, said, str(answer.get("id_token", "")), begun.nonce)
    return who(provider, claims)


def exchanged(provider: Provider, said: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
    """The tokens for a code; the secret goes as a header where the provider asks for nothing else."""
    address = str(said.get("token_endpoint", ""))
    if "client_secret_post" in listed(said, "token_endpoint_auth_methods_supported"):
        return fetched(provider, "POST", address, {**form, "client_secret": provider.secret})
    pair = (quote(provider.client, safe=""), quote(provider.secret, safe=""))
    return fetched(provider, "POST", address, form, pair)


def checked(provider: Provider, said: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """The claims of an id token whose signature, issuer, audience, age and nonce hold."""
    keys = fetched(provider, "GET", str(said.get("jwks_uri", "")))
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise NotProved(f"the token is signed by {header.get('alg')!r}")
        claims: dict[str, Any] = jwt.decode(
            token,
            key_of(keys, header),
            algorithms=[header["alg"]],
            audience=provider.client,
            issuer=said["issuer"],
            leeway=SKEW,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as no:
        raise NotProved(f"the token does not hold: {no}") from None
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise NotProved("the token answers another question")
    if isinstance(claims["aud"], list) and claims["aud"] != [provider.client]:
        raise NotProved("the token is for others too")
    if claims["iat"] < time.time() - OLDEST:
        raise NotProved("the token is old")
    return claims


def key_of(keys: dict[str, Any], header: dict[str, Any]) -> jwt.PyJWK:
    """The provider's key by which a token is signed."""
    found = [row for row in listed(keys, "keys") if isinstance(row, dict)]
    named = [row for row in found if row.get("kid") == header.get("kid")]
    if len(named) != 1:
        raise NotProved("the token names no key of the provider")
    try:
        return jwt.PyJWK(named[0], algorithm=header["alg"])
    except jwt.PyJWTError as no:
        raise NotProved(f"the provider's key cannot be read: {no}") from None


def who(provider: Provider, claims: dict[str, Any]) -> Proved:
    """The person of the claims: an address that is verified and of the agency's own domains."""
    address = str(claims.get("email", "")).strip().lower()
    if claims.get("email_verified") not in (True, "true"):
        raise NotProved("the provider has not verified the address")
    if address.count("@") != 1 or not provider.vouches_for(address):
        raise NotProved("the address is of a domain that is not the agency's")
    if provider.amr and not set(provider.amr) & {str(way) for way in listed(claims, "amr")}:
        raise NotProved("the provider asked for no second factor")
    return Proved(str(claims["sub"]), address)


def listed(given: dict[str, Any], name: str) -> list[Any]:
    """A list of what a provider says; empty for what is none."""
    found = given.get(name)
    return found if isinstance(found, list) else []


def fetched(
    provider: Provider,
    method: str,
    address: str,
    form: dict[str, str] | None = None,
    pair: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The provider's answer as JSON, from its own hosts. Raises NotProved."""
    own(provider, address)
    try:
        with (
            httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client,
            client.stream(method, address, data=form, auth=pair) as answer,
        ):
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > LARGEST:
                    raise NotProved("the provider's answer has no end")
            if answer.status_code != 200:
                raise NotProved(f"the provider answered {answer.status_code}")
        given = httpx.Response(200, content=body).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as no:
        raise NotProved(f"the provider gave no answer that can be read: {no}") from None
    if not isinstance(given, dict):
        raise NotProved("the provider's answer is no object")
    return given


def own(provider: Provider, address: str) -> None:
    """Raise NotProved for an address that is not of a host that the operator's file names."""
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" not in provider.origins:
        raise NotProved(f"{parts.netloc!r} is no host of {provider.agency}'s provider")
