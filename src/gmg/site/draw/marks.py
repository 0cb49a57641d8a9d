"""How an agency looks in every chart: one colour, one dash and one mark, the same on each page.

Colour alone never tells lines apart: dashes and marks differ too. A second line of an agency (another
data set, another edition) keeps its colour and its mark and is told apart by a hollow mark and
another dash.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gmg.site.draw.svg import PAPER

MARKS = {
    "disc": "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    "square": "m-2.8-2.8h5.6v5.6h-5.6z",
    "triangle": "m0-3.8l3.6 6.4h-7.2z",
    "diamond": "m0-4l4 4l-4 4l-4-4z",
    "fallen": "m0 3.8l3.6-6.4h-7.2z",
    "pentagon": "m0-3.8l3.6 2.6l-1.4 4.3h-4.4l-1.4-4.3z",
    "hourglass": "m-3.2-3.6h6.4l-6.4 7.2h6.4z",
    "bow": "m-3.6-3.2v6.4l7.2-6.4v6.4z",
    "flag": "m-2.6-3.6l6.4 3.6l-6.4 3.6z",
    "star": "m0-4.6l1.2 3.1l3.3.1l-2.6 2.1l.9 3.2l-2.8-1.8l-2.8 1.8l.9-3.2l-2.6-2.1l3.3-.1z",
    "tablet": "m-4.2-1.7h8.4v3.4h-8.4z",
    "pillar": "m-1.7-4.2h3.4v8.4h-3.4z",
    "cross": "m-3.6-1.2h2.4v-2.4h2.4v2.4h2.4v2.4h-2.4v2.4h-2.4v-2.4h-2.4z",
}
"""Outlines about a point, as path data after `M x y`."""
DASHES = ("7 3", "2 3", "9 3 2 3", "4 2", "1 3")


@dataclass(frozen=True, slots=True)
class Look:
    """How one line looks. `key` is the number in the class (`l3`), `colour` the one for light paper."""

    key: int
    colour: str
    dash: str
    mark: str
    hollow: bool = False

    @property
    def shape(self) -> str:
        """The outline of the mark, as path data after `M x y`."""
        return MARKS[self.mark]


AGENCIES = {
    "UNDESA": Look(0, "#1a4e79", "", "disc"),
    "UNHCR": Look(1, "#a3470d", "7 3", "square"),
    "WB": Look(2, "#2f6b45", "2 3", "triangle"),
    "IOM": Look(3, "#6a3d80", "9 3 2 3", "fallen"),
    "UNDP": Look(4, "#7a6410", "4 2", "diamond"),
    "UNODC": Look(5, "#3d4348", "1 3", "hourglass"),
    "ILO": Look(6, "#a8284f", "6 2 1 2", "cross"),
    "IDMC": Look(7, "#0f6f76", "12 3", "bow"),
    "UNRWA": Look(8, "#8c5230", "3 3 1 3", "pentagon"),
    "OHCHR": Look(9, "#4a55b5", "5 5", "star"),
    "UNCTAD": Look(10, "#566b12", "10 2 2 2 2 2", "tablet"),
    "UNFPA": Look(11, "#9a3f8f", "3 1", "flag"),
}
OTHER = Look(12, "#5c6166", "8 2 1 2 1 2", "pillar")
"""The look of every publisher that has none of its own."""
SEXES = (Look(0, "#1a4e79", "", "disc"), Look(4, "#7a6410", "4 2", "diamond"))
"""Women and men, in that order."""


@lru_cache(maxsize=256)
def look_of(agency: str, variant: int = 0) -> Look:
    """The look of an agency; `variant` numbers its further lines in one chart from 1."""
    own = AGENCIES.get(agency, OTHER)
    if variant == 0:
        return own
    others = [dash for dash in ("", *DASHES) if dash != own.dash]
    dash = others[(variant - 1) % len(others)]
    return Look(own.key, own.colour, dash, own.mark, hollow=variant % 2 == 1)


def numbered(at: int) -> Look:
    """The look of line number `at` where lines are no agencies; they come round after the last."""
    looks = tuple(AGENCIES.values())
    return looks[at % len(looks)]


def inside(look: Look) -> str:
    """The attributes of a mark within a group of that look: filled, or hollow on paper."""
    if look.hollow:
        return f'class="hollow" fill="{PAPER}" stroke="currentColor" stroke-width="1.5"'
    return 'fill="currentColor"'


def mark(x: float, y: float, look: Look) -> str:
    """A mark by itself."""
    return (
        f'<g class="l{look.key}" color="{look.colour}">'
        f'<path d="M{x:.1f} {y:.1f}{look.shape}" {inside(look)}/></g>'
    )


@lru_cache(maxsize=256)
def swatch(look: Look) -> str:
    """The sign of a line for the words beside a chart."""
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    return (
        '<svg class="swatch" viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">'
        f'<g class="l{look.key}" color="{look.colour}">'
        f'<path d="M1 6H27" fill="none" stroke="currentColor" stroke-width="1.9"{dash}/>'
        f'<path d="M14 6{look.shape}" {inside(look)}/></g></svg>'
    )
