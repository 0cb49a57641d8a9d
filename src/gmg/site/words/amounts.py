"""Numbers by locale, fast: a page writes several hundred of them.

Signs are those of CLDR (https://cldr.unicode.org/), read once through Babel; the tests hold these
functions to Babel's own answers. The digits are those of the locale's default numbering system,
which CLDR gives as Latin for all six languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.numbers import format_compact_decimal, format_percent

SHORT_FROM = 10_000
SIGNIFICANT = 3
MOST_DIGITS = 1e15


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands between thousands, before a fraction and before what is below nought."""

    group: str
    point: str
    minus: str


@lru_cache(maxsize=16)
def signs(lang: str) -> Signs:
    """The signs of a language."""
    known = Locale.parse(lang).number_symbols["latn"]
    return Signs(known["group"], known["decimal"], known["minusSign"])


def number(value: float, lang: str) -> str:
    """All digits of a value, at most fifteen, grouped; a whole number without a point."""
    known = signs(lang)
    fraction = ""
    if value == int(value) and abs(value) < MOST_DIGITS:
        whole = f"{abs(int(value)):,}"
    else:
        text, _, fraction = plain(abs(value)).partition(".")
        whole = f"{int(text):,}"
    if known.group != ",":
        whole = whole.replace(",", known.group)
    text = f"{whole}{known.point}{fraction}" if fraction else whole
    return known.minus + text if value < 0 else text


def plain(value: float) -> str:
    """A value with at most fifteen digits and no exponent."""
    text = f"{value:.15g}"
    if "e" not in text:
        return text
    return f"{value:.0f}" if value >= 1 else f"{value:.20f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=8192)
def short(value: float, lang: str) -> str:
    """A value for a scale: all digits under ten thousand, else three and a word for the rest."""
    if abs(value) < SHORT_FROM:
        return number(float(f"{value:.4g}"), lang)
    rounded = float(f"{value:.{SIGNIFICANT}g}")
    return str(format_compact_decimal(rounded, format_type="short", locale=lang, fraction_digits=2))


@lru_cache(maxsize=8192)
def percent(share: float, lang: str) -> str:
    """A share of one as a percentage with one decimal."""
    return str(format_percent(share, "#,##0.0%", locale=lang))
