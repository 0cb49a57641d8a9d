"""Numbers by locale, fast: a page writes several hundred of them.

Signs and patterns are those of CLDR (https://cldr.unicode.org/), read once through Babel; the tests
hold these functions to Babel's own answers. Digits are those of the locale's default numbering
system, which CLDR gives as Latin for all six languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.numbers import format_compact_decimal, format_percent

SHORT_FROM = 10_000
MILLION = 1_000_000
MOST_DIGITS = 1e15
BY_TEN_THOUSANDS = ("zh",)
"""Languages that count in ten thousands: 897,000 is 89.7万 there, not a number in thousands."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands between thousands, before a fraction and before what is below nought."""

    group: str
    point: str
    minus: str


@lru_cache(maxsize=16)
def signs(lang: str) -> Signs:
    """The signs of a language."""
    locale = Locale.parse(lang)
    known = locale.number_symbols[locale.default_numbering_system]
    return Signs(known["group"], known["decimal"], known["minusSign"])


def number(value: float, lang: str) -> str:
    """All digits of a value, at most fifteen, grouped; a whole number without a point."""
    known = signs(lang)
    fraction = ""
    if isinstance(value, int) or (abs(value) < MOST_DIGITS and value.is_integer()):
        whole = f"{abs(int(value)):,}"
    else:
        text, _, fraction = plain(abs(value)).partition(".")
        whole = f"{int(text):,}"
    if known.group != ",":
        whole = whole.replace(",", known.group)
    text = f"{whole}{known.point}{fraction}" if fraction else whole
    return known.minus + text if value < 0 else text


def plain(value: float) -> str:
    """A value with at most fifteen significant digits and no exponent."""
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


@lru_cache(maxsize=8192)
def short(value: float, lang: str) -> str:
    """A value for a scale or a label of a chart: never a figure, which keeps its digits.

    Under ten thousand a whole number keeps all digits and any other four; above, three digits stay:
    897,000 and, from a million, 1.2 million in the words of the language.
    """
    if abs(value) < SHORT_FROM:
        return number(value if value == int(value) else float(f"{value:.4g}"), lang)
    rounded = float(f"{value:.3g}")
    if abs(rounded) < MILLION and lang not in BY_TEN_THOUSANDS:
        return number(rounded, lang)
    known = Locale.parse(lang)
    form: Literal["long", "short"] = "long" if "long" in known.compact_decimal_formats else "short"
    # a whole number as int: of a float Babel takes the plural of a fraction
    return format_compact_decimal(int(rounded), format_type=form, locale=lang, fraction_digits=2)


@lru_cache(maxsize=8192)
def percent(share: float, lang: str) -> str:
    """A share of one as a percentage with at most one decimal."""
    pattern = Locale.parse(lang).percent_formats[None].pattern.replace("0", "0.#")
    return format_percent(share, pattern, locale=lang)
