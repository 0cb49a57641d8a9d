"""The plain table of activities: the same columns both ways, and clear refusals."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes import topics, what
from gmg.exchange.fourw import COLUMNS, HXL, cells_of, joined, parted, read_csv, write_csv
from gmg.records.activity import TIERS
from gmg.sources.forms.iati import agency_of
from gmg.sources.reading import Refused

SIGNS = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\0")
TEXT = st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool)
MAYBE = st.none() | TEXT
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2050, 1, 1))
MONEY = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 2) + 0.0)
REFS = st.none() | st.sampled_from(["XM-DAC-47066", "XM-DAC-41121", "US-1"])


def partner(role: str) -> st.SearchStrategy[dict[str, Any]]:
    return (
        st.tuples(MAYBE, REFS)
        .filter(any)
        .map(
            lambda pair: {
                "ref": pair[1],
                "name": pair[0],
                "role": role,
                "type": None,
                "agency": agency_of(pair[1]),
            }
        )
    )


COUNTRY = st.sampled_from([("KEN", "KE"), ("KEN", "KEN"), ("DEU", "DE")]).map(
    lambda pair: {"place": pair[0], "as_published": pair[1], "kind": "country"}
)
REGION = st.sampled_from([("M49-014", "2:14"), (None, "298"), (None, "99:A1")]).map(
    lambda pair: {"place": pair[0], "as_published": pair[1], "kind": "region"}
)
PERCENTAGES = st.none() | st.floats(0, 100, allow_nan=False)
PLACES = st.lists(
    st.tuples(COUNTRY | REGION, PERCENTAGES).map(lambda pair: {**pair[0], "percentage": pair[1]}),
    max_size=3,
)
SECTORS = st.lists(
    st.fixed_dictionaries(
        {
            "vocabulary": st.sampled_from(["1", "98", "99"]),
            "code": st.sampled_from(["15190", "72010", "CC", "a:b"]),
            "name": MAYBE,
            "percentage": PERCENTAGES,
        }
    ),
    max_size=3,
)
BUDGETS = st.lists(
    st.fixed_dictionaries(
        {
            "from": DAYS,
            "to": DAYS,
            "value": MONEY,
            "currency": st.none() | st.sampled_from(["USD", "EUR"]),
            "type": st.none(),
            "status": st.none(),
        }
    ),
    max_size=3,
)
LINKS = st.lists(
    st.fixed_dictionaries({"identifier": TEXT, "type": st.none() | st.sampled_from(["1", "A3"])}),
    max_size=2,
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """An activity that the table can hold whole."""
    days = {
        name: draw(DAYS) for name in ("planned_start", "actual_start", "planned_end", "actual_end")
    }
    reporter, title, sectors = draw(TEXT), draw(TEXT), draw(SECTORS)
    pairs = [(one["vocabulary"], one["code"]) for one in sectors if one["percentage"] != 0]
    about = topics.classify(reporter, pairs, title)
    return {
        "identifier": draw(TEXT),
        "reporter": reporter,
        "reporter_name": draw(MAYBE),
        "agency": agency_of(reporter),
        "secondary": draw(st.booleans()),
        "title": title,
        "description": draw(MAYBE),
        "language": draw(st.none() | st.sampled_from(["en", "fr", "pt-br"])),
        "status": draw(MAYBE),
        "hierarchy": draw(st.none() | st.integers(1, 9)),
        "scope": draw(MAYBE),
        "humanitarian": draw(st.none() | st.booleans()),
        **days,
        "time_from": days["actual_start"] or days["planned_start"],
        "time_to": days["actual_end"] or days["planned_end"],
        "tier": about.tier,
        "because": list(about.because),
        "topics": list(about.topics),
        "target_groups": draw(st.lists(TEXT, max_size=2)),
        "places": draw(PLACES),
        "admin": draw(st.lists(TEXT, max_size=2)),
        "sectors": sectors,
        "partners": [one for role in "1234" for one in draw(st.lists(partner(role), max_size=2))],
        "budgets": draw(BUDGETS),
        "transactions": [],
        "related": draw(LINKS),
        "aliases": draw(LINKS),
        "xml": None,
        "note": draw(MAYBE),
    }


def table(activities: list[dict[str, Any]]) -> str:
    out = io.StringIO(newline="")
    write_csv(activities, out)
    return out.getvalue()


@given(found=st.lists(rows(), max_size=4, unique_by=lambda one: one["identifier"]))
def test_what_goes_out_comes_in_again(found: list[dict[str, Any]]) -> None:
    back = read_csv("x.csv", table(found).encode("utf-8"))
    assert [{name: one[name] for name in found[0]} for one in back] == found
    assert table(back) == table(found)


@given(values=st.lists(st.none() | TEXT, max_size=5).filter(lambda v: v != [None]))
def test_values_of_one_cell_are_parted_as_they_were_joined(values: list[str | None]) -> None:
    assert [value or None for value in parted(joined(values))] == values


def test_every_column_has_a_tag_and_the_tags_stand_second() -> None:
    lines = list(csv.reader(io.StringIO(table([]), newline="")))
    assert lines == [list(COLUMNS), [HXL[name] for name in COLUMNS]]
    assert len(set(HXL.values())) == len(HXL)
    assert all(tag.startswith("#") for tag in HXL.values())


def test_an_activity_has_a_row_for_each_place() -> None:
    places = [
        {"place": "KEN", "as_published": "KE", "kind": "country", "percentage": 60.0},
        {"place": "M49-014", "as_published": "2:14", "kind": "region", "percentage": 40.0},
    ]
    found = list(cells_of({"identifier": "A-1", "places": places}))
    assert [(one["country"], one["region"], one["percentage"]) for one in found] == [
        ("KEN", "", "60"),
        ("", "2:14", "40"),
    ]
    assert len(list(cells_of({"identifier": "A-1"}))) == 1


def minimal(**cells: str) -> str:
    """A table of one row."""
    row = {"identifier": "A-1", "reporter": "US-1", "title": "Return", **cells}
    return ",".join(row) + "\r\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\r\n"


def test_three_columns_are_enough_and_tags_may_be_missing() -> None:
    (row,) = read_csv("x.csv", minimal().encode())
    assert (row["identifier"], row["places"], row["row"], row["agency"]) == ("A-1", [], 2, None)
    tagged = minimal().replace("\r\n", "\r\n#activity+id,#org,#activity+name\r\n", 1)
    (row,) = read_csv("x.csv", tagged.encode())
    assert row["row"] == 3


def test_an_empty_tier_is_worked_out_and_a_stated_one_stands() -> None:
    (row,) = read_csv("x.csv", minimal(sector="1:15190").encode())
    assert row["tier"] == "core" and row["topics"]
    (row,) = read_csv("x.csv", minimal(sector="1:15190", tier="adjacent").encode())
    assert (row["tier"], row["topics"]) == ("adjacent", [])
    assert set(TIERS) >= {"core", "adjacent"}


def test_cells_like_formulas_are_left_alone() -> None:
    (row,) = read_csv("x.csv", minimal(title="=1+1", note="@x").encode())
    assert (row["title"], row["note"]) == ("=1+1", "@x")


REFUSALS = [
    ("", "x.csv: is empty"),
    ("identifier,title\n1,2\n", "x.csv, row 1: no column reporter"),
    ("identifier,titel\n", "x.csv, row 1, column B: no column is called 'titel'"),
    ("identifier,Identifier\n", "x.csv, row 1, column B: the column 'identifier' stands twice"),
    (minimal(identifier=""), "x.csv, row 2, column identifier: is empty"),
    (minimal() + "A-2,US-1\r\n", "x.csv, row 3, column title: is empty"),
    (minimal() + "A-2,US-1,x,y\r\n", "x.csv, row 3: has 4 cells, the header 3"),
    (minimal() + "A-1,US-1,Other\r\n", "x.csv, row 3, column title: says 'Other' where row 2"),
    (minimal(country="XXQ"), "x.csv, row 2, column country: 'XXQ' is no country"),
    (minimal(country="KEN", region="298"), "column region: stands beside a country"),
    (minimal(percentage="half", country="KEN"), "column percentage: 'half' is not a number"),
    (minimal(planned_start="1.1.2020"), "column planned_start: '1.1.2020' is not a day"),
    (minimal(planned_start="20200101"), "column planned_start: '20200101' is not a day"),
    (minimal(humanitarian="1"), "column humanitarian: '1' is not yes or no"),
    (minimal(hierarchy="-1"), "column hierarchy: '-1' is not a whole number"),
    (minimal(tier="near"), "column tier: 'near' is not a tier: core"),
    (minimal(sector="15190"), "column sector: '15190' is no sector"),
    (minimal(budget="1;2", budget_currency="USD"), "column budget_currency: has 1 values where"),
    (minimal(budget="1 000"), "column budget: '1 000' is not a number"),
    (minimal(budget="nan"), "column budget: 'nan' is not a number"),
    ('identifier,reporter,title\n"a', "is no CSV"),
]


@pytest.mark.parametrize(("text", "said"), REFUSALS)
def test_a_refusal_names_row_and_column(text: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        read_csv("x.csv", text.encode("utf-8"))
    assert said in str(caught.value)


def test_a_table_of_another_encoding_is_refused() -> None:
    with pytest.raises(Refused, match=r"x\.csv, row 2: is not UTF-8"):
        read_csv("x.csv", minimal(title="Genève").encode("windows-1252"))


def test_topics_are_themes() -> None:
    (row,) = read_csv("x.csv", minimal(topic="labour").encode())
    assert [what.theme(code).code for code in row["topics"]] == ["labour"]
