"""Every row of CONTROL_TOTALS.csv, reproduced: from the base, or from a file of which gmg keeps no figures.

A way says for which files and measures it holds and how to come to the value. Each row of the table
must meet exactly one way.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from conftest import data_folder
from gmg.axes import where
from gmg.evidence.accounts import Account
from gmg.evidence.base import Base
from gmg.evidence.snapshots import Snapshots

ROWS_EXPECTED = 425
COUNTRY = "({})".format(
    ", ".join(
        repr(place.code)
        for place in where.places()
        if place.kind in ("country", "area", "composite", "former")
    )
)
WORLD = "place = 'M49-001'"


@dataclass(frozen=True)
class Desk:
    """One row's file, its account and its figures."""

    base: Base
    data: Path
    path: str

    @property
    def account(self) -> Account:
        return next(item for item in self.base.release.accounts if item.path == self.path)

    def ask(self, what: str, condition: str = "true", path: str | None = None) -> Any:
        """One value over the figures (or acts) of the file; `path` may be a pattern of several."""
        parts = [
            f"'{self.base.release.folder / account.part}'"
            for account in self.base.release.accounts
            if account.part and fnmatchcase(account.path, path or self.path)
        ]
        assert parts, f"no figures of {path or self.path} are in the release"
        figures = f"read_parquet([{', '.join(parts)}])"
        rows = self.base.rows(
            f"SELECT {what} AS answer FROM (SELECT *, year(time_to) AS year FROM {figures}) "
            f"WHERE {condition}"
            if self.is_observations(path)
            else f"SELECT {what} AS answer FROM {figures} WHERE {condition}"
        )
        assert len(rows) == 1
        return rows[0]["answer"]

    def is_observations(self, path: str | None = None) -> bool:
        kinds = {
            a.kind for a in self.base.release.accounts if fnmatchcase(a.path, path or self.path)
        }
        return kinds == {"observations"}

    def sum(self, condition: str, path: str | None = None) -> float:
        return self.ask("sum(value)", condition, path)

    def count(self, condition: str = "true") -> int:
        return self.ask("count(*)", condition)

    def raw(self) -> bytes:
        content = (self.data / self.path).read_bytes()
        return gzip.decompress(content) if self.path.endswith(".gz") else content

    def lines(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.raw().decode("utf-8-sig"), newline="")))

    def document(self) -> Any:
        return json.loads(self.raw())

    def xml(self) -> Any:
        return etree.fromstring(self.raw())


Answer = Callable[..., Any]
WAYS: list[tuple[str, re.Pattern[str], Answer]] = []


def way(*files: str, measure: str) -> Callable[[Answer], Answer]:
    """The function holds for these files (patterns) and measures; groups become its arguments."""

    def keep(answer: Answer) -> Answer:
        WAYS.extend((pattern, re.compile(measure), answer) for pattern in files)
        return answer

    return keep


# --- how many records -------------------------------------------------------------------------

READ = (
    *(
        "undesa/ims-20??-o*.csv.gz",
        "undesa/ims-2019-tidy/migrants_*",
        "undesa/*/est_*.csv",
        "undesa/wpp-20*dt.csv.gz",
        "undesa/wpp-2022/population-*",
    ),
    *("undesa/wpp-2019/pop?.csv.gz", "undesa/wpp-2019/migration.csv"),
    *("unhcr/population*", "unhcr/asylum_*", "unhcr/flows*", "unhcr/solutions*"),
    *("unhcr/demographics*", "unhcr/idmc*", "unhcr/unrwa*", "unhcr/persons_of_concern*"),
    *("worldbank/API_*", "worldbank/wdi.csv.gz", "iom/*.csv*", "iom/missing-migrants/*.gz"),
    *("iom/dtm/displacement-admin*", "iom/dtm/idpadmin*", "undp/*", "unodc/*", "ilo/EMP*"),
    *("ilo/INCOMPLETE-C189*", "idmc/*"),
)
NOT_EVIDENCE = (
    *("undesa/wpp-20??/countries.csv", "undesa/wpp-20??/UNlocations.csv", "unhcr/countries.csv.gz"),
    *("undesa/*/countries_class_by_region.csv", "worldbank/Metadata_*"),
    *("reference/*.csv", "research/node_index.csv", "ohchr-untc/untc-2015/index.csv"),
)
LISTS = ("iom/dtm/common-*", "iom/dtm/displacement-country-*", "iom/dtm/displacement-operation-*")


