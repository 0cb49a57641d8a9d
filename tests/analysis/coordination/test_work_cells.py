from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.coordination.cells import STATES, cells, subject
from gmg.analysis.coordination.coverage import complete, coverage, responsible
from gmg.analysis.coordination.response import SCHEMA, by_year, response
from gmg.axes import what
from gmg.records.activity import COLUMNS
from work_made import frame, row

PLACES, TOPICS, YEARS = ["KEN", "UGA"], ["labour", "health"], [2019, 2020, 2021]
NOBODY = pl.DataFrame(schema={"agency": pl.String, "year": pl.Int32, "complete": pl.Boolean})


def known(*whole: tuple[str, int]) -> pl.DataFrame:
    """Whose reporting is complete in which year, as cells take it; A and B answer for all topics."""
    covered = pl.DataFrame(
        [{"agency": a, "year": y, "complete": True} for a, y in whole], schema=NOBODY.schema
    )
    return complete(covered, TOPICS, YEARS, {topic: frozenset({"A", "B"}) for topic in TOPICS})


def grid(rows: pl.DataFrame, *whole: tuple[str, int]) -> pl.DataFrame:
    """All cells of the small world."""
    return cells(rows, known(*whole), PLACES, TOPICS, YEARS)


def cell(made: pl.DataFrame, place: str = "KEN", topic: str = "labour", year: int = 2020) -> Any:
    """One cell as a dictionary."""
    return made.row(
        by_predicate=(pl.col("place") == place)
        & (pl.col("topic") == topic)
        & (pl.col("year") == year),
        named=True,
    )


def test_the_five_states() -> None:
    assert len(STATES) == 5
    one = row("a1", "A")
    assert cell(grid(frame()))["state"] == "not reported"
    assert cell(grid(frame(), ("A", 2020)))["state"] == "not reported"
    assert cell(grid(frame(), ("A", 2020), ("B", 2020)))["state"] == "none known"
    assert cell(grid(frame(one)))["state"] == "single agency"
    assert cell(grid(frame(one, row("b1", "B"))))["state"] == "several agencies"
    assert cell(grid(frame(one, row("b1", "B", partners=["A"]))))["state"] == "covered"


def test_a_partner_makes_it_covered_without_a_file_of_its_own() -> None:
    found = cell(grid(frame(row("a1", "A", partners=["B"]))))
    assert (found["state"], found["agencies"], found["activities"]) == ("covered", ["A", "B"], 1)


def test_an_agency_that_is_its_own_partner_stays_alone() -> None:
    assert cell(grid(frame(row("a1", "A", partners=["A"]))))["state"] == "single agency"


def test_related_activities_make_it_covered_only_where_both_are_at_work() -> None:
    early = row("a1", "A", "2019-01-01", "2019-12-31")
    late = row("b1", "B", related=["a1"])
    other = row("c1", "C")
    made = grid(frame(early, late, other))
    assert cell(made)["state"] == "several agencies"
    both = grid(frame({**early, "time_to": date(2020, 3, 1)}, late, other))
    assert cell(both)["state"] == "covered"
    elsewhere = grid(frame({**early, "place": "UGA", "time_to": date(2020, 3, 1)}, late, other))
    assert cell(elsewhere)["state"] == "several agencies"


def test_a_related_activity_of_the_same_agency_joins_nobody() -> None:
    made = grid(frame(row("a1", "A"), row("a2", "A", related=["a1"]), row("b1", "B")))
    assert cell(made)["state"] == "several agencies"


def test_an_activity_for_a_region_may_reach_the_place() -> None:
    whole = [(agency, year) for agency in "AB" for year in YEARS]
    made = grid(frame(row("a1", "A", place="M49-014")), *whole)
    found = cell(made)
    assert (found["state"], found["around"], found["activities"]) == ("not reported", True, 0)
    assert cell(made, topic="health")["state"] == "none known"
    assert cell(made, year=2021)["state"] == "none known"


def test_without_an_end_only_the_year_of_the_start_is_certain() -> None:
    rows = frame(row("a1", "A", "2020-05-01", None), row("a2", "A", None, "2021-12-31"))
    assert by_year(rows, YEARS).select("identifier", "year").rows() == [("a1", 2020)]


def test_an_end_before_the_start_fills_no_cell() -> None:
    assert by_year(frame(row("a1", "A", "2021-01-01", "2020-01-01")), YEARS).is_empty()


def test_the_key_of_a_cell() -> None:
    assert subject("KEN", "labour", 2020) == "cell:KEN:labour:2020"


def test_of_a_topic_without_a_mandate_all_agencies_are_asked() -> None:
    agencies = responsible()
    assert set(agencies) == {theme.code for theme in what.themes()}
    assert agencies["smuggling"] == frozenset({"UNODC"})
    assert agencies["visas"] == agencies["defenders"] >= {"IOM", "UNHCR", "WB"}


