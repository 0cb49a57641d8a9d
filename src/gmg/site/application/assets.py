"""Stylesheet, script and pictures: joined at the start, named by what is in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
JOINED = {
    "site.css": "style/*.css",
    "site.js": "script/*.js",
    "room.css": "room/style/*.css",
    "room.js": "room/script/*.js",
}


@dataclass(frozen=True, slots=True)
class Assets:
    """Plain name to lasting name, and lasting name to bytes."""

    names: dict[str, str]
    bodies: dict[str, bytes]


@lru_cache(maxsize=1)
def assets() -> Assets:
    """All that pages link to besides one another."""
    bodies = {
        name: b"\n".join(path.read_bytes() for path in sorted(STATIC.glob(pattern)))
        for name, pattern in JOINED.items()
    }
    bodies |= {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file()}
    names = {name: lasting(name, body) for name, body in bodies.items()}
    return Assets(names, {names[name]: body for name, body in bodies.items()})


def lasting(name: str, body: bytes) -> str:
    """A name that changes with what it names, so that browsers may keep it for good.

    >>> lasting("site.css", b"a{}")
    'site.8ef6a9bc.css'
    """
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:8]}{dot}{ending}"