@way(*READ, measure="data rows|records")
def records(at: Desk) -> int:
    if at.path.startswith("iom/dtm/"):
        answer = at.document()
        assert len(answer["result"]) == answer["totalRecordsCount"]
    return at.account.records


@way(*NOT_EVIDENCE, measure="data rows")
def lines_of_a_file_without_figures(at: Desk) -> int:
    assert at.path not in {account.path for account in at.base.release.accounts}
    return len(at.lines())


@way(*LISTS, measure="records")
def records_of_a_list(at: Desk) -> int:
    answer = at.document()
    assert len(answer["result"]) == answer["totalRecordsCount"]
    return len(answer["result"])


# --- UN DESA, International Migrant Stock -----------------------------------------------------

IMS_2024, IMS_2020 = "undesa/ims-2024-*", "undesa/ims-2020-*"
TODAY = (
    "CASE {0} WHEN 'SDN736' THEN 'SDN' WHEN 'CSXX' THEN 'SRB_XKX' WHEN 'ANHH' THEN 'BES' "
    "WHEN 'BES_CUW' THEN 'BES' ELSE {0}::VARCHAR END"
)
PAIRS = f"count(DISTINCT ({TODAY.format('place')}, {TODAY.format('counterpart')}))"


@way(IMS_2024, measure=r"world total (\d+)")
def world_2024(at: Desk, year: str) -> float:
    return at.sum(f"year = {year}")


@way(IMS_2024, measure=r"world total (\d+), (male|female)")
def world_2024_by_sex(at: Desk, year: str, sex: str) -> float:
    return at.sum(f"year = {year} AND sex = '{sex}'")


@way(IMS_2024, measure="unknown origin 2024")
def unknown_origin(at: Desk) -> float:
    return at.sum("year = 2024 AND counterpart = '_OTH'")


@way(IMS_2024, measure="Mexico to United States 2024")
def mexico_to_united_states(at: Desk) -> float:
    return at.sum("year = 2024 AND counterpart = 'MEX' AND place = 'USA'")


@way(IMS_2024, IMS_2020, measure="rows with [nv] = 0")
def explicit_zeros(at: Desk) -> int:
    return at.count("as_published = '0'")


@way(IMS_2024, measure="destinations / origins")
def destinations_and_origins(at: Desk) -> tuple[int, int]:
    return (
        at.ask(f"count(DISTINCT {TODAY.format('place')})"),
        at.ask("count(DISTINCT counterpart)"),
    )


@way(IMS_2024, IMS_2020, measure="country pairs")
def pairs(at: Desk) -> int:
    return at.ask(PAIRS)


@way(IMS_2024, measure="destinations with type_i = 1")
def imputed(at: Desk) -> int:
    return at.ask("count(DISTINCT place)", "basis LIKE 'imputed%'")


@way(IMS_2020, measure=r"world total (\d+)")
def world_2020(at: Desk, year: str) -> float:
    return at.sum(f"year = {year} AND sex = 'total'")


@way(IMS_2020, measure=r"world total 2020, male \+ female")
def world_2020_sexes(at: Desk) -> float:
    return at.sum("year = 2020 AND sex IN ('male', 'female')")


@way(IMS_2020, measure="other or unknown origin 2020")
def unknown_origin_2020(at: Desk) -> float:
    return at.sum("year = 2020 AND sex = 'total' AND counterpart = '_OTH'")


MATRIX = "undesa/ims-2019-tidy/migrants_by_origin_*"


@way(MATRIX, measure="world total 2019")
def matrix_world(at: Desk) -> float:
    return at.sum(f"{WORLD} AND year = 2019 AND counterpart IS NULL")


@way(MATRIX, measure="world 2019, sum over origin columns")
def matrix_origins(at: Desk) -> float:
    condition = f"{WORLD} AND year = 2019 AND counterpart IS NOT NULL"
    assert at.count(condition) == 234
    return at.sum(condition)


@way(MATRIX, measure=r"markers \.\. / -")
def matrix_markers(at: Desk) -> tuple[int, int]:
    return at.count("as_published = '..'"), at.count("as_published = '-'")


AGES = "undesa/*/migrants_by_age_*"


@way(AGES, measure=r"world total 2019 \(Total_\(mf\)\)")
def ages_world(at: Desk) -> float:
    return at.sum(f"{WORLD} AND year = 2019 AND sex = 'total' AND age = 'all'")


@way(AGES, measure="world 2019, sum of the 16 age groups, both sexes")
def ages_summed(at: Desk) -> float:
    condition = f"{WORLD} AND year = 2019 AND sex = 'total' AND age <> 'all'"
    assert at.count(condition) == 16
    return at.sum(condition)


