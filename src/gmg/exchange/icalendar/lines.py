"""Content lines of RFC 5545, section 3.1: escaped, and folded after 75 octets between two letters."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

WIDTH = 75
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINES = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def line(name: str, value: str) -> str:
    """One property, its name with its parameters, folded and ended."""
    return folded(f"{name}:{value}")


def text(value: str) -> str:
    """A value of type TEXT; every kind of line end is one, signs that no calendar can hold are left out."""
    return CONTROLS.sub("", LINES.sub("\n", value)).translate(ESCAPED)


def instant(at: datetime) -> str:
    """An instant in UTC; whole seconds, as RFC 5545 has them."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def wall(at: datetime) -> str:
    """The hour that a clock shows."""
    return at.strftime("%Y%m%dT%H%M%S")


def day(at: date) -> str:
    """A day."""
    return at.strftime("%Y%m%d")


def folded(content: str) -> str:
    """A line in pieces of 75 octets at most, the later ones begun with a blank."""
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for sign in content:
        octets = len(sign.encode("utf-8"))
        if size + octets > WIDTH:
            pieces.append("".join(piece))
            piece, size = [], 1  # the blank
        piece.append(sign)
        size += octets
    return "\r\n ".join([*pieces, "".join(piece)]) + "\r\n"
