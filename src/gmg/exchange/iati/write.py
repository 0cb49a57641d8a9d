"""Activities as an IATI 2.03 file: what came in as XML goes out as it was, the rest is written valid.

Two things that a row does not hold and the schema asks for are taken from what it does hold: the
`value-date` of a budget is the day its period starts, that of a transaction its own day; the type of
a reporter is that of the participating organisation of the same identifier, else multilateral (40)
for an agency that gmg knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from gmg.axes import where
from gmg.sources.forms.iati import LANG

Row = Mapping[str, Any]
START = b'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
END = b"</iati-activities>\n"
MULTILATERAL = "40"
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
DATES = {"planned_start": "1", "actual_start": "2", "planned_end": "3", "actual_end": "4"}


class NotWritable(ValueError):
    """A row that lacks what the schema asks of every activity. The message names all that is missing."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many activities a file holds, and which were left out of it, and why."""

    activities: int
    left_out: tuple[tuple[str, str], ...]


def write_activities(rows: Iterable[Row], path: Path) -> Written:
    """Write rows of the activity contract as one file, in their order; whole or not at all.

    A row that cannot be written as 2.03 is left out and named in the answer.
    """
    beside = path.with_name(f".{path.name}.writing")
    try:
        with beside.open("wb") as to:
            written = write_to(rows, to)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return written


def write_to(rows: Iterable[Row], to: BinaryIO) -> Written:
    """Write the file to a stream, one activity after the other."""
    number, left_out = 0, []
    to.write(START)
    for row in rows:
        try:
            text = activity_xml(row)
        except NotWritable as error:
            left_out.append((str(row["identifier"]), str(error)))
            continue
        to.write(text.encode("utf-8") + b"\n")
        number += 1
    to.write(END)
    return Written(number, tuple(left_out))


def activity_xml(row: Row) -> str:
    """One activity: its own XML where it came with one, else written from its columns.

    Raises NotWritable.
    """
    if row.get("xml"):
        return str(row["xml"])
    missing = missing_of(row)
    if missing:
        raise NotWritable(f"IATI 2.03 asks for {', '.join(missing)}")
    try:
        element = activity_element(row)
    except ValueError as error:  # of lxml, for signs such as U+FFFE or a bell
        raise NotWritable(f"XML cannot hold a sign of it ({error})") from error
    return str(etree.tostring(element, encoding="unicode", pretty_print=True)).rstrip("\n")


def missing_of(row: Row) -> list[str]:
    """What the schema asks of every activity and the row does not hold."""
    asked = {
        "an identifier": row.get("identifier"),
        "a reporter": row.get("reporter"),
        "the type of the reporter": _type_of_reporter(row),
        "a title": row.get("title"),
        "a description": row.get("description"),
        "a participating organisation": row.get("partners"),
        "a status": row.get("status"),
        "a date": any(row.get(name) for name in DATES),
    }
    missing = [name for name, value in asked.items() if not value]
    if row.get("language") and not LANGUAGE.fullmatch(row["language"]):
        missing.append("a language written as a code (en)")
    if any(not one["role"] for one in row.get("partners") or ()):
        missing.append("a role of every participating organisation")
    if any(None in (one["from"], one["to"], one["value"]) for one in row.get("budgets") or ()):
        missing.append("period and value of every budget")
    if any(
        None in (one["type"], one["date"], one["value"]) for one in row.get("transactions") or ()
    ):
        missing.append("type, day and value of every transaction")
    links = [*(row.get("related") or ()), *(row.get("aliases") or ())]
    if any(not (one["identifier"] and one["type"]) for one in links):
        missing.append("identifier and type of every other activity that it names")
    if any(not one["code"] for one in row.get("sectors") or ()):
        missing.append("a code of every sector")
    if any(_country_code(one) is None for one in _places(row, "country")):
        missing.append("a two-letter code of every country")
    return missing