@way("undesa/*/est_refugee_stock.csv", measure="world refugees and asylum seekers 2019")
def refugees_2019(at: Desk) -> float:
    return at.sum(f"{WORLD} AND year = 2019 AND concept = 'refugees'")


@way("undesa/*/countries_class_by_region.csv", measure="least developed countries")
def least_developed(at: Desk) -> int:
    return sum(line["Least developed countries"] == "1.0" for line in at.lines())


WORKBOOKS = "undesa/undesa_pd_20*.xlsx"
STOCK = "sheet = 'Table 1' AND concept = 'migrant-stock'"


@way(WORKBOOKS, measure="Table 1, data rows")
def workbook_rows(at: Desk) -> int:
    return at.ask('count(DISTINCT "row")', "sheet = 'Table 1'")


@way(WORKBOOKS, measure=r"Table 1, world (\d+) both / male / female")
def workbook_world(at: Desk, year: str) -> tuple[float, ...]:
    return tuple(
        at.sum(f"{STOCK} AND {WORLD} AND year = {year} AND sex = '{sex}'")
        for sex in ("total", "male", "female")
    )


@way(WORKBOOKS, measure=r"Table 1, sum of countries (\d+)")
def workbook_countries(at: Desk, year: str) -> float:
    return at.sum(f"{STOCK} AND place IN {COUNTRY} AND year = {year} AND sex = 'total'")


@way(WORKBOOKS, measure=r"Table 6, world refugees(?: and asylum seekers)? (\d+)")
def workbook_refugees(at: Desk, year: str) -> float:
    return at.sum(f"sheet = 'Table 6' AND concept = 'refugees' AND {WORLD} AND year = {year}")


def _annex(at: Desk) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(at.data / at.path, read_only=True)
    rows = list(book["Annex"].iter_rows(min_row=12, values_only=True))
    return [row for row in rows if row[1] is not None and row[3] is not None]


@way("undesa/aggregates_*", measure="Annex, data rows")
def annex_rows(at: Desk) -> int:
    book = openpyxl.load_workbook(at.data / at.path, read_only=True)
    return sum(row[1] is not None for row in book["Annex"].iter_rows(min_row=12, values_only=True))


@way("undesa/aggregates_*", measure="Annex, countries and areas")
def annex_countries(at: Desk) -> int:
    return sum(row[5] == 4 for row in _annex(at))


# --- UN DESA, World Population Prospects ------------------------------------------------------

CONCEPTS = {"births": "births", "deaths": "deaths", "PopChange": "population-change"}


@way("undesa/wpp-20*/misc*", measure=r"world (births|deaths|PopChange) (\d+) \(thousands\)")
def vital_events(at: Desk, column: str, year: str) -> float:
    return at.sum(f"{WORLD} AND concept = '{CONCEPTS[column]}' AND year = {year}")


POPULATION = f"{WORLD} AND concept = 'population' AND basis = 'projection-medium'"


@way("undesa/wpp-2024/popproj1dt*", measure=r"world pop([MF]) 2024 \(thousands\)")
def population_by_sex(at: Desk, sex: str) -> float:
    sexes = {"M": "male", "F": "female"}
    return at.sum(f"{POPULATION} AND time_to = DATE '2024-12-31' AND sex = '{sexes[sex]}'")


@way("undesa/wpp-2024/popproj1dt*", measure=r"world population 1 July 2024 \(thousands\)")
def population_in_the_middle_of_2024(at: Desk) -> float:
    end = at.sum(f"{POPULATION} AND time_to = DATE '2024-12-31' AND sex IN ('male', 'female')")
    change = at.sum(
        f"{WORLD} AND concept = 'population-change' AND year = 2024",
        "undesa/wpp-2024/miscproj1dt.csv.gz",
    )
    return end - change / 2


@way("undesa/wpp-2022/popproj1dt*", measure=r"world pop 2022 \(thousands\)")
def population_2022(at: Desk) -> float:
    return at.sum(f"{POPULATION} AND time_to = DATE '2022-12-31' AND sex = 'total'")


@way("undesa/wpp-2022/population-by-*", measure=r"world population 2020, ages 0-99 \(thousands\)")
def population_below_100(at: Desk) -> float:
    return at.sum("year = 2020 AND sex = 'total'")


