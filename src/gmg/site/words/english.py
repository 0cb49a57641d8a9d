"""English names of codes that no table of the axes names."""

from __future__ import annotations

RULE_NAMES = {
    "refugees-exceed-migrants": "More refugees than migrants",
    "sexes-do-not-sum": "Women and men do not add up",
    "parts-exceed-whole": "A part exceeds the whole",
    "migrants-exceed-population": "More migrants than inhabitants",
    "edition-contradicts-itself": "An edition contradicts itself",
    "agencies-differ": "Two agencies differ",
    "outside-the-bracket": "Outside the years before and after",
    "edition-revises": "A newer edition says otherwise",
    "no-stock-for-refugees": "Refugees, but no count of migrants",
    "one-agency-only": "One agency alone",
    "too-long-ago": "Last figure long ago",
    "nobody-says": "Nobody says",
}
"""A short name for each rule of `gmg.analysis.findings.rules`."""
KINDS_OF_FINDING = {
    "contradiction": "Contradiction",
    "disagreement": "Disagreement",
    "silence": "Silence",
}
SEXES = {
    "total": "Both sexes",
    "female": "Women",
    "male": "Men",
    "other": "Another sex",
    "unknown": "Sex not known",
}
PLACE_KINDS = {
    "country": "Country",
    "area": "Area",
    "former": "Former place",
    "composite": "Composite place",
    "pseudo": "No place: a group of people",
    "region": "Region",
    "group": "Group of places",
}
