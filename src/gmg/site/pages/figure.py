"""A figure, an act or an activity: the file, the sheet, the cell, and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.analysis.corridor import sends_back
from gmg.analysis.trace import NotAFigureId, Trace, UnknownFigure, trace
from gmg.axes import where
from gmg.records.figure import Figure
from gmg.records.row import Row
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.shown import figure_shown

if TYPE_CHECKING:
    from gmg.analysis.trace import Neighbours

LONG_TEXT = 400
HIDDEN = ("snapshot", "sheet", "row", "column", "dataset", "edition")


def page(ask: Ask, figure: str) -> Page:
    """The trace of a figure. Raises NotFound for what is no id, or the id of no figure."""
    try:
        found = trace(ask.base, figure)
    except (NotAFigureId, UnknownFigure) as error:
        raise NotFound(str(error), "") from None
    told = of_figure(ask, found.figure) if isinstance(found.figure, Figure) else of_row(ask, found)
    return Page(
        kind="figure",
        path=f"figure/{figure}",
        title=told["title"],
        description=f"{told['title']}. {found.citation}",
        values=told
        | {
            "trace": found,
            "cell": str(found.figure.cell),
            "neighbours": grid(found.neighbours, found.figure.cell.column, found.figure.cell.row),
            "agrees": found.in_cell is None or same(found),
        },
        document=found.as_json() | {"neighbours": plain(found.neighbours)},
        datasets=(found.figure.dataset,),
    )


def of_figure(ask: Ask, figure: Figure) -> dict[str, Any]:
    """What a figure says, in words."""
    _ = ask.words._
    place = ask.words.place(figure.place)
    concept = ask.words.concept(figure.concept)
    if figure.counterpart:
        title = _("{concept}: from {origin} to {destination}, {when}").format(
            concept=concept,
            when=ask.words.period(period(figure)),
            **dict(zip(("origin", "destination"), map(ask.words.place, ends(figure)), strict=True)),
        )
    else:
        title = f"{concept}: {place}, {ask.words.period(period(figure))}"
    return {
        "title": title,
        "figure": figure,
        "number": figure_shown(ask, figure),
        "when": ask.words.period(period(figure)),
        "corridor": link_of_pair(ask, figure),
        "row": None,
    }


def period(figure: Figure) -> Any:
    """When a figure is true."""
    from gmg.analysis.series import period_of

    return period_of(figure)


def ends(figure: Figure) -> tuple[str, str]:
    """Where people come from and where they are."""
    pair = (figure.counterpart or "", figure.place)
    return (pair[1], pair[0]) if sends_back(figure.concept) else pair


def link_of_pair(ask: Ask, figure: Figure) -> str:
    """The page of the pair a figure speaks of; nothing where it speaks of no two places."""
    if not figure.counterpart or figure.counterpart == figure.place:
        return ""
    origin, destination = ends(figure)
    both = where.get(origin).territory and where.get(destination).territory
    return ask.to.corridor(origin, destination) if both else ""


def of_row(ask: Ask, found: Trace) -> dict[str, Any]:
    """What an act or an activity says, column by column."""
    row = found.figure
    assert isinstance(row, Row)
    told = row.values
    if row.kind == "treaty_acts":
        name = (
            str(ask.words.instrument(told["instrument"])) if told["instrument"] else told["treaty"]
        )
        title = ": ".join(
            part for part in (name, words_of(told.get("participant")), told["act"]) if part
        )
    else:
        title = str(told["title"] or told["identifier"])
    shown = row.as_json()
    facts = [
        (name.replace("_", " "), text[:LONG_TEXT], len(text) > LONG_TEXT)
        for name, value in shown.items()
        if name not in HIDDEN and (text := words_of(value))
    ]
    return {
        "title": title,
        "figure": None,
        "row": row,
        "facts": facts,
        "number": None,
        "about": about(ask, told),
    }


def about(ask: Ask, told: dict[str, Any]) -> list[tuple[str, str]]:
    """Pages about what an act or an activity names: its instrument, its places, its agency."""
    found = []
    if code := told.get("instrument"):
        found.append((str(ask.words.instrument(code)), ask.to.instrument(code)))
    codes = [told.get("party"), *(one["place"] for one in told.get("places") or ())]
    known = set(where.codes())
    places = dict.fromkeys(code for code in codes if code in known)
    found += [(str(ask.words.place(code)), ask.to.place(code)) for code in places]
    if code := told.get("agency"):
        found.append((str(ask.words.agency_name(code)), ask.to.agency(code)))
    return [(text, href) for text, href in found if href]


def words_of(value: Any) -> str:
    """A value of a record as a line of text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, map(words_of, value)))
    if isinstance(value, dict):
        return ", ".join(f"{k} {words_of(v)}" for k, v in value.items() if v not in (None, "", []))
    return str(value)


def grid(around: Neighbours | None, column: str, row: int) -> dict[str, Any] | None:
    """The cells around, with the one that is meant marked."""
    if around is None:
        return None
    marked = around.columns.index(column) if column in around.columns else -1
    with_header = around.header != around.columns
    return {
        "columns": around.columns,
        "header": around.header if with_header and all(n != 1 for n, _ in around.rows) else None,
        "rows": [
            (
                number,
                [(text or "", number == row and at == marked) for at, text in enumerate(cells)],
            )
            for number, cells in around.rows
        ],
    }


def plain(around: Neighbours | None) -> dict[str, Any] | None:
    """The cells around as plain lists."""
    if around is None:
        return None
    return {
        "columns": list(around.columns),
        "header": list(around.header),
        "rows": [[number, *cells] for number, cells in around.rows],
    }


def same(found: Trace) -> bool:
    """Whether the cell holds what was read from it; rows of acts are read from several cells."""
    figure = found.figure
    if isinstance(figure, Row) or figure.as_published is None:
        return True
    return (found.in_cell or "").strip() == figure.as_published.strip()
