"""A small evidence base made of rows, for tests of what is asked of a base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from gmg.evidence.accounts import Account
from gmg.evidence.base import Base
from gmg.evidence.release import Release
from gmg.records.observation import schema
from gmg.records.treaty_act import COLUMNS as ACT_COLUMNS
from gmg.sources.description import Edition, Licence, Source

LICENCE = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "Maker", "stated")
PLAIN: dict[str, Any] = {
    "basis": "foreign-born",
    "counterpart": None,
    "sex": "total",
    "age": "all",
    "detail": None,
    "unit": "persons",
    "status": "A",
    "agency": "UNDESA",
    "sheet": None,
    "column": "C",
    "note": None,
}


def mid(year: int) -> dict[str, Any]:
    """The columns of a figure true at mid-year."""
    day = date(year, 7, 1)
    return {"time_from": day, "time_to": day, "time_kind": "point"}


def over(year: int) -> dict[str, Any]:
    """The columns of a figure true over a calendar year."""
    return {"time_from": date(year, 1, 1), "time_to": date(year, 12, 31), "time_kind": "interval"}


def made_base(
    folder: Path,
    files: Mapping[tuple[str, str, str], Sequence[Mapping[str, Any]]],
    acts: Sequence[Mapping[str, Any]] = (),
    sample: bool = False,
) -> Base:
    """A base with one file for each `(dataset, edition, published)`, its rows filled up from PLAIN."""
    (folder / "observations").mkdir(parents=True)
    accounts, editions = [], {}
    for at, ((dataset, edition, published), rows) in enumerate(files.items(), start=1):
        sha = f"{at:012x}" + "0" * 52
        part = f"observations/{dataset}@{edition}.parquet"
        full = [_row(row, dataset, edition, sha, number) for number, row in enumerate(rows, 2)]
        frame = pl.DataFrame(full, schema=schema(), orient="row")
        frame.write_parquet(folder / part)
        concepts = tuple(sorted({str(row["concept"]) for row in full}))
        agency = str(full[0]["agency"])
        accounts.append(_account(f"{dataset}-{edition}.csv", sha, agency, dataset, edition))
        accounts[-1] = _with(accounts[-1], part, concepts, len(full))
        address = f"https://example.org/{dataset}/{edition}"
        editions.setdefault((dataset, agency), []).append(
            Edition(edition, f"{dataset} {edition}", published, address, ())
        )
    if acts:
        accounts.append(_acts(folder, acts))
        editions[("untc.treaties", "UNTC")] = [
            Edition("2015", "Treaties 2015", "2015", "https://treaties.un.org", ())
        ]
    sources = {
        dataset: Source(dataset, agency, dataset, "people", "yearly", "", LICENCE, tuple(held))
        for (dataset, agency), held in editions.items()
    }
    release = Release("abc", folder, sample, "made", tuple(accounts), (), (), sources)
    return Base(folder, release)


def _row(
    row: Mapping[str, Any], dataset: str, edition: str, sha: str, number: int
) -> dict[str, Any]:
    value = row.get("value")
    filled = {
        **PLAIN,
        "dataset": dataset,
        "edition": edition,
        "snapshot": sha,
        "row": number,
        "as_published": None if value is None else f"{value}",
        **row,
    }
    return {name: filled[name] for name in schema()}


def _account(path: str, sha: str, agency: str, dataset: str, edition: str) -> Account:
    return Account(
        path, sha, 1, agency, dataset, edition, "observations", 1, 1, 1, (), (), (), (), None
    )


def _with(account: Account, part: str, concepts: tuple[str, ...], kept: int) -> Account:
    from dataclasses import replace

    return replace(account, part=part, concepts=concepts, kept=kept)


def _acts(folder: Path, acts: Sequence[Mapping[str, Any]]) -> Account:
    sha = "f" * 64
    empty = dict.fromkeys(ACT_COLUMNS)
    stamp = {"agency": "UNTC", "dataset": "untc.treaties", "edition": "2015", "snapshot": sha}
    rows = [
        {**empty, "complete": True, "column": "C", **stamp, "row": at, **act}
        for at, act in enumerate(acts, start=2)
    ]
    (folder / "treaty_acts").mkdir()
    frame = pl.DataFrame(rows, schema=ACT_COLUMNS, orient="row")
    frame.write_parquet(folder / "treaty_acts" / "untc.parquet")
    account = _account("treaties.csv", sha, "UNTC", "untc.treaties", "2015")
    from dataclasses import replace

    return replace(account, kind="treaty_acts", part="treaty_acts/untc.parquet", kept=len(rows))


def stock(place: str, counterpart: str, sex: str, value: float, year: int = 2024) -> dict[str, Any]:
    """A figure of the migrant stock."""
    return {
        "concept": "migrant-stock",
        "place": place,
        "counterpart": counterpart,
        "sex": sex,
        "value": value,
        **mid(year),
    }


def refugees(place: str, counterpart: str, value: float, year: int = 2024) -> dict[str, Any]:
    """A figure of refugees at the end of a year."""
    end = date(year, 12, 31)
    return {
        "concept": "refugees",
        "basis": "unhcr-mandate",
        "agency": "UNHCR",
        "place": place,
        "counterpart": counterpart,
        "value": value,
        "time_from": end,
        "time_to": end,
        "time_kind": "point",
    }


def incident(day: date, value: float, counterpart: str | None) -> dict[str, Any]:
    """Deaths in one incident in Kenya."""
    return {
        "concept": "migrant-deaths",
        "basis": "dead",
        "agency": "IOM",
        "place": "KEN",
        "counterpart": counterpart,
        "detail": f"incident={day}",
        "value": value,
        "time_from": day,
        "time_to": day,
        "time_kind": "point",
    }


def schooling(sex: str, value: float) -> dict[str, Any]:
    """Expected years of schooling in Kenya, which have no sum."""
    return {
        "concept": "expected-schooling",
        "basis": "composite",
        "agency": "UNDP",
        "place": "KEN",
        "sex": sex,
        "value": value,
        "unit": "years",
        **over(2022),
    }


def remittances(year: int, value: float) -> dict[str, Any]:
    """Money received in Kenya in a year."""
    return {
        "concept": "remittances-received",
        "basis": "balance-of-payments",
        "agency": "WB",
        "place": "KEN",
        "value": value,
        "unit": "USD",
        **over(year),
    }


def profiled_base(folder: Path, sample: bool = False, money: bool = False) -> Base:
    """A base about Kenya: corridors both ways, refugees, incidents, an index, two treaty acts."""
    files: dict[tuple[str, str, str], list[dict[str, Any]]] = {
        ("undesa.migrant-stock", "2024", "2025-01"): [
            stock("KEN", "SOM", "female", 60.0),
            stock("KEN", "SOM", "male", 40.0),
            stock("KEN", "UGA", "female", 7.0),
            stock("KEN", "UGA", "male", 3.0),
            stock("KEN", "_OTH", "female", 900.0),
            stock("KEN", "_OTH", "male", 0.0),
            stock("UGA", "KEN", "female", 1.0),
            stock("UGA", "KEN", "male", 2.0),
            stock("KEN", "SOM", "female", 6.0, 2020),
            stock("KEN", "SOM", "male", 4.0, 2020),
        ],
        ("undesa.migrant-stock", "2020", "2021-01"): [
            stock("KEN", "SOM", "total", 5.0, 2020),
            stock("KEN", "M49-002", "total", 5.0, 2020),
        ],
        ("unhcr.population", "2025.12.1", "2025-12"): [
            *(refugees("KEN", "SOM", 300.0 + year, year) for year in (2021, 2022, 2023)),
            refugees("KEN", "SOM", 300.0),
            refugees("KEN", "KEN", 5.0),
            refugees("UGA", "KEN", 11.0),
            {**refugees("KEN", "KEN", 0.0), "concept": "internally-displaced"},
        ],
        ("undp.hdr", "2023-24", "2024-03"): [schooling("female", 11.0), schooling("male", 12.0)],
        ("iom.missing-migrants", "2024", "2024-09"): [
            incident(date(2023, 3, 1), 3.0, None),
            incident(date(2023, 6, 1), 2.0, "SOM"),
        ],
    }
    if money:
        files[("worldbank.wdi", "2024", "2024-07")] = [
            remittances(year, 4_234_567_890.5 + year) for year in (2020, 2021, 2022, 2023)
        ]
    acts = [
        {
            "instrument": "ICRMW",
            "party": "UGA",
            "act": "accession",
            "date": date(1995, 11, 14),
            "year": 1995,
            "as_published": "14 Nov 1995 a",
        },
        {
            "instrument": "CSR51",
            "party": "KEN",
            "act": "accession",
            "date": date(1966, 5, 16),
            "year": 1966,
            "as_published": "16 May 1966 a",
        },
    ]
    return made_base(folder, files, acts, sample)