@way("undesa/wpp-2019/pop?.csv.gz", measure=r"world 2020 \(thousands\)")
def population_2019(at: Desk) -> float:
    condition = f"{WORLD} AND year = 2020 AND age <> 'all'"
    assert at.count(condition) == 21
    return at.sum(condition)


NET = f"concept = 'net-migration' AND place IN {COUNTRY}"


@way("undesa/wpp-2024/mig1dt*", measure=r"net migration 2023, sum over countries \(thousands\)")
def net_migration(at: Desk) -> float:
    return at.sum(f"{NET} AND year = 2023")


@way(
    "undesa/wpp-2024/mig1dt*",
    "undesa/wpp-2022/migration1dt*",
    measure=r"net migration (\d{4}), sum of absolute values \(thousands\)",
)
def gross_net_migration(at: Desk, year: str) -> float:
    return at.ask("sum(abs(value))", f"{NET} AND year = {year}")


@way(
    "undesa/wpp-2019/migration.csv",
    measure=r"net migration 2015-2020, sum of absolute values \(thousands\)",
)
def gross_net_migration_of_five_years(at: Desk) -> float:
    return at.ask("sum(abs(value))", f"{NET} AND year(time_from) = 2015 AND year = 2020")


@way("undesa/wpp-2024/mig1dt*", measure=r"net migration United States 2023 \(thousands\)")
def net_migration_united_states(at: Desk) -> float:
    return at.sum("concept = 'net-migration' AND place = 'USA' AND year = 2023")


@way(
    "undesa/wpp-2024/migprojAge5dt*", measure=r"United States 2020-2025, men / women \(thousands\)"
)
def net_migration_by_sex(at: Desk) -> tuple[float, float]:
    men, women = (
        f"place = 'USA' AND year(time_from) = 2020 AND sex = '{sex}'" for sex in ("male", "female")
    )
    assert at.count(men) == at.count(women) == 21
    return at.sum(men), at.sum(women)


@way("undesa/wpp-20??/UNlocations.csv", measure="countries and areas")
def locations(at: Desk) -> int:
    return sum(line["location_type"] == "4" for line in at.lines())


# --- UNHCR -------------------------------------------------------------------------------------

UNHCR = {
    "refugees": "refugees",
    "asylum_seekers": "asylum-seekers",
    "idps": "internally-displaced",
    "stateless": "stateless",
    "ooc": "others-of-concern",
    "oip": "others-in-need-of-protection",
    "hst": "host-community",
    "Refugees": "refugees",
    "Asylum-seekers": "asylum-seekers",
    "IDPs": "internally-displaced",
    "Stateless persons": "stateless",
    "Host community": "host-community",
    "Others of concern": "others-of-concern",
}


@way("unhcr/population.csv.gz", measure=r"(\w+) (20\d\d)")
@way("unhcr/persons_of_concern.csv", measure=r"([\w -]+) (20\d\d)")
def people_at_the_end_of_a_year(at: Desk, column: str, year: str) -> float:
    return at.sum(f"concept = '{UNHCR[column]}' AND time_to = DATE '{year}-12-31'")


@way("unhcr/asylum_applications*", measure="applied 2024")
def applied(at: Desk) -> float:
    return at.sum("concept = 'asylum-applications' AND year = 2024")


@way("unhcr/asylum_applications*", measure=r"dec_level = 'NA' \(text\) rows")
def level_na(at: Desk) -> int:
    return at.count("list_contains(string_split(detail, '; '), 'level=NA')")


DECISIONS = {
    "recognized": "decisions-recognised",
    "other": "decisions-other-protection",
    "rejected": "decisions-rejected",
    "closed": "decisions-closed",
    "total": "decisions-total",
}


@way("unhcr/asylum_decisions*", measure=r"dec_(\w+) 2024")
def decisions(at: Desk, outcome: str) -> float:
    return at.sum(f"basis = '{DECISIONS[outcome]}' AND year = 2024")


@way("unhcr/asylum_decisions*", measure="rows where dec_total differs from the four parts")
def decisions_that_do_not_add_up(at: Desk) -> int:
    figures = at.base.release.folder / str(at.account.part)
    total = "sum(coalesce(value, 0)) FILTER (WHERE basis {} 'decisions-total')"
    answer = at.base.rows(
        f"SELECT count(*) AS n FROM (SELECT \"row\" FROM read_parquet('{figures}') GROUP BY ALL "
        f"HAVING {total.format('=')} <> {total.format('<>')})"
    )
    return answer[0]["n"]


FLOWS = {
    "refugees": "new-refugees",
    "asylum_seekers": "new-asylum-seekers",
    "refugee_like": "new-refugee-like",
    "oip": "new-others-in-need-of-protection",
}