def test_the_published_selections_say_nothing_by_their_silence(tmp_path: Any) -> None:
    assert not coverage().filter("complete").height
    (tmp_path / "coverage.csv").write_text(
        "agency,starts,ends,complete,confidence,source,note\nUNODC,2019,2020,yes,note,,whole file\n"
    )
    own = coverage(tmp_path)
    told = {(r["agency"], r["year"]): r["complete"] for r in own.iter_rows(named=True)}
    assert told["UNODC", 2020] is True
    assert told["IOM", 2020] is False
    found = complete(own, ["smuggling", "trafficking"], [2020, 2021])
    assert found.select("complete").to_series().to_list() == [True, False, False, False]
    assert found["unknown"].to_list()[0] == []
    assert "IOM" in found["unknown"].to_list()[2]


HEADINGS = "agency,starts,ends,complete,confidence,source,note\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("UNODC,,2020,yes,note,,", "starts and ends"),
        ("UNODC,2020,,yes,note,,", "starts and ends"),
        ("UNODC,2021,2020,yes,note,,", "before it starts"),
        ("UNODC,2020,soon,yes,note,,", "soon"),
        ("UNDOC,2020,2020,yes,note,,", "UNDOC"),
        ("UNODC,2020,2020,true,note,,", "neither yes nor no"),
        ("UNODC,2020,2020,yes,sure,,", "confidence is one of"),
        ("UNODC,2020,2020,yes,note", "5 cells under 7 headings"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_line(
    tmp_path: Any, line: str, said: str
) -> None:
    good = "IOM,2019,2019,yes,note,,\n"
    (tmp_path / "coverage.csv").write_text(HEADINGS + good + line + "\n")
    with pytest.raises(ValueError, match=rf"coverage\.csv, line 3: .*{said}"):
        coverage(tmp_path)


def test_other_headings_are_refused(tmp_path: Any) -> None:
    (tmp_path / "coverage.csv").write_text("agency,from,to\nUNODC,2019,2020\n")
    with pytest.raises(
        ValueError, match=r"coverage\.csv, line 1: the headings must be agency,starts"
    ):
        coverage(tmp_path)


def test_a_file_saved_by_a_spreadsheet_program_is_read(tmp_path: Any) -> None:
    text = "\ufeff" + HEADINGS.strip() + "\r\nUNODC,2019,2019,yes,note,,\r\n,,,,,,\r\n"
    (tmp_path / "coverage.csv").write_bytes(text.encode())
    assert coverage(tmp_path).row(by_predicate=pl.col("agency") == "UNODC") == ("UNODC", 2019, True)


def test_a_year_is_complete_only_where_a_row_holds_all_of_it(tmp_path: Any) -> None:
    (tmp_path / "coverage.csv").write_text(
        HEADINGS + "UNODC,2018-07,2020-12-30,yes,note,,\nILO,2019,2020,yes,note,,\n"
    )
    told = {(a, y): c for a, y, c in coverage(tmp_path).iter_rows()}
    assert [told["UNODC", year] for year in (2018, 2019, 2020)] == [False, True, False]
    assert told["ILO", 2019]
    assert told["ILO", 2020]
    assert ("ILO", 2021) not in told


def published(**parts: Any) -> dict[str, Any]:
    """One line of the contract of activities, with labour in Kenya in 2020 unless named."""
    place = {"place": "KEN", "as_published": "KE", "kind": "country", "percentage": None}
    return {
        **dict.fromkeys(COLUMNS),
        "identifier": "a1",
        "agency": "A",
        "reporter": "XM-A",
        "tier": "core",
        "topics": ["labour"],
        "places": [place],
        "time_from": date(2020, 1, 1),
        "time_to": date(2020, 12, 31),
        **parts,
    }


def responded(*lines: dict[str, Any]) -> pl.DataFrame:
    """The response of lines of the contract."""
    made = response(pl.DataFrame(list(lines), schema=COLUMNS))
    assert made.schema == SCHEMA
    return made


def test_one_row_an_activity_place_and_topic() -> None:
    there = [
        {"place": code, "as_published": said, "kind": "country", "percentage": None}
        for code, said in (("KEN", "KE"), ("UGA", "UG"), ("KEN", "KE"), (None, "XX"))
    ]
    made = responded(published(places=there, topics=["health", "labour"]))
    assert sorted(made.select("place", "topic").rows()) == [
        ("KEN", "health"),
        ("KEN", "labour"),
        ("UGA", "health"),
        ("UGA", "labour"),
    ]


def test_lists_that_are_not_there_are_empty_ones() -> None:
    made = responded(published(), published(identifier="b1", agency=None, reporter="XM-B"))
    for name in ("partners", "related", "admin", "target_groups"):
        assert made[name].to_list() == [[], []]
    found = cell(grid(made))
    assert (found["state"], found["agencies"]) == ("several agencies", ["A", "XM-B"])


def test_without_a_known_place_or_a_topic_it_is_no_row() -> None:
    nowhere = [{"place": None, "as_published": "998", "kind": "region", "percentage": None}]
    lacking: list[dict[str, Any]] = [
        {"places": nowhere},
        {"places": []},
        {"places": None},
        {"topics": []},
        {"topics": None},
    ]
    assert responded(*(published(**parts) for parts in lacking)).is_empty()


@pytest.mark.parametrize(
    ("role", "partners"), [("1", []), ("2", ["B"]), ("3", ["B"]), ("4", ["B"])]
)
def test_who_only_pays_is_no_partner(role: str, partners: list[str]) -> None:
    one = {"ref": "XM-B", "name": "B", "role": role, "type": None, "agency": "B"}
    stranger = {"ref": "X", "name": "Z", "role": "4", "type": None, "agency": None}
    assert responded(published(partners=[one, stranger]))["partners"].to_list() == [partners]


days = st.dates(date(2018, 1, 1), date(2022, 12, 31))


@st.composite
def activity(draw: st.DrawFn, number: int = 0) -> dict[str, Any]:
    """Any activity of the small world."""
    made = row(
        f"i{number or draw(st.integers(0, 5))}",
        draw(st.sampled_from("ABC")),
        place=draw(st.sampled_from([*PLACES, "TZA", "M49-014"])),
        topic=draw(st.sampled_from([*TOPICS, "visas"])),
        partners=draw(st.lists(st.sampled_from("ABCD"), max_size=2)),
        related=draw(st.lists(st.sampled_from(["i0", "i1", "i2"]), max_size=2)),
    )
    start = draw(st.none() | days)
    length = draw(st.none() | st.integers(0, 900))
    end = start + timedelta(length) if start and length is not None else None
    return {**made, "time_from": start, "time_to": end}


worlds = st.lists(activity(), max_size=6, unique_by=lambda a: a["identifier"])
reporting = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(YEARS)), max_size=6)
EMPTY = ("not reported", "none known")


