"""The places at the other end: where people come from and where they go, ranked by one data set each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmg.axes import where
from gmg.site.draw import chord
from gmg.site.frame.shown import shown

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask
    from gmg.site.shelf import Line

CONCEPTS = ("migrant-stock", "refugees", "asylum-seekers", "remittances-received")
TOP = 12
"""Places shown on the page of a place; the page of the concept there has all."""

FAN = 8


def partners(ask: Ask, place: str) -> dict[str, Any]:
    """Tables of origins and destinations, and the picture of the largest."""
    here, away = ask.shelf.newest_at(place), ask.shelf.newest_from(place)
    tables = []
    for concept in CONCEPTS:
        for side, lines in (("place", here), ("counterpart", away)):
            found = table(ask, concept, side, lines)
            if found:
                tables.append(found)
    return {"tables": tables, "fan": fan(ask, place, tables)}


def table(
    ask: Ask, concept: str, side: str, lines: Sequence[Line], top: int = TOP
) -> dict[str, Any] | None:
    """Partners by the data set with the newest figures; what others say stands beside."""
    by_dataset: dict[str, dict[str, Line]] = {}
    for line in lines:
        if line.concept == concept and line.value:
            other = (line.counterpart or "") if side == "place" else line.place
            by_dataset.setdefault(line.dataset, {}).setdefault(other, line)
    if not by_dataset:
        return None
    leading = max(by_dataset, key=lambda one: (newest(by_dataset[one]), len(by_dataset[one])))
    others = [one for one in by_dataset if one != leading]
    ranked = sorted(by_dataset[leading].items(), key=lambda item: (-item[1].value, item[0]))
    named = [item for item in ranked if where.get(item[0]).kind != "pseudo"]
    if not named:
        return None
    rows = [
        {
            "place": other,
            "href": corridor(ask, concept, side, line),
            "number": shown(ask, line),
            "share": line.value / named[0][1].value,
            "others": [
                shown(ask, by_dataset[one][other]) if other in by_dataset[one] else None
                for one in others
            ],
            "line": line,
        }
        for other, line in named[:top]
    ]
    first = named[0][1]
    return {
        "concept": concept,
        "side": side,
        "title": heading(ask, concept, side),
        "column": said(ask, first),
        "beside": [said(ask, next(iter(by_dataset[one].values()))) for one in others],
        "rows": rows,
        "more": len(named) - len(rows),
        "href": ask.to.page(f"place/{place_of(first, side)}/{concept}"),
        "unnamed": [(o, shown(ask, line)) for o, line in ranked if where.get(o).kind == "pseudo"],
        "document": {
            "concept": concept,
            "side": side,
            "dataset": leading,
            "partners": [line.as_json() for _, line in ranked],
        },
    }


def place_of(line: Line, side: str) -> str:
    """The end of a line that a table is about."""
    return line.place if side == "place" else line.counterpart or ""


def newest(lines: dict[str, Line]) -> Any:
    """The last day that a data set speaks of."""
    return max(line.time_to for line in lines.values())


def corridor(ask: Ask, concept: str, side: str, line: Line) -> str:
    """The page of the pair, in the direction in which people moved."""
    from gmg.analysis.corridor import sends_back

    origin, destination = line.counterpart or "", line.place
    if sends_back(concept):
        origin, destination = destination, origin
    return ask.to.corridor(origin, destination) if side else ""


def heading(ask: Ask, concept: str, side: str) -> str:
    """What the table ranks."""
    _ = ask.words._
    return {
        ("migrant-stock", "place"): _("Where migrants living here come from"),
        ("migrant-stock", "counterpart"): _("Where people from here live"),
        ("refugees", "place"): _("Where refugees living here come from"),
        ("refugees", "counterpart"): _("Where refugees from here live"),
        ("asylum-seekers", "place"): _("Where asylum-seekers living here come from"),
        ("asylum-seekers", "counterpart"): _("Where asylum-seekers from here live"),
        ("remittances-received", "place"): _("Where the money received comes from"),
        ("remittances-received", "counterpart"): _("Where money sent from here goes"),
    }[concept, side]


def said(ask: Ask, line: Line) -> dict[str, Any]:
    """Whose the numbers of a column are, and of when."""
    return {
        "agency": line.agency,
        "when": ask.words.period(line.period),
        "unit": line.unit,
        "basis": line.basis,
    }


def fan(ask: Ask, place: str, tables: Sequence[dict[str, Any]]) -> str | None:
    """The largest origins and destinations of migrants, as one picture."""
    by_side = {t["side"]: t for t in tables if t["concept"] == "migrant-stock"}
    if not by_side:
        return None
    _ = ask.words._
    ends = {side: ends_of(ask, by_side.get(side)) for side in ("place", "counterpart")}
    name = str(ask.words.place(place))
    return chord.chord(
        name,
        ends["place"],
        ends["counterpart"],
        title=_("Largest origins and destinations of migrants: {place}").format(place=name),
        text="; ".join(
            f"{by_side[side]['title']}: "
            + ", ".join(f"{end.label} {end.text}" for end in ends[side])
            for side in by_side
        ),
        heads=(_("Born in"), _("Living in")),
        rtl=ask.words.dir == "rtl",
        ident="fan",
    )


def ends_of(ask: Ask, table: dict[str, Any] | None) -> tuple[chord.Ribbon, ...]:
    """The first rows of a table as ends of ribbons."""
    rows = table["rows"][:FAN] if table else []
    return tuple(
        chord.Ribbon(
            label=str(ask.words.place(row["place"])),
            value=row["line"].value,
            text=row["number"].text,
            href=row["href"] or None,
        )
        for row in rows
    )