@way("unhcr/flows*", measure=r"(refugees|asylum_seekers|refugee_like|oip) 2024")
def flows(at: Desk, column: str) -> float:
    return at.sum(f"basis = '{FLOWS[column]}' AND year = 2024")


SOLUTIONS = {
    "returned_refugees": "returned-refugees",
    "resettlement": "resettlement",
    "naturalisation": "naturalisation",
    "returned_idps": "returned-internally-displaced",
}


@way("unhcr/solutions*", measure=r"(\w+) 2024")
def solutions(at: Desk, column: str) -> float:
    return at.sum(f"concept = '{SOLUTIONS[column]}' AND year = 2024")


TYPES = {
    "REF": "refugees",
    "ASY": "asylum-seekers",
    "IDP": "internally-displaced",
    "STA": "stateless",
}


@way("unhcr/demographics*", measure=r"total 2025, pop_type (\w+)")
def demographics(at: Desk, kind: str) -> float:
    return at.sum(f"concept = '{TYPES[kind]}' AND year = 2025 AND sex = 'total' AND age = 'all'")


@way("unhcr/demographics*", measure="rows with a total and no sex detail")
def demographics_without_sex(at: Desk) -> int:
    figures = at.base.release.folder / str(at.account.part)
    answer = at.base.rows(
        f"SELECT count(*) AS n FROM (SELECT \"row\" FROM read_parquet('{figures}') "
        "WHERE age = 'all' GROUP BY ALL HAVING sum(value) FILTER (WHERE sex = 'total') > 0 "
        "AND coalesce(sum(value) FILTER (WHERE sex <> 'total'), 0) = 0)"
    )
    return answer[0]["n"]


@way("unhcr/idmc*", "unhcr/unrwa*", measure="total 2024")
def of_another_agency(at: Desk) -> float:
    return at.sum("year = 2024")


@way("unhcr/countries.csv.gz", measure="rows where unhcr_code differs from iso_code")
def codes_that_differ(at: Desk) -> int:
    return sum(line["unhcr_code"] != line["iso_code"] for line in at.lines())


# --- World Bank --------------------------------------------------------------------------------

STOCKS, REMITTANCES = "worldbank/WB_Bilateral_Est*", "worldbank/WB_Bilateral_Rem*"
PAIR = "place <> 'M49-001' AND counterpart <> 'M49-001'"
WORLD_CELL = f"{WORLD} AND counterpart IS NULL"


@way(STOCKS, measure="world migrants 2017")
def migrants_2017(at: Desk) -> float:
    assert at.sum(PAIR) == at.sum(WORLD_CELL)
    return at.sum(PAIR)


@way(STOCKS, measure="Mexico to United States")
def mexico_to_united_states_2017(at: Desk) -> float:
    return at.sum("counterpart = 'MEX' AND place = 'USA'")


@way(REMITTANCES, measure=r"remittances 2017, sum of pairs \(US\$ million\)")
def remittances_of_pairs(at: Desk) -> float:
    assert at.count(f"{PAIR} AND as_published = '-' AND value IS NULL") == 4
    return at.sum(PAIR)


@way(REMITTANCES, measure=r"remittances 2017, WORLD cell \(US\$ million\)")
def remittances_of_the_world(at: Desk) -> float:
    return at.sum(WORLD_CELL)


@way(REMITTANCES, measure=r"United States to Mexico \(US\$ million\)")
def united_states_to_mexico(at: Desk) -> float:
    return at.sum("counterpart = 'USA' AND place = 'MEX'")


@way("worldbank/API_*", measure="cells with a value")
def filled_cells(at: Desk) -> int:
    return at.count("value IS NOT NULL")


@way("worldbank/API_*.csv", measure=r"world (\d+)")
def world_of_an_indicator(at: Desk, year: str) -> str:
    return at.ask("any_value(as_published)", f"{WORLD} AND year = {year}")


@way("worldbank/API_SM.POP.NETM*", measure="net migration United States 2022")
def bank_net_migration(at: Desk) -> float:
    return at.sum("place = 'USA' AND year = 2022")


@way("worldbank/Metadata_Country_*", measure="economies with an income group")
def income_groups(at: Desk) -> int:
    return sum(line["IncomeGroup"] != "" for line in at.lines())


@way("worldbank/wdi.csv.gz", measure="variables")
def variables(at: Desk) -> int:
    return at.ask("count(DISTINCT (concept, basis, unit, detail))")


