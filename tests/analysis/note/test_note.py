"""The note of a day: who sits, who chairs, what is lost, and a record behind every sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmg.analysis.note import Line, Note, Section, Sentence, note
from gmg.analysis.note.group import seats, standing, term
from gmg.analysis.note.model import Record
from gmg.analysis.note.words import phrases, speaker
from gmg.axes import mandates, purposes, what, who
from gmg.axes.tables import CONFIDENCE
from gmg.axes.when import PartialDate
from gmg.evidence.base import Base
from gmg.records import activity
from small import figure, release_of

TEN = {
    "ILO",
    "IOM",
    "OHCHR",
    "UNCTAD",
    "UNDESA",
    "UNDP",
    "UNFPA",
    "UNHCR",
    "UNODC",
    "WB",
}
DAYS = st.dates(min_value=date(2002, 1, 1), max_value=date(2027, 12, 31))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """A release without acts and activities: two editions, two agencies, a finding of each sort."""
    return release_of(
        tmp_path_factory.mktemp("note"),
        figure("undesa.migrant-stock@2020", "migrant-stock", "DEU", 900, year=2020),
        figure("undesa.migrant-stock", "migrant-stock", "DEU", 1200, year=2020),
        figure("undesa.migrant-stock", "migrant-stock", "DEU", 50, counterpart="SYR"),
        figure("undesa.migrant-stock", "migrant-stock", "LBY", 400),
        figure("undesa.population-prospects", "population", "DEU", 84_000, end=2024),
        figure(
            "undesa.population-prospects",
            "population",
            "DEU",
            70_000,
            end=2100,
            basis="projection-medium",
        ),
        figure(
            "unhcr.population",
            "refugees",
            "DEU",
            700,
            counterpart="SYR",
            end=2024,
            basis="unhcr-mandate",
        ),
    )


def with_activities(base: Base, *rows: Mapping[str, object]) -> Base:
    """The same base, in whose own session some activities stand."""
    blank = dict.fromkeys(activity.COLUMNS)
    frame = pl.DataFrame([{**blank, **row} for row in rows], schema=activity.COLUMNS).to_arrow()
    base.connection.register("given", frame)
    base.connection.execute("INSERT INTO activities BY NAME SELECT * FROM given")
    return base


def section(made: Note, key: str) -> Section:
    return next(one for one in made.all_sections() if one.key == key or one.agency == key)


def words(part: Section | Note) -> str:
    if isinstance(part, Note):
        return "\n".join(said.text for *_, said in part.sentences())
    return "\n".join(said.text for _, line in part.lines() for said in line.sentences)


def block_of(made: Note, agency: str, phrase: str) -> list[Line]:
    title = speaker(made.language).phrase(phrase)
    page = section(made, agency)
    return [line for block, line in page.lines() if block.title == title]


def test_the_note_of_2007_has_ten_members_and_iom_in_the_chair(base: Base) -> None:
    made = note(base, date(2007, 1, 1))
    assert {page.agency for page in made.pages} == TEN
    members = section(made, "members")
    assert "Members on 1 January 2007: 10." in words(members)
    assert "not known" not in words(members)
    chair = words(section(made, "chair"))
    assert chair.startswith(
        "In the chair: International Organization for Migration, from 1 January"
    )
    assert "Theme: The first Global Forum" in chair


def test_the_note_of_2009_shows_the_vacancy(base: Base) -> None:
    made = note(base, date(2009, 3, 1))
    first = words(section(made, "chair")).splitlines()[0]
    assert first == "The chair is vacant, from 1 January 2009 to 31 May 2009."
    assert len(made.pages) == 14


def test_a_vacancy_that_is_inferred_is_marked_so(base: Base) -> None:
    _, line = next(section(note(base, date(2012, 6, 15)), "chair").lines())
    assert "vacant" in line.sentences[0].text
    assert {said.mark for said in line.sentences} == {"recalled"}
    assert "Inferred" in line.sentences[-1].text


def test_interim_chair_and_co_chairs(base: Base) -> None:
    assert "In the chair as interim: United Nations Educational" in words(
        section(note(base, date(2012, 2, 1)), "chair")
    )
    both = words(section(note(base, date(2018, 2, 1)), "chair")).splitlines()[0]
    assert both.startswith("In the chair together: Food and Agriculture Organization")
    assert "International Organization for Migration" in both


def test_no_chair_before_the_first_meeting(base: Base) -> None:
    made = note(base, date(2006, 2, 1))
    assert "No chair is on record for 1 February 2006." in words(section(made, "chair"))
    assert "On which day of 2006 they joined is not known." in words(section(made, "members"))


def test_the_last_year_is_not_certain_and_names_fewer_than_were_published(base: Base) -> None:
    made = note(base, date(2018, 6, 1))
    said = words(section(made, "members"))
    assert "On which day of 2018 their membership ended is not known." in said
    assert "published for 2 May 2018: 22." in said
    assert "The records name 19 of them" in said
    assert "Member; when it joined was not found." in said
    assert "not counted: Joint United Nations Programme" in said


def test_the_unverified_are_not_named_while_others_were_still_joining(base: Base) -> None:
    assert "not counted" not in words(section(note(base, date(2012, 1, 1)), "members"))


def test_observers_and_the_invited_stand_beside_the_members(base: Base) -> None:
    # UNU's entry in 2014 has no day, so that it is shown as both
    assert "Observer: United Nations University." in words(note(base, date(2014, 7, 8)))
    assert "offered on that day: United Nations University." in words(note(base, date(2014, 6, 8)))


def test_after_its_end_the_group_is_shown_as_it_stood_last(base: Base) -> None:
    made = note(base, date(2024, 1, 1))
    assert made.stands == date(2018, 12, 31)
    said = words(section(made, "about"))
    assert "On 1 January 2024 the group no longer existed." in said
    assert "replaced by the United Nations Network on Migration, created on 23 May 2018" in said
    assert "as they stood last, on 31 December 2018" in said
    assert len(made.pages) == 19


def test_before_the_group_there_is_only_its_forerunner(base: Base) -> None:
    made = note(base, date(2004, 1, 1))
    assert [one.key for one in made.sections] == ["about"]
    assert made.pages == ()
    said = words(made)
    assert "On 1 January 2004 the group did not exist yet." in said
    assert "Members of the forerunner on 1 January 2004: 6." in said
    assert words(note(base, date(2003, 1, 1))) == "On 1 January 2003 the group did not exist yet."


def test_what_is_lost_of_the_purposes_is_said_to_be_lost(base: Base) -> None:
    terms = section(note(base, date(2007, 1, 1)), "purposes")
    lines = {line.code: line for _, line in terms.lines()}
    assert list(lines) == [f"TOR-{n:02}" for n in range(1, 11)]
    lost = {code for code, line in lines.items() if any(s.mark == "lost" for s in line.sentences)}
    assert lost == {"TOR-02", "TOR-03", "TOR-04", "TOR-08", "TOR-09", "TOR-10"}
    assert lines["TOR-03"].confidence == "recalled"
    assert lines["TOR-03"].sentences[0].mark == "recalled"
    assert lines["TOR-01"].confidence == "note"


def test_the_texts_on_five_members_are_said_to_be_lost(base: Base) -> None:
    made = note(base, date(2007, 1, 1))
    lost = {
        page.agency
        for page in made.pages
        if "The note's own text on this member is lost." in words(page)
    }
    assert lost == {"UNCTAD", "UNDP", "UNDESA", "UNFPA", "WB"}
    assert "Only a part of the note's own text" in words(section(made, "IOM"))


def test_mandates_say_what_is_recalled(base: Base) -> None:
    made = note(base, date(2007, 1, 1))
    lines = block_of(made, "ILO", "h_mandate")
    setting = next(line for line in lines if line.label == "Standard setting")
    assert [said.mark for said in setting.sentences] == ["", "recalled"]
    held = mandates.mandates("ILO", function="standard-setting")
    assert len(setting.records) == len(held)


def test_instruments_of_a_later_day_are_not_in_custody_yet(base: Base) -> None:
    on = date(2007, 1, 1)
    codes = {line.code for line in block_of(note(base, on), "UNHCR", "h_custody")} - {""}
    assert codes == {"CSR51", "CSR67", "CSSP54", "CRS61"}
    assert all(what.instrument(code).adopted.first <= on for code in codes)
    assert "GCR18" in {
        line.code for line in block_of(note(base, date(2018, 12, 31)), "UNHCR", "h_custody")
    }


def test_what_it_publishes_is_as_fresh_as_its_figures(base: Base) -> None:
    lines = block_of(note(base, date(2007, 1, 1)), "UNDESA", "h_publishes")
    stock, prospects = (line for line in lines if line.span)
    assert stock.code == "undesa.migrant-stock"
    assert stock.amount == 3
    assert "reference dates 2020 to 1 July 2024" in stock.sentences[0].text
    assert stock.sentences[-1].text == "Older editions in the release: 2020."
    # a projection is no reference date
    assert prospects.span is not None
    assert prospects.span.ends == date(2024, 12, 31)
    assert "Projections reach to 31 December 2100." in prospects.sentences[1].text


def test_the_evidence_is_dated_and_not_that_of_a_day_in_the_past(base: Base) -> None:
    past = words(section(note(base, date(2007, 1, 1)), "issues"))
    assert (
        f"those of release {base.release.id}, with reference dates up to 31 December 2024" in past
    )
    assert "not what was known on 1 January 2007" in past
    assert "not what was known" not in words(section(note(base, date(2026, 1, 1)), "issues"))


def test_findings_are_cited_by_their_figures(base: Base) -> None:
    issues = section(note(base, date(2007, 1, 1)), "issues")
    cited = [
        record
        for _, line in issues.lines()
        if line.kind in ("contradiction", "disagreement", "silence")
        for record in line.records
    ]
    held = {found.id for found in base.figures()}
    assert cited
    assert all(record.cells and set(record.cells) <= held for record in cited)


def test_disputed_figures_are_told_by_whose_they_are(base: Base) -> None:
    made = note(base, date(2007, 1, 1))
    said = "\n".join(
        one.text for line in block_of(made, "UNDESA", "h_disputed") for one in line.sentences
    )
    assert "Where its figures and another agency's differ, or cannot both be true: 1." in said
    assert "Where its own figures do not agree with one another: 1." in said
    refugees = block_of(made, "UNHCR", "h_disputed")
    assert "More refugees than migrants" in refugees[1].sentences[0].text
    assert "No finding of release" in block_of(made, "ILO", "h_disputed")[0].sentences[0].text


def test_a_release_without_activities_does_not_say_that_there_are_none(base: Base) -> None:
    line = block_of(note(base, date(2007, 1, 1)), "IOM", "h_activities")[0]
    assert "that does not mean that there is none" in line.sentences[0].text
    assert line.sentences[0].mark == "none"


def test_activities_are_counted_by_place_and_topic_and_money_never(tmp_path: Path) -> None:
    place = {"place": "KEN", "as_published": "KE", "kind": "country", "percentage": 50.0}
    budget = {"value": 123456789.0, "currency": "USD"}
    opened = with_activities(
        release_of(tmp_path, figure("undesa.migrant-stock", "migrant-stock", "KEN", 400)),
        *(
            {
                "identifier": f"XM-1-{n}",
                "reporter": "XM-1",
                "agency": "IOM",
                "dataset": "iati.iom",
                "edition": "1",
                "tier": "core" if n else None,
                "topics": ["labour"] if n else [],
                "places": [place],
                "budgets": [budget],
                "time_from": date(2020, 1, 1 + n),
                "snapshot": "0" * 64,
                "row": n + 2,
                "column": "A",
            }
            for n in range(3)
        ),
    )
    made = note(opened, date(2007, 1, 1))
    page = section(made, "IOM")
    said = words(page)
    assert f"Activities that it reported, in release {opened.release.id}: 3." in said
    assert "On migration itself: 2; on displacement: 0; near to it: 0" in said
    bars = [(line.code, line.amount) for block, line in page.lines() if block.kind == "bars"]
    assert bars == [("KEN", 3), ("labour", 2)]
    assert "USD" not in said
    assert "123" not in said


def test_gaps_and_instruments_not_joined_stand_with_their_figures(base: Base) -> None:
    issues = section(note(base, date(2007, 1, 1)), "issues")
    gaps = [line for _, line in issues.lines() if line.kind == "gap"]
    kinds = {record.kind for line in gaps for record in line.records}
    assert "gap" in kinds
    assert all(any(record.cells for record in line.records) for line in gaps)
    assert all(record.ask.startswith("gmg ") for line in gaps for record in line.records)


def test_the_sample_edition_has_a_note(tmp_path: Path) -> None:
    import gmg
    from gmg.data_folder import SAMPLE
    from gmg.evidence.build import build

    build(SAMPLE, tmp_path / "base", sample=True)
    made = note(gmg.open(tmp_path / "base"), date(2009, 3, 1))
    assert made.sample
    assert len(made.pages) == 14
    assert words(section(made, "issues"))


@settings(max_examples=25, deadline=None)
@given(on=DAYS, language=st.sampled_from(who.LANGUAGES))
def test_every_sentence_of_every_note_has_a_record(base: Base, on: date, language: str) -> None:
    made = note(base, on, language)
    said = [one for *_, one in made.sentences()]
    assert said
    assert all(one.records for one in said)
    assert all(record.id and record.says for one in said for record in one.records)
    assert all(one.language in (language, "en") for one in said)
    assert all("{" not in one.text and ".." not in one.text for one in said)
    assert all(record.confidence in ("", *CONFIDENCE) for record in made.records())
    assert sorted(made.records().values()) == list(range(1, len(made.records()) + 1))


@given(on=DAYS)
def test_the_note_shows_who_sits_on_the_day(on: date) -> None:
    at = standing(on)
    assert tuple(row.agency for row in seats(on)) == tuple(one.code for one in who.members(on))
    assert (at.state == "there") == (at.stands == on and bool(who.members(on)))
    found = term(at.stands)
    assert found is None or found.starts.first <= at.stands <= found.ends.last
    holder = who.chair(at.stands)
    assert holder == (found if found is not None and found.agencies else None)


def test_no_sentence_can_be_made_without_a_record() -> None:
    with pytest.raises(ValueError, match="no record behind"):
        Sentence("The group is large.", "en", ())
    with pytest.raises(ValueError, match="no record behind"):
        speaker("en").say("no_findings", [])


@pytest.mark.parametrize("key", phrases())
def test_a_phrase_asks_for_the_same_values_in_every_language(key: str) -> None:
    from string import Formatter

    asked = {
        language: {name for _, name, *_ in Formatter().parse(text) if name}
        for language, text in phrases()[key].items()
    }
    assert set(asked) == set(who.LANGUAGES)
    assert all(phrases()[key].values())
    assert all(names == asked["en"] for names in asked.values())


@pytest.mark.parametrize("language", who.LANGUAGES)
def test_headings_are_in_the_language(base: Base, language: str) -> None:
    made = note(base, date(2007, 1, 1), language)
    for one in made.sections:
        assert one.title == phrases()[f"h_{one.key}"][language]
    assert made.pages[0].title == who.agency("ILO").name_in(language)
    # a sentence whose text is in English only says so
    assert made.fell_back() == (language != "en")


def test_a_language_that_is_not_of_the_six_is_refused(base: Base) -> None:
    with pytest.raises(ValueError, match="not in 'de'"):
        note(base, date(2007, 1, 1), "de")


@given(day=DAYS, language=st.sampled_from(who.LANGUAGES))
def test_a_shortened_date_is_written_no_longer_than_it_was_published(
    day: date, language: str
) -> None:
    say = speaker(language)
    month = PartialDate(day.year, day.month)
    assert say.day(PartialDate(day.year)).strip("年") == str(day.year)
    assert say.day(month) == say.day(PartialDate(day.year, day.month))
    assert say.day(month) != say.day(day)
    assert say.day(day) != say.day(day + timedelta(days=1))


def test_a_recalled_fact_marks_the_sentence_only_where_nothing_surer_stands_beside() -> None:
    sure, recalled = (Record("fact", c, "says", c) for c in ("confirmed", "recalled"))
    say = speaker("en")
    assert say.quote("It is so", [recalled]).mark == "recalled"
    assert say.quote("It is so", [sure, recalled]).mark == ""
    assert say.say("mandate_lost", [recalled]).mark == "lost"


@given(on=DAYS)
def test_a_published_count_is_not_of_a_later_day(on: date) -> None:
    found = purposes.published_count(on)
    assert found is None or found.starts.first <= on
    assert (found is None) == (on < date(2006, 1, 1))


def test_a_topic_or_purpose_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no topic 'aim'; there are aims"):
        purposes.statements("aim", date(2007, 1, 1))
    with pytest.raises(purposes.UnknownPurpose, match="did you mean"):
        purposes.purpose("TOR-6")


def test_values_keep_their_order_in_arabic() -> None:
    say, record = speaker("ar"), Record("fact", "x", "says")
    said = say.say("older_editions", record, editions="2025-01").text
    assert "\u200e2025-01\u200f" in said
    said = say.say("instrument", record, title="Refugee Convention", date=date(1951, 7, 28)).text
    assert said.startswith("\u2068Refugee Convention\u2069\u200f")
    assert speaker("en").say("older_editions", record, editions="2025-01").text.isascii()
