"""The information note inside the site: the note itself, its records as links, and how it is kept."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from gmg.analysis.note import note as written
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import BadQuery
from gmg.site.pages import note, parts_note
from gmg.site.pages.prepared import prepare
from gmg.site.shelf import open_shelf
from gmg.site.words import words
from site_base import client_of, links


def ask(base: Base, lang: str = "en", **query: str) -> Ask:
    return Ask(base, open_shelf(base), words(lang), Addresses(lang=lang), query)


@pytest.fixture
def client(work_base: Base) -> Client:
    return client_of(work_base.folder)


def text_of(html: str) -> str:
    plain = re.sub(r"<sup>.*?</sup>|<[^>]+>", " ", html)
    return re.sub(r"\W+", " ", unescape(plain))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_sentence_of_the_note_is_on_the_page(
    work_base: Base, client: Client, lang: str
) -> None:
    shown = text_of(client.get(f"/{lang}/note").content.decode())
    for *_, said in written(work_base, parts_note.LAST_DAY, lang).sentences():
        assert re.sub(r"\W+", " ", said.text).strip() in shown


def test_every_number_of_a_record_leads_to_a_record(client: Client) -> None:
    html = client.get("/en/note").content.decode()
    there = set(re.findall(r'<li id="(r\d+)"', html))
    asked = set(re.findall(r'href="#(r\d+)"', html))
    assert asked and asked <= there
    anchors = set(re.findall(r'href="#([^"]+)"', html)) - {"main"}
    assert anchors <= set(re.findall(r'\bid="([^"]+)"', html))


def test_records_lead_into_the_site(work_base: Base, client: Client) -> None:
    records = parts_note.told(work_base, parts_note.LAST_DAY, "en")["records"]
    found = parts_note.links(ask(work_base), records)
    kinds = {one["kind"]: one["n"] for one in records}
    assert {"dataset", "finding", "activity", "release"} <= set(kinds)
    for kind, number in kinds.items():
        assert kind == "fact" or number in found, kind
    for href in sorted(set(found.values())):
        assert client.get(href).status_code == 200, href
    html = client.get("/en/note").content.decode()
    assert set(found.values()) <= {unescape(link) for link in links(html)}


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("gap", "cell:LBY:return:2020", "/en/gaps?place=LBY&theme=return"),
        ("gap", "gaps/2020@0123456789ab", "/en/gaps"),
        ("activity", "topics/IOM/return", "/en/activities?agency=IOM&theme=return"),
        ("activity", "places/IOM/LBY", "/en/activities?agency=IOM&place=LBY"),
        ("activity", "activities/IOM@0123456789ab", "/en/activities?agency=IOM"),
        ("act", "ratification-gaps/core/LBY", "/en/place/LBY"),
        ("figure", "migrant-stock/LBY/2020-07-01", "/en/place/LBY"),
        ("dataset", "undesa.migrant-stock@2024", "/en/data/undesa.migrant-stock"),
        ("finding", "agencies-differ@0123456789ab", "/en/findings?rule=agencies-differ"),
        ("finding", "between/IOM@0123456789ab", "/en/findings?agency=IOM"),
        ("fact", "instruments/ICRMW", "/en/instrument/ICRMW"),
        ("fact", "chairs/2009-01-01", ""),
    ],
)
def test_where_a_record_stands(
    work_base: Base, client: Client, kind: str, name: str, expected: str
) -> None:
    assert parts_note.page_of(ask(work_base), kind, name, {}) == expected
    assert not expected or client.get(expected).status_code == 200


def test_a_finding_of_the_note_leads_to_that_finding(work_base: Base) -> None:
    asked = ask(work_base)
    shelf = asked.shelf.findings()
    names = {
        f"{one.rule}/{one.concept}/"
        f"{one.counterpart + '-' if one.counterpart else ''}{one.place}/{one.time_to}": one
        for one in reversed(shelf)
    }
    found = parts_note.ids_of_findings(asked, [*names, "nobody-says/x/XYZ/2024-01-01"])
    assert names and found == {name: one.id for name, one in names.items()}


def test_no_command_is_left_where_the_site_has_a_page(client: Client) -> None:
    html = client.get("/en/note").content.decode()
    assert "gmg trace" not in html and "gmg findings" not in html


@pytest.mark.parametrize("text", ["yesterday", "2014-13-01", "1066-10-14", "9999-12-31"])
def test_days_that_are_none(work_base: Base, text: str) -> None:
    with pytest.raises(BadQuery):
        note.page(ask(work_base, on=text))


def test_a_day_of_its_own(work_base: Base) -> None:
    told = note.page(ask(work_base, on="2007-01-01")).told()
    members = {one["agency"] for one in told["sections"] if one["agency"]}
    later = {one["agency"] for one in note.page(ask(work_base)).told()["sections"] if one["agency"]}
    assert told["on"] == "2007-01-01" and members and members < later


def test_before_the_group_there_is_only_what_came_before(work_base: Base, client: Client) -> None:
    assert client.get("/en/note?on=2003-06-01").status_code == 200
    told = note.page(ask(work_base, on="2003-06-01")).told()
    assert not [one for one in told["sections"] if one["agency"]]


def test_the_document_names_the_records_behind_each_line(work_base: Base) -> None:
    told = note.page(ask(work_base)).told()
    numbers = {one["n"] for one in told["records"]}
    lines = [line for s in told["sections"] for b in s["blocks"] for line in b["lines"]]
    assert lines and all(set(line["records"]) <= numbers for line in lines)
    assert json.loads(json.dumps(told)) == told


def test_kept_beside_the_release_and_read_again(work_base: Base) -> None:
    made = parts_note.beside(work_base, parts_note.LAST_DAY, "fr")
    path = parts_note.path_of(work_base, parts_note.LAST_DAY, "fr")
    assert path.exists() and work_base.release.id in path.name
    assert parts_note.beside(work_base, parts_note.LAST_DAY, "fr") == made
    path.write_text("{", encoding="utf-8")
    assert parts_note.beside(work_base, parts_note.LAST_DAY, "fr") == made
    assert json.loads(path.read_text(encoding="utf-8")) == made


def test_only_the_day_that_is_shown_unasked_is_written(work_base: Base) -> None:
    """Else strangers could fill the disk, a day at a time."""
    before = {*(work_base.folder / "derived").iterdir()}
    parts_note.told(work_base, date(2011, 3, 4), "es")
    assert {*(work_base.folder / "derived").iterdir()} == before


def test_another_rule_or_coverage_makes_another_note(
    work_base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = parts_note.path_of(work_base, parts_note.LAST_DAY, "en")
    monkeypatch.setattr(parts_note, "rules", lambda: "other")
    assert parts_note.path_of(work_base, parts_note.LAST_DAY, "en") != usual
    monkeypatch.undo()
    monkeypatch.setattr(work_base, "folder", tmp_path)
    (tmp_path / "coverage.csv").write_text("agency", encoding="utf-8")
    assert parts_note.path_of(work_base, parts_note.LAST_DAY, "en").name != usual.name


def test_what_is_slow_is_made_before_anyone_asks(work_base: Base) -> None:
    prepare(work_base.folder, languages=("en", "ru"))
    for lang in ("en", "ru"):
        assert parts_note.path_of(work_base, parts_note.LAST_DAY, lang).exists()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.ohchr.org/en/x", "ohchr.org"),
        ("http://a.example/", "a.example"),
        ("A/RES/70/1", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_linked(address: str, expected: str) -> None:
    assert parts_note.host(address) == expected
