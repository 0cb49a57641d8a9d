"""Party map: who is bound, who signed, who left, told by pattern as well as by colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from gmg.site.draw.map_base import framed, linked, outline, world

GROUPS = {
    "party": "bound",
    "possibly party": "maybe",
    "signatory": "signed",
    "ended": "left",
    "participant": "without",
    "no action": "without",
    "none yet": "without",
    "not listed": "without",
}
"""State to what is drawn; any other state is not known here."""

FILLS = {"bound": "#1a4e79", "maybe": "#7fa7c6", "left": "#a3470d", "without": "#e3e6e8"}


@dataclass(frozen=True, slots=True)
class Area:
    """A place: what it says, its state, and where it leads."""

    code: str
    label: str
    state: str
    href: str | None = None


def patterns(ident: str) -> str:
    """Stripes for those who signed, dots for those who left, hatching for what is not known."""
    return (
        f'<defs><pattern id="{ident}-signed" width="12" height="12" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="without" width="12" height="12" fill="#e3e6e8"/>'
        '<path class="bound-line" d="M0 0V12" stroke="#1a4e79" stroke-width="8"/></pattern>'
        f'<pattern id="{ident}-unknown" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="nodata-ground" width="8" height="8" fill="#f3f4f5"/>'
        '<path class="nodata-line" d="M0 0V8" stroke="#c3c9cd" stroke-width="3"/></pattern></defs>'
    )


def fill_of(group: str, ident: str) -> str:
    """The fill of a group."""
    return f"url(#{ident}-{group})" if group in ("signed", "unknown") else FILLS[group]


def parties(areas: Mapping[str, Area], *, title: str, text: str, ident: str) -> str:
    """The map. Places that are not among `areas` are not known here."""
    safe = escape(ident, quote=True)
    large: list[str] = []
    small: list[str] = []
    for code, shape in world().shapes.items():
        area = areas.get(code)
        group = GROUPS.get(area.state, "unknown") if area else "unknown"
        label = f"<title>{escape(area.label)}</title>" if area else ""
        drawn = linked(
            f'<g class="{group}" data-code="{code}" fill="{fill_of(group, safe)}">'
            f"{label}{outline(code)}</g>",
            area.href if area else None,
        )
        (small if shape.small else large).append(drawn)
    body = patterns(safe) + "".join(large + small)
    return framed(body, title=title, text=text, ident=ident, kind="parties")


def swatch(group: str, ident: str) -> str:
    """The sign of a group for the words beside the map; it uses the patterns of that map."""
    safe = escape(ident, quote=True)
    return (
        f'<svg viewBox="0 0 24 14" width="24" height="14" aria-hidden="true"><rect class="{group}" '
        f'width="24" height="14" fill="{fill_of(group, safe)}"/></svg>'
    )
