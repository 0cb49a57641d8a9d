"""Days and periods by locale.

English is written as the axis of time writes it, the day before the month; the other languages by
the patterns of CLDR.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date, format_interval, format_skeleton

if TYPE_CHECKING:
    from gmg.axes.when import Period
    from gmg.site.words.spoken import Words

LOCALES = {"en": "en_GB"}
"""Where the bare language writes dates otherwise than the United Nations does."""
MONTH_OF_YEAR = "yMMMM"


def day(when: date, lang: str) -> str:
    """A day, its month in words."""
    return str(format_date(when, format="long", locale=LOCALES.get(lang, lang)))


def month(when: date, lang: str) -> str:
    """A month and its year."""
    return str(format_skeleton(MONTH_OF_YEAR, when, locale=LOCALES.get(lang, lang)))


def period(period: Period, words: Words) -> str:
    """When a figure is true: mid-2024, end of 2024, 2024, 2015–2020, January to June 2024."""
    if period.kind == "point":
        return point(period.time_to, words)
    return interval(period.time_from, period.time_to, words)


def point(when: date, words: Words) -> str:
    """A day; the middle and the end of a year by name."""
    _ = words._
    match (when.month, when.day):
        case (7, 1):
            return _("mid-{year}").format(year=words.year(when.year))
        case (12, 31):
            return _("end of {year}").format(year=words.year(when.year))
        case _:
            return day(when, words.lang)


def interval(first: date, last: date, words: Words) -> str:
    """Days, months or years from one to another."""
    _ = words._
    if first == last:
        return _("during {day}").format(day=day(first, words.lang))
    after = last + timedelta(days=1) if last < date.max else last
    if first.day != 1 or after.day != 1:
        return _("{first} to {last}").format(
            first=day(first, words.lang), last=day(last, words.lang)
        )
    if first.month == 1 and last.month == 12:
        if first.year == last.year:
            return words.year(first.year)
        return f"{words.year(first.year)}\u2013{words.year(last.year)}"
    if (first.year, first.month) == (last.year, last.month):
        return month(first, words.lang)
    return months(first, last, words.lang)


def months(first: date, last: date, lang: str) -> str:
    """Whole months; the year once where both lie in it."""
    if lang != "en":
        return str(format_interval(first, last, MONTH_OF_YEAR, locale=lang))
    start = format_date(first, "MMMM" if first.year == last.year else "MMMM y", locale=lang)
    return f"{start} to {month(last, lang)}"
