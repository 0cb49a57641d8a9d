"""ILO NORMLEX: ratifications of two conventions, in excerpts that are not the ratification record.

Both files at hand are INCOMPLETE: 28 of 54 ratifications of Convention 97, copied from a page as
text, and a list of Convention 189 that others transcribed in 2020. Every act of them is marked
`complete = False`: that a State does not stand here says nothing. Quirks: French month names and
abbreviations, `1er`; annexes left out stand in brackets after the name, the entry into force of a
young ratification in brackets at the end.
http://ilo.org/dyn/normlex/fr/f?p=NORMLEXPUB:11300:0::NO:11300:P11300_INSTRUMENT_ID:312242:NO
"""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from gmg.axes import what
from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import days
from gmg.sources.description import Edition, File, Licence, Source
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table
from gmg.sources.forms.text import LINE, read_lines
from gmg.sources.places import places
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import check_unique, melt
from gmg.sources.untc.acts import acts

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janv.", "janvier"),
            ("févr.", "février"),
            ("mars",),
            ("avr.", "avril"),
            ("mai",),
            ("juin",),
            ("juil.", "juillet"),
            ("août",),
            ("sept.", "septembre"),
            ("oct.", "octobre"),
            ("nov.", "novembre"),
            ("déc.", "décembre"),
        ),
        start=1,
    )
    for name in names
}
DAY = r"(?:\d{1,2}|1er) [^\s\d]+ \d{4}"
ENTRY = re.compile(
    rf"^(?P<name>[^\[\d]+?)(?: \[(?P<left_out>[^\]]+)\])? (?P<day>{DAY}) "
    r"(?P<status>En vigueur|Pas en vigueur|Dénoncée)(?: \[(?P<remark>[^\]]+)\])?$"
)
TITLE = re.compile(r"^Ratifications de (C\d{3}) ")
COUNT = re.compile(r"^(\d+) ratifications ; Dénoncée: (\d+)$")
FORCE = re.compile(r"^Date d'entrée en vigueur : ")


def french_day(text: str) -> date:
    """The day that a French page writes as `02 mars 2005` or `1er août 1998`.

    Raises ValueError for another form or an unknown month.
    """
    day, month, year = text.split(" ")
    if month not in MONTHS:
        raise ValueError(f"{month!r} is no French month")
    return date(int(year), MONTHS[month], int(day.removesuffix("er")))


def read(snapshot: Snapshot) -> Reading:
    """One ratification a line of the page; annexes left out are its text."""
    table = read_lines(snapshot)
    lines = table.frame.drop_nulls(LINE).rows()
    instrument, stated = _head(snapshot, [text for _, text in lines])
    entries = [_entry(table, row, text) for row, text in lines if not _is_heading(text)]
    table.ignore("blank lines", table.frame[LINE].null_count(), "nothing stands there")
    table.ignore(
        "heading lines",
        len(lines) - len(entries),
        "title, counts and remarks of who copied the page",
    )
    table.remarks.append(
        f"INCOMPLETE: {len(entries)} of the {stated} ratifications that the page counts; never the "
        "ratification record"
    )
    frame = pl.DataFrame(
        entries,
        schema={
            ROW: pl.Int32,
            "party_as_published": pl.String,
            "date": pl.Date,
            "effective": pl.Date,
            "text": pl.String,
            "note": pl.String,
            "as_published": pl.String,
        },
        orient="row",
    )
    named = Table(table.file, None, frame, {"party_as_published": LINE}, 0)
    check_unique(named, ["party_as_published"])
    return acts(
        table,
        frame.with_columns(
            party=places(named, "party_as_published", "normlex-fr"), column=pl.lit(LINE)
        ),
        act="ratification",
        treaty=instrument,
        instrument=instrument,
        complete=False,
    )


def _is_heading(text: str) -> bool:
    return text.startswith("#") or any(form.match(text) for form in (TITLE, COUNT, FORCE))


def _head(snapshot: Snapshot, lines: list[str]) -> tuple[str, int]:
    """The convention that the page is of and the number of ratifications it counts."""
    titles = [found[1] for text in lines if (found := TITLE.match(text))]
    counts = [int(found[1]) for text in lines if (found := COUNT.match(text))]
    known = {item.code for item in what.instruments() if item.ilo_number}
    if len(titles) != 1 or len(counts) != 1 or titles[0] not in known:
        raise Refused(
            snapshot.name,
            "",
            f"no one convention with its count of ratifications at the top (found {titles}, {counts})",
            "copy the page with its title; a convention not known belongs in axes/facts/instruments.csv",
        )
    return titles[0], counts[0]