def activity_element(row: Row) -> etree._Element:
    """The element of a row without XML, its children in the order of the schema."""
    language = row.get("language")
    activity = etree.Element("iati-activity")
    if language:
        activity.set(LANG, language)
    if row.get("hierarchy") is not None:
        activity.set("hierarchy", str(row["hierarchy"]))
    if row.get("humanitarian") is not None:
        activity.set("humanitarian", "1" if row["humanitarian"] else "0")
    _text(activity, "iati-identifier", row["identifier"])
    reporter = _add(activity, "reporting-org", ref=row["reporter"], type=_type_of_reporter(row))
    if row.get("secondary"):
        reporter.set("secondary-reporter", "1")
    _narrative(reporter, row.get("reporter_name") or row["reporter"])
    _narrative(_add(activity, "title"), row["title"])
    _narrative(_add(activity, "description", type="1"), row["description"])
    if row.get("target_groups"):
        _narrative(_add(activity, "description", type="3"), "; ".join(row["target_groups"]))
    for one in row["partners"]:
        partner = _add(
            activity, "participating-org", ref=one["ref"], role=one["role"], type=one["type"]
        )
        _narrative(partner, one["name"])
    for one in row.get("aliases") or ():
        _add(activity, "other-identifier", ref=one["identifier"], type=one["type"])
    _add(activity, "activity-status", code=row["status"])
    for name, kind in DATES.items():
        if row.get(name) is not None:
            _add(activity, "activity-date", **{"iso-date": _day(row[name]), "type": kind})
    if row.get("scope"):
        _add(activity, "activity-scope", code=row["scope"])
    _write_places(activity, row)
    _write_sectors(activity, row)
    _write_money(activity, row)
    for one in row.get("related") or ():
        _add(activity, "related-activity", ref=one["identifier"], type=one["type"])
    return activity


def _write_places(activity: etree._Element, row: Row) -> None:
    for one in _places(row, "country"):
        _add(
            activity,
            "recipient-country",
            code=_country_code(one),
            percentage=number_text(one["percentage"]),
        )
    for one in _places(row, "region"):
        vocabulary, _, code = (one["as_published"] or "").rpartition(":")
        _add(
            activity,
            "recipient-region",
            code=code,
            vocabulary=vocabulary or "1",
            percentage=number_text(one["percentage"]),
        )
    for name in row.get("admin") or ():
        _narrative(_add(_add(activity, "location"), "name"), name)


def _write_sectors(activity: etree._Element, row: Row) -> None:
    for one in row.get("sectors") or ():
        sector = _add(
            activity,
            "sector",
            vocabulary=one["vocabulary"],
            code=one["code"],
            percentage=number_text(one["percentage"]),
        )
        _narrative(sector, one["name"])


def _write_money(activity: etree._Element, row: Row) -> None:
    for one in row.get("budgets") or ():
        budget = _add(activity, "budget", type=one["type"], status=one["status"])
        _add(budget, "period-start", **{"iso-date": _day(one["from"])})
        _add(budget, "period-end", **{"iso-date": _day(one["to"])})
        _value(budget, one, one["from"])
    for one in row.get("transactions") or ():
        transaction = _add(activity, "transaction")
        _add(transaction, "transaction-type", code=one["type"])
        _add(transaction, "transaction-date", **{"iso-date": _day(one["date"])})
        _value(transaction, one, one["date"])


def _value(parent: etree._Element, one: Row, day: date) -> None:
    value = _add(parent, "value", **{"currency": one["currency"], "value-date": _day(day)})
    value.text = number_text(one["value"])


def _places(row: Row, kind: str) -> Iterator[Row]:
    return (one for one in row.get("places") or () if one["kind"] == kind)


def _country_code(one: Row) -> str | None:
    """The two-letter code that IATI writes, as published where it was one."""
    published = one["as_published"] or ""
    if len(published) == 2:
        return str(published)
    try:
        return where.get(one["place"] or published).iso2
    except LookupError:
        return None


def _type_of_reporter(row: Row) -> str | None:
    for one in row.get("partners") or ():
        if one["ref"] and one["ref"] == row.get("reporter") and one["type"]:
            return str(one["type"])
    return MULTILATERAL if row.get("agency") else None


def _add(parent: etree._Element, name: str, **attributes: str | None) -> etree._Element:
    element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        if value is not None:
            element.set(key, value)
    return element


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _narrative(parent: etree._Element, text: str | None) -> None:
    if text:
        _text(parent, "narrative", text)


def _day(day: date) -> str:
    return day.isoformat()


def number_text(value: float | None) -> str | None:
    """A number without an exponent, no digit more than it has; None for none."""
    if value is None:
        return None
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
