"""`gmg note` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gmg.cli import app
from gmg.evidence.base import Base


def asked(base: Base, *words: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(app, ["note", "--base", str(base.folder), *map(str, words)])


def test_the_note_in_a_terminal(small_base: Base) -> None:
    ran = asked(small_base, "--on", "2009-03-01")
    assert ran.exit_code == 0
    assert ran.stdout.startswith("Global Migration Group: Information note\nAs at 1 March 2009.")
    assert "The chair is vacant, from 1 January 2009 to 31 May 2009." in ran.stdout
    assert "SOURCES" in ran.stdout


def test_each_sentence_as_an_object_with_its_records(small_base: Base) -> None:
    ran = asked(small_base, "--on", "2007-01-01", "--json")
    objects = json.loads(ran.stdout)
    assert {one["agency"] for one in objects if one["section"] == "member"} == {
        *("ILO", "IOM", "OHCHR", "UNCTAD", "UNDESA"),
        *("UNDP", "UNFPA", "UNHCR", "UNODC", "WB"),
    }
    assert all(one["text"] and one["records"] for one in objects)
    (chair,) = [one for one in objects if one["text"].startswith("In the chair")]
    assert chair["records"][0]["id"] == "chairs/2007-01-01"
    assert chair["records"][0]["address"].startswith("http")


@pytest.mark.parametrize("form", [".html", ".md", ".pdf"])
def test_the_note_is_written_in_three_forms(small_base: Base, tmp_path: Path, form: str) -> None:
    to = tmp_path / "new folder" / f"note{form}"
    ran = asked(small_base, "--on", "2007-01-01", "--lang", "fr", "--to", to)
    assert ran.exit_code == 0
    assert ran.stdout == ""
    assert to.stat().st_size > 10_000
    if form != ".pdf":
        assert "Note d'information" in to.read_text(encoding="utf-8").replace("&#39;", "'")


def test_without_a_day_the_note_is_of_today(small_base: Base) -> None:
    ran = asked(small_base)
    assert ran.exit_code == 0
    assert "the group no longer existed" in ran.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--on", "yesterday"), "a day is written 2007-01-01"),
        (("--to", "note.docx"), "a note is written as .html, .pdf, .md"),
    ],
)
def test_words_that_are_off(small_base: Base, words: tuple[str, str], says: str) -> None:
    ran = asked(small_base, *words)
    assert ran.exit_code == 2
    assert says in ran.output


def test_a_language_that_is_not_of_the_six(small_base: Base) -> None:
    ran = asked(small_base, "--lang", "de")
    assert ran.exit_code == 1
    assert "not in 'de'" in str(ran.exception)
