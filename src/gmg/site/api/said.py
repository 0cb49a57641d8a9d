"""What the description of the API says of each parameter: meaning, form, and words to choose from."""

from __future__ import annotations

from typing import Any

from gmg.analysis.findings import KINDS, RULES
from gmg.axes import what, where, who
from gmg.axes.comparability import REASONS
from gmg.axes.where import LANGUAGES
from gmg.site.api.figures import LAST_PAGE, MOST, SEXES
from gmg.site.frame.ask import FIRST_YEAR, LAST_YEAR

LONGEST = 200
PLACES = ("place", "origin", "destination", "from")
MEANINGS = {
    "place": "Place code: ISO 3166-1 alpha-3, or gmg's own",
    "origin": "Place code of where people come from",
    "destination": "Place code of where they are",
    "concept": "Code of a concept, such as refugees",
    "instrument": "Code of an instrument, such as CSR51",
    "agency": "Code of an agency, such as UNHCR",
    "dataset": "Name of a data set, such as unhcr.population",
    "finding": "Id of a finding",
    "figure": "Id of a figure, an act or an activity",
    "from": "Place code of the other end of a pair",
    "year": "Year, such as 2024",
    "edition": "Edition of the data set",
    "sex": "Who was counted",
    "page": "Page of the list, from 1",
    "per_page": f"Figures a page, at most {MOST:,}",
    "lang": "Language of titles",
    "release": "Id of a release; the newest unless named",
}
EXAMPLES = {
    "place": "LBY",
    "origin": "SDN",
    "destination": "LBY",
    "concept": "migrant-stock",
    "instrument": "CSR51",
    "agency": "UNHCR",
    "dataset": "unhcr.population",
    "from": "SDN",
    "year": 2024,
    "on": "2014-12-31",
    "time": "2024-12-31",
}


def schema(kind: str, name: str) -> dict[str, Any]:
    """The JSON schema of a parameter of an operation."""
    found = closed(kind, name) or {"type": "string", "maxLength": LONGEST}
    return {**found, "examples": [EXAMPLES[name]]} if name in EXAMPLES else found


def closed(kind: str, name: str) -> dict[str, Any] | None:
    """The schema where not every text will do; None where any may."""
    choices: dict[str, tuple[str, ...]] = {
        "concept": tuple(what.codes()),
        "agency": tuple(one.code for one in who.agencies()),
        "instrument": tuple(one.code for one in what.instruments()),
        "lang": LANGUAGES,
        "sex": SEXES,
        "rule": tuple(rule.id for rule in RULES),
        "reason": tuple(REASONS),
    }
    choices |= dict.fromkeys(PLACES, tuple(one.code for one in where.places()))
    if kind == "findings":
        choices["kind"] = tuple(KINDS)
    if name in choices:
        return {"type": "string", "enum": list(choices[name])}
    if name == "year":
        return {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    if name in ("page", "per_page"):
        return {"type": "integer", "minimum": 1, "maximum": MOST if "_" in name else LAST_PAGE}
    if name in ("on", "time"):
        return {"type": "string", "format": "date"}
    if name == "release":
        return {"type": "string", "pattern": "^[0-9a-zA-Z]{1,64}$"}
    return None