def _entry(table: Table, row: int, text: str) -> tuple[object, ...]:
    found = ENTRY.match(text)
    if found is None:
        raise table.refuse(
            row,
            LINE,
            f"{text!r} is no ratification: country, [annexes left out], day, status, [remark]",
            "the page has changed or the line was cut off: see the page",
        )
    try:
        day = french_day(found["day"])
        effective = _effective(found["remark"])
    except ValueError as error:
        raise table.refuse(row, LINE, f"no day in {text!r} ({error})", "see the page") from None
    remarks = [found["status"], found["remark"]]
    note = "; ".join(remark for remark in remarks if remark)
    return (row, found["name"], day, effective, found["left_out"], note, text)


def _effective(remark: str | None) -> date | None:
    """The day on which the convention will enter into force, where the remark says so."""
    found = re.search(rf"entrera en vigueur .* le ({DAY})", remark or "")
    return french_day(found[1]) if found else None


def read_transcribed(snapshot: Snapshot) -> Reading:
    """Two acts a row: the ratification and its entry into force."""
    table = read_csv(snapshot, ("iso3", "country", "ratified", "in_force"))
    check_unique(table, ["iso3"])
    table.frame = table.frame.with_columns(
        places(table, "iso3", "iso3").alias("party"),
        pl.col("country").alias("party_as_published"),
        days(table, "ratified").alias("day_ratified"),
        days(table, "in_force").alias("day_in_force"),
    )
    table.ignore_columns(["iso3", "country"], "name the party")
    index = ["party", "party_as_published", "day_ratified", "day_in_force"]
    cells = melt(table, index, ["ratified", "in_force"], "not told")
    ratified = pl.col("column") == "ratified"
    same_day = pl.col("day_ratified") == pl.col("day_in_force")
    table.remarks.append(
        "INCOMPLETE: transcribed by others from a legal collection, as of 5 October 2020; never the "
        "ratification record"
    )
    return acts(
        table,
        cells.with_columns(
            act=pl.when(ratified)
            .then(pl.lit("ratification"))
            .otherwise(pl.lit("entry into force")),
            date=pl.when(ratified).then("day_ratified").otherwise("day_in_force"),
            effective=pl.col("day_in_force"),
            note=pl.when(same_day).then(
                pl.lit("ratification and entry into force are given the same day")
            ),
        ),
        treaty="C189",
        instrument="C189",
        complete=False,
    )


SOURCE = Source(
    id="ilo.normlex",
    agency="ILO",
    title="NORMLEX, ratifications of conventions (excerpts)",
    counts="ratifications of ILO conventions registered by the Director-General, in excerpts only",
    cadence="as ratifications are registered",
    home="https://normlex.ilo.org/",
    licence=Licence(
        code="ILO terms",
        url="https://www.ilo.org/rights-and-permissions",
        attribution="International Labour Organization, NORMLEX",
        confidence="none",
        note="Excerpts for building and testing, not for publication",
    ),
    editions=(
        Edition(
            id="excerpt-2024",
            title="Page of Convention 97, copied in part",
            published="2024",
            address="http://ilo.org/dyn/normlex/fr/f?p=NORMLEXPUB:11300:0::NO:11300:"
            "P11300_INSTRUMENT_ID:312242:NO",
            files=(
                File(
                    "ilo/INCOMPLETE-normlex-*-ratifications-fr.txt",
                    "28 of the 54 ratifications of Convention 97",
                    read,
                    kind="treaty_acts",
                ),
            ),
            note="INCOMPLETE: absence says nothing",
        ),
        Edition(
            id="transcript-2020",
            title="Ratifications of Convention 189 at 5 October 2020, as others transcribed them",
            published="2020-10-05",
            address="https://normlex.ilo.org/dyn/normlex/en/f?p=NORMLEXPUB:11300:0::NO::"
            "P11300_INSTRUMENT_ID:2551460",
            files=(
                File(
                    "ilo/INCOMPLETE-C189-ratifications-2020-10-05.csv",
                    "a transcript from a German legal collection, not an ILO file",
                    read_transcribed,
                    kind="treaty_acts",
                ),
            ),
            note="INCOMPLETE: absence says nothing",
        ),
    ),
    notes=("Neither file is the ratification record: every act is marked as an excerpt",),
)
