"""The six languages, each in its own words."""

from __future__ import annotations

NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "zh": "中文",
    "ar": "العربية",
}


def preferred(accepted: str) -> str:
    """The language a browser asks for first among the six; English where it asks for none.

    >>> preferred("de, fr-CH;q=0.8, en;q=0.5"), preferred("tlh"), preferred("fr;q=0")
    ('fr', 'en', 'en')
    """
    wished = []
    for place, item in enumerate(accepted.split(",")):
        tag, _, rest = item.strip().partition(";")
        lang = tag.split("-")[0].strip().lower()
        if lang in NAMES and (weight := _weight(rest)) > 0:
            wished.append((-weight, place, lang))
    return min(wished)[2] if wished else "en"


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
