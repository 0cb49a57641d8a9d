"""Numbers as six languages write them: how a citation's value is shown, and how typed ones are read.

Signs are those of CLDR (https://cldr.unicode.org/) through Babel, thousands always grouped, as on every
page of the site. Reading is wider than showing: texts of the United Nations group with a comma, a
blank or a point, and Arabic and full-width digits stand for the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale

from gmg.group.rules.texts import MARK

if TYPE_CHECKING:
    from gmg.group.rules.texts import Citation, Paragraph

BLANKS = " \u00a0\u202f\u2009"
GROUPS = {
    "en": f",{BLANKS}",
    "fr": f".{BLANKS}",
    "es": f".{BLANKS}",
    "ru": BLANKS,
    "ar": f",\u066c\u060c{BLANKS}",
    "zh": f",{BLANKS}",
}
"""What may stand between thousands."""
POINTS = {"en": ".", "fr": ",", "es": ",", "ru": ",", "ar": ".\u066b", "zh": "."}
"""What may stand before a fraction."""
DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９",
    "012345678901234567890123456789",
)
"""Other digits to those of ASCII, one for one, so that places in a text stay what they are."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph as it is drawn: plain words, or the value of the citation `key`.

    `citation` is None for plain words and for a mark that no citation of the paragraph bears out.
    """

    text: str
    key: str = ""
    citation: Citation | None = None


def rounded(value: Decimal, figures: int) -> Decimal:
    """A value to so many significant figures, halves away from nought; 0 keeps all.

    >>> rounded(Decimal(70412), 1), rounded(Decimal("3.649"), 2)
    (Decimal('70000'), Decimal('3.6'))
    """
    if not figures or not value:
        return value
    unit = Decimal((0, (1,), value.adjusted() - figures + 1))
    kept = (value / unit).to_integral_value(ROUND_HALF_UP) * unit
    return value if kept == value else Decimal(f"{kept:f}")


def written(value: Decimal, lang: str) -> str:
    """A number with all its digits, grouped; no exponent.

    >>> written(Decimal("-70412.50"), "en")
    '-70,412.50'
    """
    whole, _, fraction = f"{abs(value):f}".partition(".")
    signs = symbols(lang)
    text = f"{int(whole):,}".replace(",", signs["group"])
    if fraction:
        text = f"{text}{signs['decimal']}{fraction}"
    return f"{signs['minusSign']}{text}" if value < 0 else text


@lru_cache(maxsize=16)
def symbols(lang: str) -> dict[str, str]:
    """The signs of a language, Latin digits in all six."""
    locale = Locale.parse(lang)
    found = locale.number_symbols[locale.default_numbering_system]
    return {name: str(found[name]) for name in ("group", "decimal", "minusSign")}


def shown(citation: Citation, lang: str) -> str:
    """How a citation's value is shown: to its significant figures, in the digits of a language.

    Its mark where it has no value yet.
    """
    if citation.value is None:
        return f"[[{citation.key}]]"
    return written(rounded(citation.value, citation.rounding), lang)


def rendered(
    paragraph: Paragraph, lang: str, show: Callable[[Citation, str], str] = shown
) -> list[Piece]:
    """The paragraph in the pieces that it is drawn of, in order; none is empty.

    A mark without a citation stays as it stands, as a piece with its key.
    """
    cited = {citation.key: citation for citation in paragraph.citations}
    pieces, at = [], 0
    for mark in MARK.finditer(paragraph.text):
        if mark.start() > at:
            pieces.append(Piece(paragraph.text[at : mark.start()]))
        key, at = mark.group(1), mark.end()
        citation = cited.get(key)
        text = mark.group() if citation is None else show(citation, lang)
        if text:
            pieces.append(Piece(text, key, citation))
    if at < len(paragraph.text):
        pieces.append(Piece(paragraph.text[at:]))
    return pieces


@lru_cache(maxsize=8)
def numeral(lang: str) -> str:
    """The pattern of a typed number of 18 digits at most, for text whose digits are those of ASCII.

    Not part of a longer code, date, symbol or ordinal: `A/RES/79/275`, `2026-02-13`, `C189`, `100th`.
    """
    groups, points = re.escape(GROUPS[lang]), re.escape(POINTS[lang])
    before = r"(?<![0-9A-Za-z_/:])(?<![0-9A-Za-z][-.,/:])"
    thousands = rf"(?:[0-9]{{1,3}}(?:[{groups}][0-9]{{3}}){{1,6}}(?![0-9]))"
    after = r"(?![0-9A-Za-z_]|[-/:.,][0-9]|-?[a-zа-яё])"
    return rf"{before}(?:{thousands}|[0-9]{{1,18}})(?:[{points}][0-9]{{1,18}})?{after}"


def read_numeral(text: str, lang: str) -> tuple[Decimal, int]:
    """A typed number, and how many significant figures it claims.

    Nought at the end of a whole number claims nothing: 70,000 has one figure.

    >>> read_numeral("70,000", "en"), read_numeral("3,60", "fr")
    ((Decimal('70000'), 1), (Decimal('3.60'), 3))
    """
    plain = text.translate(DIGITS)
    for sign in GROUPS[lang]:
        plain = plain.replace(sign, "")
    for sign in POINTS[lang]:
        plain = plain.replace(sign, ".")
    value = Decimal(plain)
    digits = plain.replace(".", "").lstrip("0")
    figures = len(digits) if "." in plain else len(digits.rstrip("0"))
    return value, max(figures, 1)
