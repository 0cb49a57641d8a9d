"""The information note as kept values, and where each record behind it stands on the site."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gmg.analysis.note import note as written
from gmg.evidence.build import PACKAGE
from gmg.site.note.view import view
from gmg.site.pages.per_release import PerRelease

if TYPE_CHECKING:
    from pathlib import Path

    from gmg.evidence.base import Base
    from gmg.records.said import Said
    from gmg.site.frame.ask import Ask

LAST_DAY = date(2018, 12, 31)
"""The last day of the group: the day shown unless another is asked for."""
MADE_OF = ("analysis", "axes", "site/note")
"""Folders of the package whose code and facts decide what a note says of a release."""
KEPT = PerRelease(24)


def told(base: Base, on: date, lang: str, said: tuple[Said, ...] = ()) -> dict[str, Any]:
    """The note as plain values, with what the group had said by the day.

    It takes seconds to gather, so it is kept: in memory, and that of the day that is shown unless
    asked otherwise beside the release too.
    """
    known = tuple(one for one in said if one.first <= on)
    if on != LAST_DAY or known:
        return KEPT.get(base, (on, lang, known), lambda: made(base, on, lang, known))
    return KEPT.get(base, (on, lang), lambda: beside(base, on, lang))


def made(base: Base, on: date, lang: str, said: tuple[Said, ...] = ()) -> dict[str, Any]:
    """The note gathered now, without the drawings for paper."""
    shown = view(written(base, on, lang, said))
    for section in (*shown["sections"], *shown["pages"]):
        for block in section["blocks"]:
            block.pop("paper", None)
    return shown


def beside(base: Base, on: date, lang: str) -> dict[str, Any]:
    """The note as written beside the release; gathered and written now if need be."""
    path = path_of(base, on, lang)
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError):
        shown = made(base, on, lang)
    writing = path.with_suffix(f".writing-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writing.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
        writing.replace(path)
    except OSError:
        writing.unlink(missing_ok=True)  # a base that cannot be written to gathers it each time
    return shown


def path_of(base: Base, on: date, lang: str) -> Path:
    """Where the note of a day is kept: the name holds the release, the rules, the day, the language.

    Gaps are asked up to today's year, and with the coverage that stands beside the base.
    """
    from gmg.analysis.coordination.coverage import FILE

    own = base.folder / FILE
    digest = sha256(rules().encode())
    digest.update(str(date.today().year).encode())
    digest.update(own.read_bytes() if own.exists() else b"")
    name = f"{base.release.id}-{digest.hexdigest()[:12]}-{on.isoformat()}-{lang}.note.json"
    return base.folder / "derived" / name


@lru_cache(maxsize=1)
def rules() -> str:
    """A hash of the code and the facts that a note is made of."""
    digest = sha256()
    for folder in MADE_OF:
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in (".py", ".csv"):
                digest.update(path.relative_to(PACKAGE).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def links(ask: Ask, records: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """The page of the site that shows a record, by the record's number; none for a mere fact."""
    listed = list(records)
    found = ids_of_findings(ask, [one["id"] for one in listed if one["kind"] == "finding"])
    pages = {one["n"]: page_of(ask, one["kind"], one["id"], found) for one in listed}
    return {number: href for number, href in pages.items() if href}


def page_of(ask: Ask, kind: str, name: str, findings: Mapping[str, str]) -> str:
    """The address of what a record names; empty where the site has no page of it."""
    to = ask.to
    first, _, rest = name.partition("@")[0].partition("/")
    match kind:
        case "dataset":
            return to.dataset(first)
        case "release":
            return to.page("data")
        case "finding" if name in findings:
            return to.finding(findings[name])
        case "finding" if rest:
            return to.page("findings", agency=rest) if "@" in name else to.page("findings")
        case "finding":
            return to.page("findings", rule=first)
        case "activity":
            agency, _, about = rest.partition("/")
            of = {"places": "place", "topics": "theme"}.get(first)
            return to.page("activities", agency=agency, **({of: about} if of else {}))
        case "act":
            return to.place(rest.rpartition("/")[2])
        case "figure":
            return to.place(rest.partition("/")[0])
        case "gap" if first.startswith("cell:"):
            _, place, theme, _ = first.split(":")
            return to.page("gaps", place=place, theme=theme)
        case "gap":
            return to.page("gaps")
        case "fact" if first == "instruments" and rest:
            return to.instrument(rest)
        case "fact" if first == "agencies" and rest:
            return to.agency(rest)
        case "text" if name.startswith("statement:"):
            return f"/{ask.words.lang}/record/{name.partition(':')[2]}"
        case _:
            return ""


def ids_of_findings(ask: Ask, names: Iterable[str]) -> dict[str, str]:
    """A note names a finding by rule, concept, places and day; here the id of the weightiest such."""
    rows = ask.shelf.rows(
        "SELECT name, arg_min(id, rank) FROM (SELECT id, rank, rule || '/' || concept || '/' || "
        "CASE WHEN counterpart IS NULL THEN place ELSE counterpart || '-' || place END "
        "|| '/' || time_to AS name FROM findings) WHERE list_contains(?, name) GROUP BY name",
        [list(names)],
    )
    return dict(rows)


def host(address: str) -> str:
    """The host of an address of the web; empty for any other text."""
    found = urlsplit(address)
    return found.netloc.removeprefix("www.") if found.scheme in ("http", "https") else ""
