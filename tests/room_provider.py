"""An agency's provider for tests: OpenID Connect on this machine, with a key of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "gmg", "a word between two sites"


@dataclass
class Provider:
    """What it will say; a test changes one thing and sees what is believed."""

    address: str = ""
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"kid": "k1"})
    algorithm: str = "RS256"
    signs_with: Any = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.description,
        }

    def keys(self) -> dict[str, Any]:
        row = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**row, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def sign_in(self, address: str) -> dict[str, str]:
        """What the browser brings back, after somebody signed in on the provider's page."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.address}/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "email"}
        code = base64.urlsafe_b64encode(hashlib.sha256(address.encode()).digest()).decode()
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.address}

    def token(self, form: dict[str, str], header: str) -> tuple[int, dict[str, Any]]:
        """The tokens for a code: once, for the client, and for who began (PKCE)."""
        asked = self.codes.pop(form.get("code", ""), None)
        pair = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        known = form.get("client_secret") == SECRET or header == f"Basic {pair}"
        if asked is None or not known or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(asked)}

    def signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": "u-1", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "email": "chair@example.org", "email_verified": True,
            **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signs_with if self.signs_with is not None else self.key
        return jwt.encode(claims, key, self.algorithm, self.header)


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers on loopback."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            made.asked.append(("GET", path))
            if path in made.answers:
                self.give(*made.answers[path])
            elif path == "/.well-known/openid-configuration":
                self.say(200, made.described())
            elif path == "/keys":
                self.say(200, made.keys())
            else:
                self.say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            made.asked.append(("POST", self.path))
            self.say(*made.token(form, self.headers.get("Authorization", "")))

        def say(self, status: int, body: dict[str, Any]) -> None:
            self.give(status, {"Content-Type": "application/json"}, json.dumps(body).encode())

        def give(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def written(file: Path, of: Provider, **also: Any) -> str:
    """The operator's file, with this provider."""
    row = {
        "agency": "ILO", "server": of.address, "client": CLIENT, "secret": SECRET,
        "domains": ["example.org"], **also,
    }  # fmt: skip
    file.write_text(json.dumps([row]), "utf-8")
    return str(file)


def query(given: dict[str, str]) -> str:
    return urlencode(given)