@given(worlds, reporting)
def test_every_cell_is_in_one_state_and_the_state_is_that_of_its_parts(
    rows: list[dict[str, Any]], whole: list[tuple[str, int]]
) -> None:
    made = grid(frame(*rows), *whole)
    assert made.height == len(PLACES) * len(TOPICS) * len(YEARS)
    assert made.select("place", "topic", "year").is_unique().all()
    for found in made.iter_rows(named=True):
        there = [
            r
            for r in rows
            if (r["place"], r["topic"]) == (found["place"], found["topic"])
            and r["time_from"]
            and r["time_from"].year <= found["year"] <= (r["time_to"] or r["time_from"]).year
        ]
        who = {agency for r in there for agency in (r["agency"], *r["partners"])}
        assert found["agencies"] == sorted(who)
        assert found["activities"] == len({r["identifier"] for r in there})
        complete_there = {("A", found["year"]), ("B", found["year"])} <= set(whole)
        if not there:
            assert found["state"] in EMPTY
            none_known = complete_there and not found["around"]
            assert (found["state"] == "none known") == none_known
        else:
            assert (found["state"] == "single agency") == (len(who) == 1)
            partnered = any(set(r["partners"]) - {r["agency"]} for r in there)
            assert not partnered or found["state"] == "covered"


@given(worlds, activity(number=99), reporting)
def test_one_more_activity_never_takes_agencies_away(
    rows: list[dict[str, Any]], more: dict[str, Any], whole: list[tuple[str, int]]
) -> None:
    order = {state: at for at, state in enumerate(STATES)}
    before, after = grid(frame(*rows), *whole), grid(frame(*rows, more), *whole)
    for old, new in zip(before.iter_rows(named=True), after.iter_rows(named=True), strict=True):
        assert set(old["agencies"]) <= set(new["agencies"])
        assert new["activities"] >= old["activities"]
        if old["state"] not in EMPTY:
            assert order[new["state"]] >= order[old["state"]]
        elif not new["activities"]:
            assert order[new["state"]] <= order[old["state"]]


@given(worlds, reporting, st.tuples(st.sampled_from("AB"), st.sampled_from(YEARS)))
def test_knowing_more_of_the_reporting_only_turns_not_reported_into_none_known(
    rows: list[dict[str, Any]], whole: list[tuple[str, int]], more: tuple[str, int]
) -> None:
    before, after = grid(frame(*rows), *whole), grid(frame(*rows), *whole, more)
    for old, new in zip(before["state"], after["state"], strict=True):
        assert old == new or (old, new) == ("not reported", "none known")
