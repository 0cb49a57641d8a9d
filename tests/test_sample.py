"""The sample edition: figures that keep their publisher, and lead back to our own table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from gmg.analysis.findings import findings
from gmg.analysis.trace import trace
from gmg.data_folder import SAMPLE
from gmg.evidence.base import Base, open_base
from gmg.evidence.build import BuildFailed, build
from gmg.evidence.claims import claimed
from gmg.sources import sources
from gmg.sources.reading import Refused
from gmg.sources.sample import SOURCES
from gmg.sources.sample import figures as sample
from gmg.sources.sample.activities import ACTIVITIES
from gmg.sources.sample.acts import HEADER as HEADER_OF_ACTS
from gmg.sources.sample.acts import TREATY_ACTS
from gmg.sources.sample.acts import read as read_acts
from helpers import csv_snapshot

LINE = {
    "concept": "migrant-stock",
    "basis": "foreign-citizens-refugees-added",
    "place": "LBY",
    "counterpart": "SDN",
    "sex": "female",
    "age": "all",
    "detail": "",
    "time_from": "2024-07-01",
    "time_to": "2024-07-01",
    "time_kind": "point",
    "value": "11346",
    "unit": "persons",
    "status": "A",
    "agency": "UNDESA",
    "dataset": "undesa.migrant-stock",
    "edition": "2024",
    "table_cited": "Table 1",
    "as_published": "11346",
    "note": "",
}


def lines(*changes: dict[str, str]) -> list[str]:
    records = [",".join({**LINE, **change}.values()) for change in changes]
    return [",".join(sample.HEADER), *records]


@pytest.fixture(scope="module")
def sample_base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("sample")
    build(SAMPLE, folder, sample=True)
    return open_base(folder)


def test_a_figure_keeps_agency_data_set_and_edition_and_says_where_it_was_written_down() -> None:
    reading = sample.read(csv_snapshot("figures.csv", *lines({})))
    figure = reading.figures.row(0, named=True)
    assert (figure["agency"], figure["dataset"], figure["edition"]) == (
        "UNDESA",
        "undesa.migrant-stock",
        "2024",
    )
    assert (figure["value"], figure["column"], figure["row"]) == (11346.0, "R", 2)
    assert figure["note"] == "sample edition, written down from Table 1"
    assert reading.balance() == 0


def test_a_marker_stays_a_marker() -> None:
    marked = {"value": "", "status": "O", "as_published": ".."}
    reading = sample.read(csv_snapshot("figures.csv", *lines(marked)))
    assert reading.figures["value"][0] is None
    assert reading.figures["as_published"][0] == ".."


@pytest.mark.parametrize(
    ("change", "cell", "problem"),
    [
        ({"edition": "2031"}, "P2", "no edition undesa.migrant-stock@2031"),
        ({"agency": "UNHCR"}, "N2", "is published by UNDESA"),
        ({"place": "LIB"}, "C2", "unknown place 'LIB'"),
        ({"counterpart": "SUD"}, "D2", "unknown place 'SUD'"),
        ({"value": "11364"}, "K2", "is not what '11346' says"),
        ({"value": ""}, "K2", "is not what '11346' says"),
        ({"as_published": "11.346x"}, "R2", "stands where a number was expected"),
        ({"as_published": ""}, "R2", "is empty"),
        ({"table_cited": ""}, "Q2", "is empty"),
    ],
)
def test_what_cannot_be_right_is_refused_and_the_cell_named(
    change: dict[str, str], cell: str, problem: str
) -> None:
    with pytest.raises(Refused) as refusal:
        sample.read(csv_snapshot("figures.csv", *lines(change)))
    assert refusal.value.cell == f"cell {cell}"
    assert problem in str(refusal.value)


def test_one_figure_written_down_twice_is_refused() -> None:
    with pytest.raises(Refused, match="a second time"):
        sample.read(csv_snapshot("figures.csv", *lines({}, {"value": "5", "as_published": "5"})))


def test_the_same_figure_of_another_edition_is_another_figure() -> None:
    reading = sample.read(csv_snapshot("figures.csv", *lines({}, {"edition": "2020"})))
    assert reading.figures["edition"].to_list() == ["2024", "2020"]


def test_no_real_source_claims_the_sample_and_the_sample_claims_no_real_file() -> None:
    assert claimed([sample.FIGURES, TREATY_ACTS, ACTIVITIES], sources())[0] == []
    paths = [f.path for s in sources() for e in s.editions for f in e.files]
    assert claimed(paths, SOURCES)[0] == []


def test_the_release_says_that_it_is_a_sample_and_lists_whom_it_cites(sample_base: Base) -> None:
    release = sample_base.release
    assert release.sample
    assert release.data == "sample edition"
    assert release.unclaimed == ()
    told = {
        line["dataset"]
        for line in sample_base.rows(
            "SELECT dataset FROM figures UNION SELECT dataset FROM treaty_acts "
            "UNION SELECT dataset FROM activities"
        )
    }
    assert set(release.sources) == told | {"gmg.sample"}


def test_it_is_a_few_hundred_figures_of_some_two_dozen_places(sample_base: Base) -> None:
    size = sample_base.rows(
        "SELECT count(*) AS n, count(DISTINCT place) AS places, count(DISTINCT agency) AS agencies "
        "FROM figures"
    )[0]
    assert 300 <= size["n"] <= 500
    assert 20 <= size["places"] <= 30
    assert size["agencies"] >= 6


def test_a_figure_traces_to_our_table_and_cites_the_publisher(sample_base: Base) -> None:
    figure = sample_base.figures("refugees", place="LBY", counterpart="SDN", year=2024)[0]
    traced = trace(sample_base, figure.id)
    assert traced.in_cell == figure.as_published == "199388"
    assert traced.sample
    assert traced.source.agency == "UNHCR"
    assert "sample edition" in traced.citation
    assert figure.note is not None
    assert figure.note.startswith("sample edition, written down from Refugee Data Finder")


def test_every_text_in_the_table_is_the_text_a_trace_finds(sample_base: Base) -> None:
    shown = sample_base.figures("migrant-stock")[::10]
    assert len(shown) >= 8
    for figure in shown:
        assert trace(sample_base, figure.id).in_cell == figure.as_published


def test_more_sudanese_refugees_than_migrants_in_libya(sample_base: Base) -> None:
    found = findings(sample_base, rule="refugees-exceed-migrants", place="LBY", counterpart="SDN")
    assert [finding.people for finding in found] == [199388.0]
    assert {figure.value for figure in found[0].figures} == {199388.0, 11346.0, 28983.0}


@pytest.mark.parametrize("kind", ["contradiction", "disagreement", "silence"])
def test_each_kind_of_finding_has_something_to_show(sample_base: Base, kind: str) -> None:
    assert findings(sample_base, kind=kind, top=3)


def test_building_twice_gives_the_same_release(sample_base: Base, tmp_path: Path) -> None:
    assert build(SAMPLE, tmp_path, sample=True).release.id == sample_base.release.id


def test_without_its_flag_the_sample_is_not_taken_for_published_files(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match=r"none of the \d files here"):
        build(SAMPLE, tmp_path)


def test_every_figure_is_one_that_its_publisher_published(base: Base) -> None:
    with (SAMPLE / sample.FIGURES).open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    single = [line for line in written if "adds up to" not in line["note"]]
    assert len(single) > 300
    for line in single:
        assert any(equals(line)(figure) for figure in candidates(base, line)), line


def test_every_total_is_what_the_published_pairs_add_up_to(base: Base) -> None:
    with (SAMPLE / sample.FIGURES).open(encoding="utf-8", newline="") as file:
        sums = [line for line in csv.DictReader(file) if "adds up to" in line["note"]]
    assert len(sums) > 50
    for line in sums:
        added = base.rows(
            "SELECT sum(value) AS value FROM figures WHERE concept = ? AND dataset = ? AND edition = ? "
            "AND place = ? AND time_to = ? AND counterpart IS NOT NULL AND sex IN (?, ?, ?)",
            [
                *(line[name] for name in ("concept", "dataset", "edition", "place", "time_to")),
                *(["female", "male", "total"] if line["sex"] == "total" else [line["sex"]] * 3),
            ],
        )
        assert added[0]["value"] == float(line["value"]), line


def test_every_act_is_one_that_the_depositary_published(base: Base) -> None:
    with (SAMPLE / TREATY_ACTS).open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert len(written) > 100
    columns = [name for name in written[0] if name != "table_cited"]
    published = {
        tuple(str(row[name]) for name in columns)
        for row in base.rows("SELECT * FROM treaty_acts WHERE dataset = 'untc.treaties'")
    }
    assert {tuple(line[name] for name in columns) for line in written} <= published


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"date": "2005-01-02"}, "is not the day of '1 Jan 2005 a'"),
        ({"instrument": "NONE"}, "unknown instrument 'NONE'"),
        ({"act": "promise"}, "unknown act 'promise'"),
        ({"edition": "1999"}, "no edition untc.treaties@1999"),
        ({"as_published": ""}, "is empty"),
    ],
)
def test_an_act_that_cites_nothing_or_says_something_else_is_refused(
    change: dict[str, str], problem: str
) -> None:
    line = {
        "instrument": "ICRMW",
        "treaty": "IV-13",
        "party": "KEN",
        "party_as_published": "Kenya",
        "act": "accession",
        "date": "2005-01-01",
        "agency": "UNTC",
        "dataset": "untc.treaties",
        "edition": "2015",
        "table_cited": "Status of treaties",
        "as_published": "1 Jan 2005 a",
    }
    rows = [",".join(HEADER_OF_ACTS), ",".join({**line, **change}.values())]
    with pytest.raises(Refused, match=problem):
        read_acts(csv_snapshot(TREATY_ACTS, *rows))


def test_every_activity_is_one_that_its_agency_published(base: Base) -> None:
    with (SAMPLE / ACTIVITIES).open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert 10 <= len(written) <= 30
    for line in written:
        found = base.rows("SELECT * FROM activities WHERE identifier = ?", [line["identifier"]])
        assert len(found) == 1, line
        row = found[0]
        assert [place["place"] for place in row["places"]] == [line["country"]]
        for name in ("reporter", "title", "status", "actual_start", "agency", "dataset"):
            assert str(row[name]) == line[name], (line["identifier"], name)
        pairs = [f"{sector['vocabulary']}:{sector['code']}" for sector in row["sectors"]]
        assert pairs[: len(line["sectors"].split(";"))] == line["sectors"].split(";")


def test_what_the_sample_lacks_is_not_known_and_never_no_party(sample_base: Base) -> None:
    assert sample_base.rows("SELECT DISTINCT complete FROM treaty_acts") == [{"complete": False}]


def candidates(base: Base, line: dict[str, str]) -> list[dict[str, object]]:
    return base.rows(
        f"SELECT * FROM ({base.relation([line['concept']])}) WHERE dataset = ? AND edition = ? "
        "AND place = ? AND coalesce(counterpart, '') = ? AND sex = ? AND age = ? AND time_to = ? "
        "AND coalesce(detail, '') = ?",
        [
            line[name]
            for name in (
                "dataset",
                "edition",
                "place",
                "counterpart",
                "sex",
                "age",
                "time_to",
                "detail",
            )
        ],
    )


def equals(line: dict[str, str]) -> Callable[[dict[str, object]], bool]:
    def same(figure: dict[str, object]) -> bool:
        if any(str(figure[name]) != line[name] for name in ("basis", "unit", "status")):
            return False
        value = figure["value"]
        if value is None:
            return line["value"] == ""
        assert isinstance(value, float)
        # The World Bank publishes whole persons; the repacked file carries floating-point dust.
        return line["value"] != "" and value == pytest.approx(float(line["value"]), rel=1e-12)

    return same
