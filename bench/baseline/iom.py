"""IOM: missing migrants, displacement tracking, arrivals in Europe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from bench.baseline.table import Letters, Source, as_columns, detail, melt, numbers, placed

DEATHS = {
    "number_dead": ("migrant-deaths", "dead", "total", "all"),
    "number_missing": ("migrant-deaths", "missing", "total", "all"),
    "total_dead_and_missing": ("migrant-deaths", "dead-and-missing", "total", "all"),
    "number_of_survivors": ("migrant-survivors", "recorded-incidents", "total", "all"),
    "number_of_female": ("migrant-deaths", "dead-and-missing", "female", "all"),
    "number_of_male": ("migrant-deaths", "dead-and-missing", "male", "all"),
    "number_of_children": ("migrant-deaths", "dead-and-missing", "total", "0-17"),
}
DOWNLOAD = {
    "dead": ("migrant-deaths", "dead-and-missing"),
    "surv": ("migrant-survivors", "recorded-incidents"),
}
TRACKED = {"numPresentIdpInd": "total", "numberMales": "male", "numberFemales": "female"}
SPLIT = ("admin1Name", "admin1Pcode", "admin2Name", "admin2Pcode", "operation", "roundNumber")
CAUSES = {
    "Conflict": "conflict",
    "Natural disaster": "disaster",
    "Insecurity": "insecurity",
    "Other": "other-cause",
    "Not available": "cause-not-reported",
}


def read(data: Path) -> Iterator[pd.DataFrame]:
    """Every file of IOM."""
    for path in below(data, "iom/missing-migrants/*.json.gz"):
        yield missing_migrants(data, path)
    yield download(data)
    for pattern in ("iom/dtm/displacement-admin*.json", "iom/dtm/idpadmin*.json"):
        for path in below(data, pattern):
            yield tracking(data, path)
    yield arrivals(data)


def below(data: Path, pattern: str) -> list[str]:
    """Paths of the files that match, relative to the data folder."""
    return sorted(path.relative_to(data).as_posix() for path in data.glob(pattern))


def records(found: list[dict[str, Any]]) -> tuple[pd.DataFrame, Letters]:
    """Flat records as a table of text with the number of each record."""
    frame = pd.DataFrame(found).astype("str").where(pd.DataFrame(found).notna())
    frame = frame.replace("", None)
    frame["row"] = range(len(frame))
    return frame, {name: name for name in frame.columns}


def on_day(long: pd.DataFrame, days: pd.Series, kind: str) -> None:
    """The three columns of time for a day."""
    long["time_from"] = long["time_to"] = pd.to_datetime(days, errors="coerce")
    long["time_kind"] = kind


def missing_migrants(data: Path, path: str) -> pd.DataFrame:
    """One year of the feed: a record an incident."""
    edition = path.split("/")[-1][:4]
    source = Source(data, path, "IOM", "iom.missing-migrants", edition)
    frame, letters = records(json.loads(source.content))
    frame["place"] = placed(frame["country_of_incident"], "iom-mmp-name")
    frame["detail"] = detail(frame, incident="web_id", region="region", route="migration_route")
    index = ["reported_date", "place", "detail"]
    long = numbers(melt(frame, index, list(DEATHS), letters), thousands=True)
    as_columns(long, "measure", DEATHS, "concept", "basis", "sex", "age")
    on_day(long, long["reported_date"], "interval")
    return source.figures(long, unit="persons")


def download(data: Path) -> pd.DataFrame:
    """The download with ISO codes."""
    source = Source(data, "iom/iom_mmp.csv.gz", "IOM", "iom.missing-migrants-download", "2025-02")
    frame, letters = source.csv()
    frame["place"] = placed(frame["geo"], "iom-mmp")
    frame["counterpart"] = placed(frame["nat"], "iom-mmp")
    frame["detail"] = detail(frame, kind="type", route="route")
    index = ["t", "place", "counterpart", "detail"]
    long = numbers(melt(frame, index, list(DOWNLOAD), letters))
    as_columns(long, "measure", DOWNLOAD, "concept", "basis")
    on_day(long, long["t"], "interval")
    return source.figures(long, unit="persons")


def tracking(data: Path, path: str) -> pd.DataFrame:
    """A level of a country's displacement tracking: a record an area and round."""
    source = Source(data, path, "IOM", "iom.displacement-tracking", "2025")
    frame, letters = records(json.loads(source.content)["result"])
    frame["place"] = placed(frame["admin0Pcode"], "dtm")
    reasons = frame.get("displacementReason")
    frame["basis"] = (
        "tracked-in-rounds" if reasons is None else reasons.map(CAUSES).fillna("mixed-causes")
    )
    split = [name for name in SPLIT if name in letters]
    frame["detail"] = detail(frame, **{name: name for name in split})
    measures = [name for name in TRACKED if name in letters]
    index = ["reportingDate", "place", "basis", "detail"]
    long = numbers(melt(frame, index, measures, letters))
    long["sex"] = long["measure"].map(TRACKED)
    on_day(long, long["reportingDate"], "point")
    return source.figures(long, concept="internally-displaced", unit="persons")


def arrivals(data: Path) -> pd.DataFrame:
    """Arrivals by sea and land, month by month."""
    source = Source(data, "iom/dtm_med.csv", "IOM", "iom.arrivals", "2025-01")
    frame, letters = source.csv()
    frame["place"] = placed(frame["geo"], "arrivals")
    long = numbers(melt(frame, ["t", "geo", "place"], ["n"], letters))
    long["time_from"] = pd.to_datetime(long["t"] + "-01")
    long["time_to"] = long["time_from"] + pd.offsets.MonthEnd(0)
    long["time_kind"] = "interval"
    long["detail"] = ("unit=" + long["geo"]).where(long["geo"].str.contains("-"))
    return source.figures(long, concept="arrivals", basis="recorded-arrivals", unit="arrivals")