@way("worldbank/wdi.csv.gz", measure=r"remin 2022 \(US\$\)")
def remittances_received(at: Desk) -> float:
    return at.sum("concept = 'remittances-received' AND year = 2022")


@way("worldbank/wdi.csv.gz", measure=r"pop 2023 \(persons\)")
def bank_population(at: Desk) -> float:
    return at.sum("concept = 'population' AND year = 2023")


# --- IOM ---------------------------------------------------------------------------------------

FEEDS = "iom/missing-migrants/????-json.json.gz"
DEAD = "basis = 'dead-and-missing' AND sex = 'total' AND age = 'all'"


@way(FEEDS, measure="dead and missing")
def dead_and_missing(at: Desk) -> float:
    return at.sum(DEAD)


@way(FEEDS, measure="decompressed bytes")
def bytes_of_a_feed(at: Desk) -> int:
    kept = Snapshots(at.base.folder / "snapshots").get(at.account.sha256)
    return len(kept.content)


@way("iom/missing-migrants/", measure="records, all years")
def records_of_all_feeds(at: Desk) -> int:
    accounts = [a for a in at.base.release.accounts if fnmatchcase(a.path, FEEDS)]
    assert len(accounts) == 12
    return sum(account.records for account in accounts)


@way("iom/missing-migrants/", measure="dead and missing, all years")
def dead_and_missing_of_all_feeds(at: Desk) -> float:
    return at.sum(DEAD, FEEDS)


@way("iom/missing-migrants/", measure="web_id values that occur more than once")
def incidents_told_more_than_once(at: Desk) -> int:
    incidents: Counter[str] = Counter()
    for feed in sorted((at.data / at.path).glob("*.gz")):
        incidents.update(
            record["web_id"] for record in json.loads(gzip.decompress(feed.read_bytes()))
        )
    return sum(times > 1 for times in incidents.values())


@way("iom/iom_mmp.csv.gz", measure="dead 2014-2024")
def dead_of_the_download(at: Desk) -> float:
    return at.sum("concept = 'migrant-deaths'")


@way("iom/iom_mmp.csv.gz", measure="dead 2023")
def dead_of_the_download_2023(at: Desk) -> float:
    return at.sum("concept = 'migrant-deaths' AND year(time_from) = 2023")


@way("iom/dtm_med.csv", measure=r"arrivals (\d+)")
def arrivals(at: Desk, year: str) -> float:
    return at.sum(f"detail IS NULL AND year = {year}")


@way("iom/dtm_med.csv", measure="Spain, all months, total and parts")
def arrivals_in_spain(at: Desk) -> tuple[float, float]:
    return (
        at.sum("place = 'ESP' AND detail IS NULL"),
        at.sum("place = 'ESP' AND detail IS NOT NULL"),
    )


@way("iom/dtm/displacement-admin*", "iom/dtm/idpadmin*", measure="numPresentIdpInd, all rows")
def displaced(at: Desk) -> float:
    return at.sum("\"column\" = 'numPresentIdpInd'")


# --- UNDP, UNODC, ILO, IDMC --------------------------------------------------------------------

HDI = "concept = 'hdi' AND sex = 'total' AND year = {}"


@way("undp/HDR*", measure="columns")
def columns_of_the_indices(at: Desk) -> int:
    columns, rest = divmod(at.account.holds, at.account.records + 1)
    assert rest == 0
    return columns


@way("undp/HDR*", measure="HDI 2022 world / Switzerland / Afghanistan")
def human_development(at: Desk) -> tuple[float, ...]:
    places = ("M49-001", "CHE", "AFG")
    return tuple(at.sum(f"{HDI.format(2022)} AND place = '{place}'") for place in places)


@way("undp/HDR*", measure="countries")
def countries_of_the_indices(at: Desk) -> int:
    return at.ask("count(DISTINCT place)", f"place IN {COUNTRY}")


@way("undp/hdro-api/*", measure="HDI 2021 Afghanistan")
def human_development_of_afghanistan(at: Desk) -> float:
    return at.sum(f"{HDI.format(2021)} AND place = 'AFG'")


@way("unodc/data_glotip.xlsx", measure="cells '<5'")
def protected_cells(at: Desk) -> int:
    rejected = sum(item.as_published == "<5" for item in at.account.rejected)
    return at.count("as_published = '<5' AND value IS NULL") + rejected


