"""What: the concepts that are counted, the instruments that bind, the findings on both."""

from __future__ import annotations

from gmg.axes import what
from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page

KINDS = ("stock", "flow", "money", "rate", "share", "ratio", "index")


def page(ask: Ask) -> Page:
    """Concepts by kind, and instruments by scope."""
    _ = ask.words._
    kinds = {kind: [c.code for c in what.concepts() if c.kind == kind] for kind in KINDS}
    scopes: dict[str, list[what.Instrument]] = {}
    for instrument in what.instruments():
        scopes.setdefault(instrument.scope, []).append(instrument)
    return Page(
        kind="what",
        path="what",
        title=_("What"),
        description=_("What is counted, what states have promised, and what the evidence shows."),
        values={
            "kinds": {kind: codes for kind, codes in kinds.items() if codes},
            "kind_names": kind_names(ask),
            "scopes": scopes,
            "scope_names": scope_names(ask),
        },
        document={
            "concepts": [
                {
                    "code": c.code,
                    "label": c.label,
                    "kind": c.kind,
                    "unit": c.unit,
                    "definition": c.definition,
                }
                for c in what.concepts()
            ],
            "instruments": [
                {"code": i.code, "title": i.title, "scope": i.scope, "adopted": str(i.adopted)}
                for i in what.instruments()
            ],
        },
    )


def kind_names(ask: Ask) -> dict[str, str]:
    """Kinds of concept in words."""
    _ = ask.words._
    return {
        "stock": _("Stocks: how many there are at a date"),
        "flow": _("Flows: how many in a period"),
        "money": _("Money"),
        "rate": _("Rates"),
        "share": _("Shares"),
        "ratio": _("Ratios"),
        "index": _("Indices"),
    }


def scope_names(ask: Ask) -> dict[str, str]:
    """Scopes of instruments in words."""
    _ = ask.words._
    return {
        "universal": _("Universal"),
        "africa": _("Africa"),
        "americas": _("The Americas"),
        "coe": _("Council of Europe"),
        "eu": _("European Union"),
        "cis": _("Commonwealth of Independent States"),
        "arab": _("Arab States"),
        "asia": _("Asia and the Pacific"),
    }
