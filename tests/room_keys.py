"""A passkey made of software: answers what a browser would ask of a device (WebAuthn level 2)."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def letters(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Key:
    """A resident key on P-256 at a site."""

    def __init__(self, origin: str, user: bytes = b"") -> None:
        self.origin, self.user = origin, user
        self.id = secrets.token_bytes(32)
        self.private = ec.generate_private_key(ec.SECP256R1())

    def client_data(self, kind: str, challenge: str, origin: str = "") -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": origin or self.origin}
        ).encode()

    def auth_data(self, rp: str, flags: int, attested: bytes = b"") -> bytes:
        return hashlib.sha256(rp.encode()).digest() + struct.pack(">BI", flags, 0) + attested

    def create(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question for a new key."""
        self.user = read(asked["user"]["id"])
        numbers = self.private.public_key().public_numbers()
        public = cbor.encode(
            {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32, "big"),
                -3: numbers.y.to_bytes(32, "big"),
            }
        )
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self.auth_data(asked["rp"]["id"], PRESENT | VERIFIED | ATTESTED, attested)
        told = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self.answer(
            clientDataJSON=letters(self.client_data("webauthn.create", asked["challenge"])),
            attestationObject=letters(told),
        ) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, asked: dict[str, Any], fault: str = "", handle: bytes = b"") -> dict[str, Any]:
        """The answer to a question for a key that is there, with one thing wrong where asked for."""
        origin = "https://evil.example" if fault == "origin" else ""
        client = self.client_data("webauthn.get", asked["challenge"], origin)
        rp = "evil.example" if fault == "rp" else asked["rpId"]
        assert rp in ("evil.example", urlsplit(self.origin).hostname)
        data = self.auth_data(rp, PRESENT if fault == "verified" else PRESENT | VERIFIED)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        if fault == "signature":
            signature = self.private.sign(b"something else", ec.ECDSA(SHA256()))
        return self.answer(
            clientDataJSON=letters(client),
            authenticatorData=letters(data),
            signature=letters(signature),
            userHandle=letters(handle or self.user),
        )

    def answer(self, **response: str) -> dict[str, Any]:
        return {
            "id": letters(self.id),
            "rawId": letters(self.id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
