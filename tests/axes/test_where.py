"""The *where* axis: unit tests without data, properties, and every code of the real files."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes import where
from gmg.axes.names import fold
from gmg.axes.tables import CONFIDENCE, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
DATA = Path(os.environ.get("GMG_DATA", REPOSITORY.parent / "shared" / "data"))
LOCATIONS = "undesa/wpp-2024/UNlocations.csv"


def code(text: str, on: date | int | None = None) -> str:
    return where.find(text, on).code


# --- get ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("GFR", "DEU"),
        ("AUS", "AUT"),
        ("AUL", "AUS"),
        ("ARE", "EGY"),
        ("MAR", "MTQ"),
        ("MOR", "MAR"),
        ("STA", "_STL"),
        ("UKN", "_UNK"),
        ("TIB", "_TIB"),
        ("SRB", "SRB_XKX"),
        ("SSD", "SSD"),
    ],
)
def test_unhcr_has_codes_of_its_own(written: str, place: str) -> None:
    assert where.get(written, "unhcr").code == place


@pytest.mark.parametrize("iso", ["AUT", "DEU", "CHE", "XXX"])
def test_unhcr_scheme_takes_no_iso_code_that_unhcr_does_not_write(iso: str) -> None:
    with pytest.raises(where.UnknownPlace):
        where.get(iso, "unhcr")


@pytest.mark.parametrize(
    ("written", "scheme", "on", "place"),
    [
        ("SUD", "unhcr", 1995, "SDN736"),
        ("SUD", "unhcr", date(2010, 12, 31), "SDN736"),
        ("SUD", "unhcr", 2011, "SDN"),
        ("SRB", "unhcr-iso", 1985, "YUCS"),
        ("SRB", "unhcr-iso", 1999, "CSXX"),
        ("SRB", "unhcr-iso", 2020, "SRB_XKX"),
        ("CZE", "unhcr-iso", 1985, "CSHH"),
        ("CZE", "unhcr-iso", 1993, "CZE"),
        ("SDN", "desa-ims-2020", 1995, "SDN736"),
        ("SDN", "desa-ims-2020", 2010, "SDN"),
        ("SDN", "desa-ims-2024", 2005, "SDN736"),
        ("SDN", "iso3", date(2011, 7, 8), "SDN736"),
        ("SDN", "iso3", date(2011, 7, 9), "SDN"),
        ("729", "m49", 1995, "SDN736"),
        ("736", "m49", None, "SDN736"),
        ("729", "wpp", 1995, "SDN"),
        ("688", "wpp", 1995, "SRB"),
        ("412", "wpp", None, "XKX"),
        ("Serbia", "desa-name", 2000, "CSXX"),
        ("Serbia", "desa-name", 2019, "SRB_XKX"),
        ("Serbia", "untc-name", 2001, "SRB"),
        ("Bonaire, Sint Eustatius and Saba", "desa-name", 2000, "ANHH"),
        ("Bonaire, Sint Eustatius and Saba", "desa-name", 2005, "BES_CUW"),
        ("Bonaire, Sint Eustatius and Saba", "desa-name", 2010, "BES"),
        ("CS", "iso2", 1985, "CSHH"),
        ("CS", "iso2", 2005, "CSXX"),
        ("YUG", "iso3", 1985, "YUCS"),
        ("YUG", "iso3", 1999, "CSXX"),
        ("TP", "status-2022", None, "TLS"),
        ("NA", "status-2022", None, "NAM"),
        ("", "unodc", None, "XSK"),
        ("CHI", "worldbank", None, "XCI"),
        ("CHA", "desa-ims-2020", None, "XCI"),
        ("XCX", "desa-ims-2024", None, "XCI"),
        ("ANT", "worldbank", None, "ANHH"),
        ("Yugoslavia (former)", "untc-name", None, "YUCS"),
        ("4", "m49", None, "AFG"),
        ("004", "m49", None, "AFG"),
        ("900", "m49", None, "M49-001"),
    ],
)
def test_a_code_means_what_its_source_means_on_that_day(
    written: str, scheme: str, on: date | int | None, place: str
) -> None:
    assert where.get(written, scheme, on).code == place


def test_a_note_on_destinations_leaves_origins_alone() -> None:
    assert where.get("SDN", "desa-ims-2020", 1995, role="destination").code == "SDN736"
    assert where.get("SDN", "desa-ims-2020", 1995, role="origin").code == "SDN"
    assert where.get("SUD", "unhcr", 1995, role="origin").code == "SDN736"


def test_a_code_with_several_meanings_needs_a_day() -> None:
    with pytest.raises(where.AmbiguousPlace, match=r"CSHH.*1992-12-31.*CSXX"):
        where.get("CS", "iso2")


def test_an_unknown_code_says_what_to_do() -> None:
    with pytest.raises(where.UnknownPlace, match=r"KEN.*place_codes\.csv"):
        where.get("KENX", "iso3")
    with pytest.raises(where.UnknownPlace, match=r"places\.csv"):
        where.get("QQQ")
    with pytest.raises(where.UnknownPlace, match="unhcr"):
        where.mapping("unhrc")
    with pytest.raises(where.UnknownPlace, match="no scheme"):
        where.dated("nobody")
    assert issubclass(where.UnknownPlace, ValueError)
    assert issubclass(where.UnknownPlace, LookupError)


# --- find ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Côte d'Ivoire", "CIV"),
        ("cote d’ivoire", "CIV"),
        ("C&ocirc;te d&#039;Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("كينيا", "KEN"),
        ("Кения", "KEN"),
        ("肯尼亚", "KEN"),
        ("Kenia", "KEN"),
        ("TÜRKIYE", "TUR"),
        ("Turquie", "TUR"),
        ("St. Kitts & Nevis", "KNA"),
        ("Korea, Dem. People's Rep.", "PRK"),
        ("Czechoslovakia", "CSHH"),
        ("Checoslovaquia", "CSHH"),
        ("Czechia", "CZE"),
        ("Serbia and Montenegro", "CSXX"),
        ("Serbia and Kosovo: S/RES/1244 (1999)", "SRB_XKX"),
        ("Serbia", "SRB"),
        ("Sudan (before 2011)", "SDN736"),
        ("Sudan", "SDN"),
        ("Soviet Union", "SUHH"),
        ("Netherlands Antilles", "ANHH"),
        ("Channel Islands", "XCI"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Stateless", "_STL"),
        ("World", "M49-001"),
        ("ken", "KEN"),
        ("ke", "KEN"),
        ("404", "KEN"),
        ("GFR", "DEU"),
        ("M49-002", "M49-002"),
    ],
)
def test_find_knows_codes_names_and_spellings(text: str, place: str) -> None:
    assert code(text) == place


@pytest.mark.parametrize(
    ("text", "on", "place"),
    [
        ("Sudan", 1995, "SDN736"),
        ("Sudan", 2020, "SDN"),
        ("Судан", 1995, "SDN736"),
        ("SDN", 1995, "SDN736"),
        ("Yemen", 1980, "YEM886"),
        ("Yemen", 2000, "YEM"),
        ("Ethiopia", 1985, "ETH230"),
        ("Yugoslavia", 1980, "YUCS"),
        ("Yugoslavia", 2000, "CSXX"),
        ("Czechoslovakia", 2020, "CSHH"),
    ],
)
def test_the_day_chooses_between_places_of_one_name(text: str, on: int, place: str) -> None:
    assert code(text, on) == place


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Germany", 1980),
        ("Viet Nam", 1970),
        ("Yugoslavia", None),
        ("Korea", None),
        ("Micronesia", None),
        ("South Asia", None),
        ("CHI", None),
    ],
)
def test_a_name_of_several_places_is_refused(text: str, on: int | None) -> None:
    with pytest.raises(where.AmbiguousPlace):
        where.find(text, on)


@pytest.mark.parametrize("text", ["Atlantis", "", "?", "Kenja Republic"])
def test_a_name_of_no_place_is_refused(text: str) -> None:
    with pytest.raises(where.UnknownPlace, match=r"place_names_extra\.csv"):
        where.find(text)


def test_a_misspelt_name_gets_a_suggestion() -> None:
    with pytest.raises(where.UnknownPlace, match="KEN Kenya"):
        where.find("Kenyya")


def test_every_place_is_found_by_its_name_code_and_labels() -> None:
    for place in where.places():
        assert where.find(place.code) == place
        assert place.name == "Micronesia" or where.find(place.name) == place
        for lang in where.LANGUAGES:
            assert place in _answers(place.label(lang)), (place.code, lang)


def _answers(text: str) -> list[where.Place]:
    try:
        return [where.find(text)]
    except where.AmbiguousPlace as error:
        return [place for place in where.places() if f"{place.code} {place.name}" in str(error)]


# --- labels, groups -----------------------------------------------------------------------------


def test_labels_speak_six_languages_and_fall_back_to_english() -> None:
    kenya = where.get("KEN")
    assert [kenya.label(lang) for lang in ("en", "es", "ru", "ar")] == [
        "Kenya",
        "Kenia",
        "Кения",
        "كينيا",
    ]
    assert kenya.label("tlh") == "Kenya"
    assert where.get("PSE").label("fr") == "État de Palestine"
    assert where.get("CSHH").label("zh") == "捷克斯洛伐克（前）"
    assert where.get("M49-014").label("fr") == "Afrique orientale"
    assert where.get("WB-EAR").label("fr") == "Early-demographic dividend"


def test_members_of_regions_groups_and_composites() -> None:
    assert {"KEN", "SOM", "MYT"} <= set(where.members("M49-014"))
    assert where.members("M49-014") != where.members("M49-202")
    assert set(where.members("M49-014")) < set(where.members("M49-202"))
    assert set(where.members("M49-202")) < set(where.members("M49-002"))
    assert "SDN" not in where.members("M49-202")
    assert where.members("XCI") == ["GGY", "JEY"]
    assert where.members("SRB_XKX") == ["SRB", "XKX"]
    assert len(where.members("M49-432")) == 32
    assert len(where.members("M49-199")) == 44
    assert "KEN" in where.members("WB-LMC")
    assert not set(where.members("DESA-934")) & set(where.members("M49-199"))
    assert set(where.members("WB-EAP")) < set(where.members("WB-EAS"))


def test_dated_membership() -> None:
    assert "GBR" in where.members("EUE", 2019)
    assert "GBR" not in where.members("EUE", 2021)
    assert len(where.members("EUE")) == 27
    assert len(where.members("EUE", 2004)) == 25
    assert len(where.members("M49-199", 2019)) == 47
    assert "PAK" in where.members("WB-SAS", 2024)
    assert "PAK" not in where.members("WB-SAS", 2025)


@pytest.mark.parametrize("group", ["WB-FCS", "KEN", "_STL", "DESA-1503"])
def test_no_list_of_members_is_not_an_empty_group(group: str) -> None:
    with pytest.raises(where.NoMembers, match=r"place_regions\.csv"):
        where.members(group)


def test_kinds() -> None:
    assert len(where.places("country")) == 197
    assert {place.kind for place in where.places()} == set(where.KINDS)
    assert where.get("_STL").territory is False
    assert where.get("SRB_XKX").territory is True
    with pytest.raises(ValueError, match="kinds are"):
        where.places("nation")


# --- the tables hold together -------------------------------------------------------------------


def test_codes_and_names_are_unique() -> None:
    places = where.places()
    assert len(where.codes()) == len(set(where.codes())) == len(rows("places"))
    for attribute in ("iso3", "iso2", "m49"):
        values = [getattr(place, attribute) for place in places if getattr(place, attribute)]
        assert len(values) == len(set(values)), attribute
    assert len({fold(place.name) for place in places}) == len(places)


def test_places_point_at_places() -> None:
    known = set(where.codes())
    for place in where.places():
        pointed = (place.parent, place.region, place.subregion, place.income_group)
        assert {one for one in pointed if one} <= known, place.code
        assert {*place.successors, *place.predecessors} <= known, place.code
        assert place.confidence in CONFIDENCE
        assert place.code == place.iso3 or place.kind != "country"
        if place.m49:
            assert re.fullmatch(r"\d{3}", place.m49)


def test_no_place_contains_itself() -> None:
    for place in where.places():
        chain, parent = [place.code], place.parent
        while parent:
            assert parent not in chain, chain
            chain, parent = [*chain, parent], where.get(parent).parent


def test_dissolved_states_have_an_end_and_successors() -> None:
    for place in where.places("former"):
        assert place.valid_to is not None, place.code
        assert place.successors, place.code
    for place in where.places("country"):
        assert place.valid_to is None, place.code


def test_successors_and_predecessors_mirror_each_other() -> None:
    for place in where.places():
        for successor in place.successors:
            assert place.code in where.get(successor).predecessors
        for predecessor in place.predecessors:
            assert place.code in where.get(predecessor).successors


def test_intervals_run_forward_and_do_not_overlap() -> None:
    for place in where.places():
        assert _runs(place.valid_from, place.valid_to), place.code
    for scheme in where.schemes():
        meant: dict[str, list[where.DatedCode]] = {}
        for row in where.dated(scheme):
            assert _runs(row.valid_from, row.valid_to), row
            meant.setdefault(row.code, []).append(row)
        for several in meant.values():
            ordered = sorted(several, key=lambda row: row.valid_from or date.min)
            for one, other in pairwise(ordered):
                assert one.valid_to and other.valid_from and one.valid_to < other.valid_from


def _runs(begins: date | None, ends: date | None) -> bool:
    return begins is None or ends is None or begins < ends


def test_every_row_of_codes_is_sound() -> None:
    seen = set()
    for row in rows("place_codes"):
        assert row["scheme"] in where.schemes(), row
        assert row["place"] in where.codes(), row
        assert row["confidence"] in CONFIDENCE, row
        assert row["role"] in ("", "destination", "origin"), row
        key = tuple(row[name] for name in ("scheme", "code", "valid_from", "valid_to", "role"))
        assert key not in seen, row
        seen.add(key)


def test_every_scheme_with_rows_of_its_own_or_a_ground_answers() -> None:
    for scheme in where.schemes():
        mapping = where.mapping(scheme)
        assert mapping, scheme
        assert set(mapping.values()) <= set(where.codes()), scheme


def test_a_dissolved_state_is_never_read_as_its_successor() -> None:
    former = {place.code: place for place in where.places("former")}
    for scheme in where.schemes():
        for written, place in where.mapping(scheme).items():
            if written in former:
                assert place == written, (scheme, written)
    for name, place in [("Czechoslovakia", "CSHH"), ("Yugoslavia (former)", "YUCS")]:
        for on in (None, 1980, 2020):
            assert code(name, on) == place


def test_every_name_and_group_row_points_at_a_place() -> None:
    for row in rows("place_names_extra"):
        assert row["place"] in where.codes(), row
        assert row["lang"] in where.LANGUAGES, row
        assert row["use"] in ("label", "spelling"), row
        assert row["confidence"] in CONFIDENCE, row
    for row in rows("place_regions"):
        assert row["confidence"] in CONFIDENCE, row
        for member in (row["group"], *row["members"].split(";")):
            assert member.removeprefix("-") in where.codes(), row


def test_mapping_is_the_callers_own() -> None:
    where.mapping("iso3")["KEN"] = "ETH"
    assert where.mapping("iso3")["KEN"] == "KEN"


def test_the_first_answer_comes_at_once() -> None:
    """Under 30 ms beyond what any Python program with dates and dataclasses has loaded."""
    program = (
        "import csv, dataclasses, datetime, functools, pathlib, re, time, typing, unicodedata\n"
        "begun = time.perf_counter()\n"
        "from gmg.axes import where\n"
        "where.get('KEN')\n"
        "print(time.perf_counter() - begun)\n"
    )
    command = [sys.executable, "-c", program]
    path = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
    taken = [
        float(subprocess.run(command, env=path, capture_output=True, check=True, text=True).stdout)
        for _ in range(5)
    ]
    assert min(taken) < 0.03


def test_asking_for_a_code_loads_neither_babel_nor_polars() -> None:
    program = (
        "import sys; from gmg.axes import where; where.get('KEN'); where.find('Sudan', 1995)\n"
        "print(sorted({'babel', 'polars', 'difflib', 'html'} & set(sys.modules)))\n"
    )
    path = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=path, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


# --- properties ---------------------------------------------------------------------------------


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_and_surrounding_space_never_matter(text: str) -> None:
    assert fold(f"  {text.upper()} ") == fold(text.upper())
    assert fold(text.casefold()) == fold(fold(text))


@given(st.sampled_from(where.places()), st.sampled_from(where.LANGUAGES))
def test_getting_what_was_found_gives_the_same_place(place: where.Place, lang: str) -> None:
    for found in _answers(place.label(lang)):
        assert where.get(found.code) == found


@given(st.sampled_from(where.schemes()), st.data())
def test_what_is_mapped_can_be_got(scheme: str, data: st.DataObject) -> None:
    written, place = data.draw(st.sampled_from(sorted(where.mapping(scheme).items())))
    assert where.get(written, scheme).code == place


@given(st.sampled_from(where.schemes()), st.dates(date(1950, 1, 1), date(2030, 12, 31)))
def test_a_dated_row_wins_on_its_days_only(scheme: str, day: date) -> None:
    present = where.mapping(scheme)
    for row in where.dated(scheme):
        covering = [other.place for other in where.dated(scheme) if _speaks(other, row, day)]
        expected = covering[0] if covering else present.get(row.code)
        if expected is None:
            with pytest.raises(where.AmbiguousPlace):
                where.get(row.code, scheme, day)
        elif scheme != "gmg":
            assert where.get(row.code, scheme, day).code == expected


def _speaks(other: where.DatedCode, row: where.DatedCode, day: date) -> bool:
    return other.code == row.code and other.covers(day)


@given(st.text(max_size=12))
def test_find_answers_or_refuses_and_never_breaks(text: str) -> None:
    try:
        assert where.find(text).code in where.codes()
    except (where.UnknownPlace, where.AmbiguousPlace) as error:
        assert repr(text.strip()) in str(error)


# --- every code and name of the real files ------------------------------------------------------


def _file(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"published data are not here: {path} (set GMG_DATA)")
    return path


def _files(pattern: str) -> list[Path]:
    found = sorted(DATA.glob(pattern))
    if not found:
        pytest.skip(f"published data are not here: {DATA / pattern} (set GMG_DATA)")
    return found


def _table(path: Path, encoding: str = "utf-8-sig", skip: int = 0) -> Iterator[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding=encoding, newline="") as lines:
        for _ in range(skip):
            next(lines)
        yield from csv.DictReader(lines)


def _column(name: str, *columns: str, **reading: Any) -> set[str]:
    table = _table(_file(name), **reading)
    return {row[column] for row in table for column in columns if row.get(column)}


def _sheet(name: str, sheet: str) -> list[tuple[str | None, ...]]:
    import fastexcel

    book = fastexcel.read_excel(_file(name))
    frame = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return list(frame.rows())


def _unresolved(scheme: str, written: set[str]) -> set[str]:
    assert written, "nothing was read"
    return written - where.mapping(scheme).keys()


COLUMNS = [
    ("desa-ims-2024", "undesa/ims-2024-origin-destination-sex.csv.gz", ("geo", "from")),
    ("desa-ims-2020", "undesa/ims-2020-origin-destination-sex.csv.gz", ("to", "from")),
    ("worldbank", "worldbank/wdi.csv.gz", ("geo",)),
    ("idmc", "idmc/idmc_flows.csv", ("geo",)),
    ("idmc", "idmc/idmc_stocks.csv", ("geo",)),
    ("arrivals", "iom/dtm_med.csv", ("geo",)),
    ("ilostat-name", "ilo/EMP_NIFL_SEX_RT_A-20240726T0000.csv", ("ref_area.label",)),
    ("iso3", "ilo/INCOMPLETE-C189-ratifications-2020-10-05.csv", ("iso3",)),
    ("iso3", "undesa/wpp-2022/population-by-single-age-sex-decades.csv.gz", ("iso",)),
    ("unhcr", "unhcr/countries.csv.gz", ("unhcr_code",)),
    ("unhcr-iso", "unhcr/countries.csv.gz", ("iso_code",)),
    ("unhcr-name", "unhcr/countries.csv.gz", ("name",)),
]


@pytest.mark.parametrize(("scheme", "name", "columns"), COLUMNS)
def test_columns_resolve(scheme: str, name: str, columns: tuple[str, ...]) -> None:
    assert _unresolved(scheme, _column(name, *columns)) == set()


@pytest.mark.parametrize(
    "name",
    [
        "population",
        "asylum_applications",
        "asylum_decisions",
        "flows",
        "solutions",
        "demographics",
        "idmc",
        "unrwa",
    ],
)
def test_unhcr_tables_resolve_alike_by_code_iso_and_name(name: str) -> None:
    triples = set()
    for row in _table(_file(f"unhcr/{name}.csv.gz")):
        for side in ("coo", "coa"):
            if side in row:
                triples.add((row[side], row[f"{side}_iso"], row[f"{side}_name"]))
    assert triples
    for own, iso, label in triples:
        place = where.get(own, "unhcr")
        assert where.get(iso, "unhcr-iso") == place, (own, iso)
        assert not label or where.get(label, "unhcr-name") == place, (own, label)


def test_persons_of_concern_resolve_alike_by_iso_and_name() -> None:
    for row in _table(_file("unhcr/persons_of_concern.csv")):
        for side in ("Origin", "Asylum"):
            iso, label = row[f"Country of {side} ISO"], row[f"Country of {side}"]
            assert where.get(iso, "unhcr-iso") == where.get(label, "unhcr-name")


def test_migrant_stock_2019_names_resolve() -> None:
    written: set[str] = set()
    for path in _files("undesa/ims-2019-tidy/*.csv"):
        table = list(_table(path))
        written |= {row["Destination"] for row in table}
        if "origin" in path.name:
            written |= set(table[0]) - {"Year", "Destination"}
    assert _unresolved("desa-name", written) == set()


@pytest.mark.parametrize(
    ("name", "sheets", "first"),
    [
        ("undesa/undesa_pd_2019_migrant_stock_total_dataset.xlsx", "Table {}", 1),
        ("undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx", "Table {}", 1),
        ("undesa/aggregates_correspondence_table_2020_1.xlsx", "Annex", 0),
    ],
)
def test_migrant_stock_workbooks_resolve_alike_by_number_and_name(
    name: str, sheets: str, first: int
) -> None:
    pairs = set()
    for sheet in sorted({sheets.format(number) for number in range(1, 7)}):
        for row in _sheet(name, sheet):
            label, number = row[first] or "", (row[first + 2] or "").strip()
            if label.strip() and number.isdigit():
                pairs.add((number, label.strip().rstrip("*").strip()))
    assert len(pairs) > 200
    for number, label in pairs:
        assert where.get(number, "desa-m49") == where.get(label, "desa-name"), (number, label)
        for on in (1990, 2000, 2005, 2015):
            assert where.get(number, "desa-m49", on) == where.get(label, "desa-name", on)
        assert number in where.mapping("m49")


def test_population_prospects_numbers_resolve() -> None:
    written = set()
    for path in _files("undesa/wpp-*/*.csv*"):
        if "single-age" not in path.name:
            written |= {row["country_code"] for row in _table(path)}
    assert _unresolved("wpp", written) == set()
    assert _unresolved("wpp-2019", written) == set()


def test_the_two_references_agree_on_m49_and_regions() -> None:
    for row in _table(_file("reference/country-codes.csv")):
        if not row["M49"].strip():
            continue
        place = where.get(row["M49"].strip(), "m49")
        if row["ISO3166-1-Alpha-3"].strip():
            assert place == where.get(row["ISO3166-1-Alpha-3"], "iso3")
            assert place == where.get(row["ISO3166-1-Alpha-2"], "iso2")
        if row["Region Code"].strip():
            assert place.region == where.get(row["Region Code"], "m49").code
            nearer = row["Intermediate Region Code"].replace("830", "").strip()  # Channel Islands
            assert place.subregion == where.get(nearer or row["Sub-region Code"], "m49").code


GROUPS_OF_DESA = (901, 902, 934, 941, 948, 1636, 1637, *range(1829, 1837), 5502)


@pytest.mark.parametrize("number", GROUPS_OF_DESA)
def test_members_of_groups_are_those_of_population_prospects_2024(number: int) -> None:
    locations = [row for row in _table(_file(LOCATIONS)) if row["location_type"] == "4"]
    published = {row["country_code"] for row in locations}
    expected = {
        where.get(row["country_code"], "wpp").code
        for row in locations
        if row[f"agcode_{number}000"] != "-1"
    }
    group = where.get(str(number), "wpp").code
    listed = {where.get(one, "wpp").code for one in published}
    assert set(where.members(group, 2024)) & listed == expected


def test_world_bank_files_resolve() -> None:
    written: set[str] = set()
    for path in _files("worldbank/API_*.csv"):
        for row in _table(path, skip=4):
            written.add(row["Country Code"])
            place = where.get(row["Country Code"], "worldbank")
            named = where.mapping("worldbank-name") | {"World": "M49-001"}
            assert named[row["Country Name"]] == place.code
    for path in _files("worldbank/Metadata_Country_*.csv"):
        written |= {row["Country Code"] for row in _table(path)}
    assert _unresolved("worldbank", written) == set()


def test_world_bank_classification_is_that_of_june_2024() -> None:
    groups = {"High income": "WB-HIC", "Upper middle income": "WB-UMC"}
    groups |= {"Lower middle income": "WB-LMC", "Low income": "WB-LIC"}
    for path in _files("worldbank/Metadata_Country_*.csv"):
        for row in _table(path):
            place = where.get(row["Country Code"], "worldbank")
            if row["IncomeGroup"]:
                assert place.income_group == groups[row["IncomeGroup"]]
            if row["Region"]:
                region = where.get(row["Region"], "worldbank-name").code
                assert place.code in where.members(region, 2024)


@pytest.mark.parametrize(
    ("name", "sheet", "last"),
    [
        (
            "worldbank/WB_Bilateral_Remittance_Estimates_2017.xlsx",
            "Bilateral_Remittances_2017",
            217,
        ),
        (
            "worldbank/WB_Bilateral_Estimates_Migrant_Stocks_2017.xlsx",
            "Bilateral_Migration_2017",
            219,
        ),
    ],
)
def test_world_bank_matrices_resolve(name: str, sheet: str, last: int) -> None:
    table = _sheet(name, sheet)
    written = {cell for cell in table[1][1:] if cell} | {row[0] for row in table[2:last] if row[0]}
    assert _unresolved("worldbank-name", {str(one) for one in written}) == set()


def test_human_development_groups_resolve() -> None:
    path = _file("undp/HDR23-24_Composite_indices_complete_time_series.csv")
    table = list(_table(path, encoding="cp1252"))
    assert _unresolved("undp", {row["iso3"] for row in table}) == set()
    for row in table:
        if row["region"]:
            assert row["iso3"] in where.members(f"UNDP-{row['region']}")


def test_trafficking_table_resolves() -> None:
    import fastexcel

    book = fastexcel.read_excel(_file("unodc/data_glotip.xlsx"))
    frame = book.load_sheet("data_glotip_1", dtypes="string").to_polars()
    pairs = set(frame.select("Iso3_code", "Country").unique().iter_rows())
    assert len(pairs) == 208
    for written, label in pairs:
        place = where.get(written or "", "unodc")
        assert not label or where.get(label, "unodc-name") == place


def test_missing_migrants_resolve() -> None:
    written = _column("iom/iom_mmp.csv.gz", "geo", "nat")
    single = {one.strip() for several in written for one in several.split(",")}
    assert _unresolved("iom-mmp", single) == set()
    named = set()
    for path in _files("iom/missing-migrants/*.json.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as text:
            for record in json.load(text):
                named |= {record["country_of_incident"], record.get("country_origin")}
    assert _unresolved("iom-mmp-name", {one for one in named if one}) == set()


def test_displacement_tracking_resolves_alike_by_code_and_name() -> None:
    pairs = set()
    for path in _files("iom/dtm/*.json"):
        for record in json.loads(path.read_text(encoding="utf-8"))["result"]:
            pairs.add((record["admin0Pcode"], record["admin0Name"]))
    assert pairs
    for written, label in pairs:
        assert where.get(written, "dtm") == where.get(label, "dtm-name")


def test_treaty_participants_resolve() -> None:
    written = set()
    for path in _files("ohchr-untc/untc-2015/treaties/*.csv"):
        written |= {row["Participant"] for row in _table(path)}
    for path in _files("ohchr-untc/untc-2015/declarations/*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        written |= {line[1:] for line in lines if line.startswith("#")}
    assert len(written) > 190
    assert _unresolved("untc-name", written) == set()


def test_treaty_status_of_2022_resolves_alike_by_code_and_name() -> None:
    for path in _files("ohchr-untc/status-2022/*.csv"):
        for row in _table(path, encoding="utf-8"):
            place = where.get(row["iso2"], "status-2022")
            assert where.get(row["member"], "status-2022-name") == place


def test_normlex_names_resolve() -> None:
    path = _file("ilo/INCOMPLETE-normlex-C097-ratifications-fr.txt")
    line = re.compile(r"^(\D+?)\s*(?:\[[^\]]*\]\s*)?\d{1,2}(?:er)? \S+ \d{4} (?:En|Pas en) vigueur")
    found = (line.match(text) for text in path.read_text(encoding="utf-8").splitlines())
    names = {match[1] for match in found if match}
    assert len(names) == 28
    assert _unresolved("normlex-fr", names) == set()
    for name in names:
        assert where.get(name, "normlex-fr") == where.find(name)


def test_neighbours_share_a_border_both_ways() -> None:
    assert where.neighbours("KEN") == ("ETH", "SOM", "SSD", "TZA", "UGA")
    assert where.neighbours("ISL") == ()
    for place in where.places():
        for other in where.neighbours(place.code):
            assert place.code in where.neighbours(other)
            assert where.get(other).kind in ("country", "area")