@way("unodc/data_glotip.xlsx", measure="detected victims 2019, rows / sum of the numbers")
def victims(at: Desk) -> tuple[int, float]:
    condition = (
        "concept = 'trafficking-victims' AND basis = 'detected-by-states' AND sex = 'total' "
        "AND age = 'all' AND detail IS NULL AND counterpart IS NULL AND year = 2019"
    )
    return at.count(condition), at.sum(condition)


@way("ilo/EMP*", measure="sum of obs_value")
def informal_employment(at: Desk) -> float:
    return at.sum("true")


@way("ilo/EMP*", measure="economies")
def economies(at: Desk) -> int:
    return at.ask("count(DISTINCT place)")


@way("ilo/INCOMPLETE-normlex*", measure="ratification lines")
def ratifications(at: Desk) -> int:
    return at.count("act = 'ratification'")


@way("idmc/idmc_flows.csv", measure="conflict 2023")
def displaced_by_conflict(at: Desk) -> float:
    return at.sum("basis = 'conflict' AND year = 2023")


@way("idmc/idmc_flows.csv", measure="all causes but conflict, 2023")
def displaced_by_disaster(at: Desk) -> float:
    return at.sum("basis = 'disaster' AND year = 2023")


@way("idmc/idmc_stocks.csv", measure="(conflict|disaster) end 2023")
def living_in_displacement(at: Desk, cause: str) -> float:
    return at.sum(f"basis = '{cause}' AND time_to = DATE '2023-12-31'")


# --- treaties ----------------------------------------------------------------------------------

TREATIES = "ohchr-untc/untc-2015/treaties/*.csv"
BINDING = (
    "act IN ('ratification', 'accession', 'succession', 'acceptance', 'approval', "
    "'formal confirmation')"
)
SIGNED = "act IN ('signature', 'succession to signature', 'definitive signature')"


@way(TREATIES, measure="participants / parties / signatories")
def participants(at: Desk) -> tuple[int, int, int]:
    return (
        at.ask('count(DISTINCT "row")'),
        at.ask('count(DISTINCT "row")', BINDING),
        at.ask('count(DISTINCT "row")', SIGNED),
    )


@way(TREATIES, measure="latest act")
def latest_act(at: Desk) -> str:
    return at.ask("max(date)").isoformat()


@way("ohchr-untc/untc-2015/declarations/*.txt", measure="participants with a text")
def declarations(at: Desk) -> int:
    return at.count("act = 'declaration'")


@way("ohchr-untc/status-2022/*.csv", measure="rows / parties by dummy / parties by status")
def status(at: Desk) -> tuple[int, int, int]:
    dummies = sum(line["state party"] == "1" for line in at.lines())
    return at.account.records, dummies, at.count("act = 'party in the year' AND \"column\" = 'G'")


# --- IATI, Akoma Ntoso, reference and research: not evidence, so straight from the file --------

ACTIVITIES = "iati/activities/*.xml"


@cache
def schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


def valid(file: Path, xsd: Path) -> bool:
    try:
        return schema(xsd).validate(etree.parse(file))
    except etree.XMLSyntaxError:
        return False


def dollars(at: Desk, currency: str) -> float:
    values = at.xml().iterfind("iati-activity/transaction/value")
    return sum(float(value.text) for value in values if value.get("currency") == currency)


@way(ACTIVITIES, measure="activities")
def activities(at: Desk) -> int:
    found = [item.findtext("iati-identifier") for item in at.xml().iterfind("iati-activity")]
    assert len(set(found)) == len(found)
    return len(found)


@way(ACTIVITIES, measure="transactions")
def transactions(at: Desk) -> int:
    found = at.xml().findall("iati-activity/transaction")
    assert {item.find("transaction-type").get("code") for item in found} == {"11"}
    return len(found)


@way(ACTIVITIES, measure="transactions, (USD|EUR)")
def transactions_in(at: Desk, currency: str) -> float:
    return dollars(at, currency)


@way(ACTIVITIES, measure="budgets, number / sum")
def budgets(at: Desk) -> tuple[int, float]:
    values = at.xml().findall("iati-activity/budget/value")
    assert {value.get("currency") for value in values} == {"USD"}
    return len(values), sum(float(value.text) for value in values)


@way(ACTIVITIES, measure="currencies")
def currencies(at: Desk) -> int:
    return len({v.get("currency") for v in at.xml().iterfind("iati-activity/transaction/value")})


CASES = {
    "activities": ("activity-tests", "iati-activities", "iati-activities-schema.xsd"),
    "organisations": ("organisation-tests", "iati-organisations", "iati-organisations-schema.xsd"),
    "registry": ("registry-tests", None, "iati-registry-record-schema.xsd"),
}


