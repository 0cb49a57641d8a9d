"""The world as it is drawn: shapes of places, projected once, and points for the small ones.

Shapes are made from Natural Earth's 50 m countries (public domain, https://www.naturalearthdata.com)
in the Equal Earth projection; `docs/geometry.md` says how. Boundaries are the source's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

FILE = Path(__file__).parent / "geometry" / "world.json"
DISCLAIMER = (
    "The boundaries and names shown and the designations used on this map do not imply official "
    "endorsement or acceptance by the United Nations."
)
POINT = 7.0
"""Radius of the point of a small place, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A place on the map: its outline, empty where it is too small for one, and its middle."""

    d: str
    x: int
    y: int
    small: bool


@dataclass(frozen=True, slots=True)
class World:
    """All shapes, in a drawing of `width` by `height` units."""

    width: int
    height: int
    shapes: dict[str, Shape]


@lru_cache(maxsize=1)
def world() -> World:
    """The world, read once."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    shapes = {code: Shape(**one) for code, one in told["places"].items()}
    return World(told["width"], told["height"], shapes)


@lru_cache(maxsize=1)
def ground() -> str:
    """All outlines as one path: the quiet map under circles."""
    d = "".join(shape.d for shape in world().shapes.values() if shape.d)
    return f'<path class="ground" fill="#e3e6e8" stroke="#ffffff" stroke-width="1" d="{d}"/>'


def outline(code: str) -> str:
    """The outline of a place, or a point where it is small; without a fill of its own."""
    shape = world().shapes[code]
    if shape.small:
        return f'<circle cx="{shape.x}" cy="{shape.y}" r="{POINT:g}"/>'
    return f'<path d="{shape.d}"/>'


def framed(body: str, *, title: str, text: str, ident: str, kind: str) -> str:
    """The drawing as a document inside a page: title and description are read aloud."""
    known = world()
    ident = escape(ident, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="world {kind}" role="group" '
        f'viewBox="0 0 {known.width} {known.height}" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{escape(title)}</title><desc id="{ident}-d">{escape(text)}</desc>'
        f"{body}</svg>"
    )


def linked(inside: str, href: str | None) -> str:
    """A part of the drawing as a link. The list beside a map holds the same links for the keyboard."""
    if not href:
        return inside
    return f'<a href="{escape(href, quote=True)}" tabindex="-1">{inside}</a>'
