"""Search: the pages that answer a question, then everything that holds its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page
from gmg.site.search.answer import search
from gmg.site.search.entries import KINDS
from gmg.site.search.question import clean

if TYPE_CHECKING:
    from gmg.site.search.answer import Results
    from gmg.site.search.hit import Hit

A_PAGE = 20
PAGES = 10
CHOICES = ("place", "corridor", *KINDS[1:])
"""Kinds that a search may be narrowed to."""


def page(ask: Ask) -> Page:
    """The hits of `q`, of one `kind` where asked. Raises BadQuery for an unknown kind or page."""
    said = clean(ask.query.get("q", ""))
    kind = ask.choice("kind", CHOICES)
    at = ask.number("page", 1, PAGES)
    found = search(ask.base, said, ask.words.lang, at * A_PAGE + 1, (kind,) if kind else None)
    hits = [hit.addressed(ask.to) for hit in found.hits[(at - 1) * A_PAGE : at * A_PAGE]]
    shown = [hit for hit in hits if hit.href]
    _ = ask.words._
    title = _("Search: {text}").format(text=said) if said else _("Search")
    return Page(
        kind="search",
        path="search",
        title=title,
        description=_(
            "Places, concepts, instruments, agencies, data sets, findings and activities."
        ),
        query={"q": said, "kind": kind or "", "page": str(at) if at > 1 else ""},
        values={
            "said": said,
            "kind": kind,
            "kinds": [(one, kind_name(ask, one)) for one in CHOICES],
            "first": [hit for hit in shown if hit.direct],
            "groups": groups(ask, [hit for hit in shown if not hit.direct]),
            "read": read(ask, found),
            "meant": found.meant,
            "instead": found.instead,
            "meant_href": ask.to.page("search", q=found.meant, kind=kind) if found.meant else "",
            "at": at,
            "more": len(found.hits) > at * A_PAGE and at < PAGES,
            "links": {
                "before": ask.to.page("search", q=said, kind=kind, page=at - 1 if at > 2 else None),
                "next": ask.to.page("search", q=said, kind=kind, page=at + 1),
            },
        },
        document=document(found, said, kind, at, hits),
        index=False,
    )


def document(
    found: Results, said: str, kind: str | None, at: int, hits: Sequence[Hit]
) -> dict[str, Any]:
    """What the API answers: how the text was read, and the hits."""
    asked = found.question
    return {
        "q": said,
        "kind": kind,
        "page": at,
        "read": {
            "places": [{"place": one.code, "side": one.side or None} for one in asked.places],
            "corridor": list(asked.corridor) if asked.corridor else None,
            "concepts": list(asked.concepts),
            "instruments": list(asked.instruments),
            "agencies": list(asked.agencies),
            "year": asked.year,
            "unknown": list(asked.rest),
        },
        "meant": found.meant or None,
        "instead": found.instead,
        "hits": [hit.as_json() for hit in hits],
    }


def read(ask: Ask, found: Results) -> list[str]:
    """How the text was read, as labels: places in their order, concepts, instruments, year."""
    asked, words = found.question, ask.words
    ends = list(asked.corridor or ())
    rest = [one.code for one in asked.places if one.code not in ends]
    labels: list[str] = [words.place(code) for code in (*ends, *rest)]
    labels += [words.concept(code) for code in asked.concepts]
    labels += [words.instrument(code) for code in asked.instruments]
    labels += [words.agency(code) for code in asked.agencies]
    if asked.year:
        labels.append(words.year(asked.year))
    return labels


def groups(ask: Ask, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits by kind, the kind of the best hit first."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.kind, []).append(hit)
    return [
        {
            "kind": kind,
            "name": kind_name(ask, kind),
            "hits": of_kind,
            "all": ask.to.page("search", q=clean(ask.query.get("q", "")), kind=kind)
            if kind in CHOICES
            else "",
        }
        for kind, of_kind in found.items()
    ]


def kind_name(ask: Ask, kind: str) -> str:
    """The name of a kind of hits."""
    _ = ask.words._
    return {
        "place": _("Places"),
        "topic": _("Places"),
        "corridor": _("Corridors"),
        "concept": _("Concepts"),
        "instrument": _("Instruments"),
        "agency": _("Agencies"),
        "dataset": _("Data sets"),
        "finding": _("Findings"),
        "activity": _("Activities"),
    }[kind]