@way("iati/conformance-2.03/", measure=r"(\w+) schema, (should-fail|should-pass)")
def conformance(at: Desk, kind: str, expected: str) -> int:
    own, shared, xsd = CASES[kind]
    root = at.data / at.path
    folders = [root / own / expected, *([root / expected / shared] if shared else [])]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    for file in files:
        passes = valid(file, at.data / "iati/schema-2.03" / xsd)
        assert passes == (expected == "should-pass"), file
    return len(files)


@way("iati/codelists/", measure="code lists")
def code_lists(at: Desk) -> int:
    files = sorted((at.data / at.path).glob("*.xml"))
    xsd = at.data / "iati/schema-2.03/codelist.xsd"
    assert [file.name for file in files if not valid(file, xsd)] == []
    return len(files)


@way("iati/codelists-mapping.xml", measure="mappings")
def mappings(at: Desk) -> int:
    return len(at.xml().findall(".//mapping"))


@way("iati/codelists/*.xml", measure="codes")
def codes(at: Desk) -> int:
    return len(at.xml().findall(".//codelist-item"))


@way("iati/examples/*.xml", measure="valid")
def example_is_valid(at: Desk) -> str:
    kind = "activities" if "activity" in at.path else "organisations"
    return (
        "yes" if valid(at.data / at.path, at.data / "iati/schema-2.03" / CASES[kind][2]) else "no"
    )


@way("akn/*.xml", measure="valid")
def document_is_valid(at: Desk) -> str:
    schemas = ("akn/akomantoso30.xsd", "akn/akomantoso30-lenient.xsd")
    return "yes" if all(valid(at.data / at.path, at.data / xsd) for xsd in schemas) else "no"


@way("reference/country-codes.csv", measure="ISO 3166-1 alpha-3 codes")
def iso_codes(at: Desk) -> int:
    return len({line["ISO3166-1-Alpha-3"] for line in at.lines()} - {""})


@way("reference/country-codes.csv", measure="M49 codes")
def m49_codes(at: Desk) -> int:
    return len({line["M49"] for line in at.lines()} - {""})


@way("research/*.json", measure=r"(\d+): country pairs / total_inflow of countries")
def estimates(at: Desk, year: str) -> tuple[int, int]:
    document = at.document()
    regions = set(document["regions"])
    own = [number for number in range(len(document["names"])) if number not in regions]
    matrix, inflow = document["matrix"][year], document["total_inflow"][year]
    return (
        sum(matrix[origin][destination] for origin in own for destination in own),
        sum(inflow[document["names"][number]] for number in own),
    )


# --- the rows ----------------------------------------------------------------------------------


def ways_for(file: str, measure: str) -> list[tuple[Answer, tuple[str, ...]]]:
    """The ways that hold for a row, each with what its pattern caught."""
    return [
        (answer, caught.groups())
        for pattern, wanted, answer in WAYS
        if fnmatchcase(file, pattern) and (caught := wanted.fullmatch(measure))
    ]


def rows() -> list[dict[str, str]]:
    folder = data_folder()
    if folder is None:
        return []
    with (folder / "CONTROL_TOTALS.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows()


def agrees(found: Any, published: str) -> bool:
    """Whether the value is the published one to its last published digit, or the very text."""
    if isinstance(found, str):
        return found == published
    decimals = len(published.partition(".")[2])
    return round(float(found), decimals) == float(published)


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{row['file']}: {row['measure']}".replace("[", "(") for row in ROWS]
)
def test_control_total(row: dict[str, str], base: Base, data: Path) -> None:
    found = ways_for(row["file"], row["measure"])
    assert len(found) == 1, f"{len(found)} ways to {row['file']}: {row['measure']}"
    answer, caught = found[0]
    value = answer(Desk(base, data, row["file"]), *caught)
    values = value if isinstance(value, tuple) else (value,)
    expected = re.split(r" / | = ", row["expected_value"])
    assert len(values) == len(expected)
    for one, published in zip(values, expected, strict=True):
        assert agrees(one, published), (values, row["expected_value"], row["how_computed"])


def test_no_row_is_left_out(data: Path) -> None:
    assert len(ROWS) == ROWS_EXPECTED


def test_a_wrong_value_does_not_agree() -> None:
    assert agrees(2.0004, "2.000")
    assert not agrees(2.0006, "2.000")
    assert not agrees(304_021_812, "304021813")
    assert not agrees("13673", "13673.0039578901")
    assert agrees(-0.0, "0.0")
