"""Days and periods by locale."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date

if TYPE_CHECKING:
    from gmg.axes.when import Period
    from gmg.site.words.spoken import Words


def day(when: date, lang: str) -> str:
    """A day, its month in words."""
    return str(format_date(when, format="long", locale=lang))


def month(when: date, lang: str) -> str:
    """A month and its year."""
    return str(format_date(when, format="LLLL y", locale=lang))


def period(period: Period, words: Words) -> str:
    """When a figure is true, as `Period.label` says it in English."""
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
    between = _("{first} to {last}")
    if first.day != 1 or after.day != 1:
        return between.format(first=day(first, words.lang), last=day(last, words.lang))
    if first.month == 1 and last.month == 12:
        if first.year == last.year:
            return words.year(first.year)
        return between.format(first=words.year(first.year), last=words.year(last.year))
    if (first.year, first.month) == (last.year, last.month):
        return month(first, words.lang)
    return between.format(first=month(first, words.lang), last=month(last, words.lang))
