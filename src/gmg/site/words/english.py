"""English names of codes that no table of the axes names."""

from __future__ import annotations

RULE_NAMES = {
    "agencies-differ": "Two agencies differ",
    "edition-revises": "A newer edition revises",
    "no-stock-for-refugees": "Refugees, but no count of migrants",
    "nobody-says": "Nobody says",
    "one-agency-only": "One agency alone",
    "outside-the-bracket": "Outside the projected bounds",
    "parts-exceed-whole": "Parts exceed the whole",
    "refugees-exceed-migrants": "More refugees than migrants",
    "sexes-do-not-sum": "Women and men do not add up",
    "too-long-ago": "Too long ago",
}
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
