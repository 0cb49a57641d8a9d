"""The excerpts of ILO's register of ratifications: never the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gmg.evidence.snapshots import Snapshot
from gmg.sources.ilo.normlex import SOURCE, french_day
from gmg.sources.reading import Refused
from helpers import csv_snapshot, read_checked, real, snapshot_of

PAGE, TRANSCRIPT = (edition.files[0] for edition in SOURCE.editions)
HEAD = (
    "# copied in part",
    "Ratifications de C097 - Convention (n° 97) sur les travailleurs migrants (révisée), 1949",
    "Date d'entrée en vigueur : 22 janv. 1952",
    "3 ratifications ; Dénoncée: 0",
)


def page(*lines: str, head: tuple[str, ...] = HEAD) -> Snapshot:
    return snapshot_of("page.txt", ("\n".join((*head, *lines)) + "\n").encode())


def test_each_line_is_a_ratification_of_an_incomplete_list() -> None:
    reading = read_checked(
        PAGE,
        page(
            "Algérie [A exclu les dispositions de l'annexe II] 19 oct. 1962 En vigueur",
            "Congo 26 oct. 2023 Pas en vigueur [La convention entrera en vigueur pour Congo le 26 "
            "oct. 2024.]",
        ),
    )
    algeria, congo = reading.figures.rows(named=True)
    assert (algeria["party"], algeria["date"], algeria["row"]) == ("DZA", date(1962, 10, 19), 5)
    assert algeria["text"] == "A exclu les dispositions de l'annexe II"
    assert (algeria["act"], algeria["effective"]) == ("ratification", None)
    assert (congo["party"], congo["effective"]) == ("COG", date(2024, 10, 26))
    assert congo["note"].startswith("Pas en vigueur; La convention")
    assert (algeria["treaty"], algeria["instrument"], algeria["complete"]) == ("C097",) * 2 + (
        False,
    )
    assert reading.remarks[0].startswith("INCOMPLETE: 2 of the 3 ratifications")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("02 mars 2005", date(2005, 3, 2)),
        ("1er août 1998", date(1998, 8, 1)),
        ("28 févr. 1983", date(1983, 2, 28)),
        ("15 décembre 1983", date(1983, 12, 15)),
    ],
)
def test_french_days(text: str, day: date) -> None:
    assert french_day(text) == day


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Atlantide 02 mars 2005 En vigueur", "unknown area"),
        ("Algérie 02 brumaire 2005 En vigueur", "cell A5: no day in"),
        ("Algérie 31 avr. 2005 En vigueur", "cell A5: no day in"),
        ("Algérie 02 mars 2005", "cell A5: .* is no ratification"),
        ("Algérie 02 mars 2005 Peut-être", "cell A5: .* is no ratification"),
    ],
)
def test_a_line_that_is_no_ratification_is_refused(line: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(PAGE, page(line))


def test_a_country_twice_and_a_page_without_its_title_are_refused() -> None:
    line = "Algérie 02 mars 2005 En vigueur"
    with pytest.raises(Refused, match="stands a second time"):
        read_checked(PAGE, page(line, line))
    with pytest.raises(Refused, match="no one convention with its count"):
        read_checked(PAGE, page(line, head=HEAD[:1]))


def test_the_transcript_gives_two_acts_a_row() -> None:
    acts = read_checked(
        TRANSCRIPT,
        csv_snapshot(
            "c189.csv",
            "iso3,country,ratified,in_force",
            "ARG,Argentina,2014-03-24,2015-03-24",
            "MDG,Madagascar,2019-06-11,2019-06-11",
        ),
    ).figures
    assert acts.select("party", "act", "date", "effective", "column").rows()[:2] == [
        ("ARG", "ratification", date(2014, 3, 24), date(2015, 3, 24), "C"),
        ("ARG", "entry into force", date(2015, 3, 24), date(2015, 3, 24), "D"),
    ]
    assert acts.filter(party="ARG")["note"].null_count() == 2
    assert "the same day" in acts.filter(party="MDG")["note"][0]
    assert acts["complete"].any() is False


def test_the_excerpts_at_hand(data: Path) -> None:
    excerpt = real(data, "ilo/INCOMPLETE-normlex-C097-ratifications-fr.txt")
    reading = read_checked(PAGE, excerpt)
    assert reading.figures.height == 28
    assert "28 of the 54" in reading.remarks[0]
    transcript = real(data, "ilo/INCOMPLETE-C189-ratifications-2020-10-05.csv")
    other = read_checked(TRANSCRIPT, transcript)
    assert (other.records, other.figures.height) == (30, 60)
    assert not reading.figures["complete"].any()
    assert not other.figures["complete"].any()
    lines = excerpt.content.decode().split("\n")
    rows = reading.figures.select("row", "as_published").rows()
    assert all(lines[row - 1] == text for row, text in rows)
