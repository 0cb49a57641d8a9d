"""How numbers are written for a reader: whole where they are whole, marked where they were rounded."""

from __future__ import annotations

from dataclasses import dataclass

from gmg.analysis.series import Number
from gmg.axes import what

MINUS = "\u2212"
MONEY = ("USD", "PPP USD")
LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
DIGITS = {"index": 3, "per cent": 1, "years": 1}
UNIT_WORDS = {
    "persons": "",
    "USD": "",
    "index": "",
    "rank": "",
    "constant 2021 PPP USD": "international dollars of 2021",
    "constant 2017 PPP USD": "international dollars of 2017",
    "current PPP USD": "international dollars",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A number in words, its exact text, and whether digits were left out."""

    text: str
    unit: str
    exact: str
    rounded: bool


def scaled(value: float, unit: str) -> tuple[float, str]:
    """The value in the base of its unit: thousand persons become persons, no digit lost."""
    known = what.unit(unit)
    moved = value * known.factor
    near = round(moved)
    if known.factor != 1 and abs(moved - near) < 1e-6 * max(1.0, abs(moved)) ** 0.5:
        moved = float(near)
    return moved, known.base


def written(number: Number) -> Written:
    """The number for a reader; the exact text keeps what was published."""
    exact = exactly(number)
    if number.value is None:
        return Written("no value", "", exact, False)
    value, base = scaled(number.value, number.unit)
    text, rounded = _text(value, base)
    text = f"US$ {text}" if base == "USD" else text
    text = text.replace("-", MINUS)
    return Written(text, UNIT_WORDS.get(base, base), exact, rounded)


def exactly(number: Number) -> str:
    """What stood in the cell, or the whole sum."""
    if number.how == "published" and number.figures:
        return f"published as {number.figures[0].as_published or number.value} {number.unit}"
    value = number.value
    plain = "" if value is None else (f"{value:,.0f}" if value.is_integer() else repr(value))
    return f"{plain} {number.unit}, {number.label}"


def _text(value: float, base: str) -> tuple[str, bool]:
    if base.endswith(MONEY) and abs(value) >= 1e6:
        size, word = next(item for item in LARGE if abs(value) >= item[0])
        text = f"{value / size:,.2f} {word}"
        return text, round(value / size, 2) * size != value
    if value.is_integer():
        return f"{int(value):,}", False
    digits = _digits(value, base)
    return f"{value:,.{digits}f}", round(value, digits) != value


def _digits(value: float, base: str) -> int:
    if base in DIGITS:
        return DIGITS[base]
    if abs(value) >= 1000:
        return 0
    return 1 if abs(value) >= 1 else 2


def short(value: float) -> str:
    """A value on the scale of a chart: `1.5 m`, `200 k`."""
    for size, letters in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size and (size > 1e3 or abs(value) >= 1e4):
            return f"{value / size:g} {letters}".replace("-", MINUS)
    return f"{value:,g}".replace("-", MINUS)
