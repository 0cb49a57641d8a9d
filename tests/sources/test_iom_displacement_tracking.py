"""IOM's rounds of displacement tracking, in the newer and the older shape."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gmg.evidence.claims import claimed
from gmg.evidence.snapshots import Snapshot
from gmg.records.observation import KEY
from gmg.sources.iom.displacement_tracking import SOURCE
from gmg.sources.reading import Refused
from helpers import read_checked, real, snapshot_of

NEWER, OLDER = (edition.files[0] for edition in SOURCE.editions)
ROUND: dict[str, Any] = {
    "operation": "Earthquake",
    "admin0Name": "Haiti",
    "admin0Pcode": "HTI",
    "numPresentIdpInd": 120,
    "reportingDate": "2021-09-30T00:00:00",
    "yearReportingDate": 2021,
    "monthReportingDate": 9,
    "roundNumber": 2,
    "assessmentType": "BA",
}
SPLIT = {
    "admin1Name": "Ouest",
    "admin1Pcode": "HT01",
    "displacementReason": "Natural disaster",
    "numberMales": 50,
    "numberFemales": None,
    "idpOriginAdmin1Name": "Not available",
    "idpOriginAdmin1Pcode": "Not available",
}


def answer(*records: dict[str, Any], **envelope: Any) -> Snapshot:
    whole = {
        "result": list(records),
        "statusCode": 200,
        "isSuccess": True,
        "errorMessages": [],
        "totalRecordsCount": len(records),
    }
    return snapshot_of("dtm.json", json.dumps({**whole, **envelope}).encode())


def test_a_round_is_a_stock_at_its_date() -> None:
    reading = read_checked(OLDER, answer(ROUND))
    assert (reading.records, reading.holds, reading.figures.height) == (1, 9, 1)
    one = reading.figures.row(0, named=True)
    assert (one["concept"], one["basis"]) == ("internally-displaced", "tracked-in-rounds")
    assert (one["time_from"], one["time_to"]) == (date(2021, 9, 30),) * 2
    assert one["detail"] == "assessment=baseline; operation=Earthquake; round=2"


def test_the_newer_shape_splits_by_reason_origin_and_sex() -> None:
    other = {"displacementReason": "Conflict; Insecurity", "idpOriginAdmin1Pcode": "HT05"}
    lower = {"displacementReason": "conflict", "idpOriginAdmin1Name": "Nord"}
    reading = read_checked(
        NEWER,
        answer(ROUND | SPLIT, ROUND | SPLIT | other, ROUND | SPLIT | lower),
    )
    assert reading.figures.height == 6
    totals = reading.figures.filter(sex="total")
    assert totals["basis"].to_list() == ["disaster", "mixed-causes", "conflict"]
    assert totals["detail"].to_list()[0] == (
        "admin1=HT01 Ouest; assessment=baseline; operation=Earthquake; "
        "reason=Natural disaster; round=2"
    )
    assert "from=HT05 Not available" in totals["detail"][1]
    assert reading.figures.filter(sex="male")["value"].to_list() == [50, 50, 50]
    assert {item.what: item.cells for item in reading.ignored}["empty cells"] == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"admin0Pcode": "HAI"}, r"0/admin0Pcode: unknown area"),
        ({"numPresentIdpInd": -1}, r"0/numPresentIdpInd: '-1' is below zero"),
        ({"numPresentIdpInd": "many"}, r"'many' stands where a number"),
        ({"reportingDate": "30/09/2021"}, r"0/reportingDate: .* is not a day"),
        ({"assessmentType": "ZZ"}, r"unknown assessment type 'ZZ'"),
        ({"displacementReason": "Conflict; Moonlight"}, "unknown reason of displacement"),
        ({"numberOfDogs": 3}, "fields not known"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(
    change: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(NEWER, answer({**ROUND, **SPLIT, **change}))


def test_one_round_told_twice_is_refused() -> None:
    with pytest.raises(Refused, match="stands a second time"):
        read_checked(OLDER, answer(ROUND, ROUND))


@pytest.mark.parametrize(
    ("envelope", "message"),
    [
        ({"totalRecordsCount": 2}, "says 2 where the file holds 1 records"),
        ({"isSuccess": False, "errorMessages": ["no key"]}, "no key"),
        ({"result": None}, "no list of records under 'result'"),
    ],
)
def test_the_envelope_must_fit(envelope: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(OLDER, answer(ROUND, **envelope))


# Sums over all rounds: they mean nothing, but a reader that loses a record misses them.
CHECKSUMS = {
    "displacement-admin0-admin0pcode-afg": (133, 59_411_923),
    "displacement-admin0-admin0pcode-hti": (114, 13_831_385),
    "displacement-admin0-admin0pcode-tcd": (56, 6_117_890),
    "displacement-admin1-admin0pcode-afg": (1_395, 59_411_923),
    "displacement-admin1-admin0pcode-hti": (235, 13_831_385),
    "displacement-admin1-admin0pcode-tcd": (56, 6_117_890),
    "displacement-admin2-admin0pcode-hti": (1_384, 13_831_385),
    "displacement-admin2-admin0pcode-tcd": (145, 6_117_890),
    "idpadmin0data-getadmin0datav2-admin0pcode-afg": (16, 59_411_923),
    "idpadmin0data-getadmin0datav2-admin0pcode-hti": (55, 10_799_590),
    "idpadmin0data-getadmin0datav2-admin0pcode-tcd": (27, 5_676_273),
    "idpadmin1data-getadmin1datav2-admin0pcode-afg": (425, 59_411_923),
    "idpadmin1data-getadmin1datav2-admin0pcode-hti": (114, 10_799_590),
    "idpadmin1data-getadmin1datav2-admin0pcode-tcd": (27, 5_676_273),
    "idpadmin2data-getadmin2datav2-admin0pcode-afg": (4_857, 59_411_923),
    "idpadmin2data-getadmin2datav2-admin0pcode-hti": (797, 10_799_590),
    "idpadmin2data-getadmin2datav2-admin0pcode-tcd": (81, 5_676_273),
}


@pytest.mark.parametrize("name", CHECKSUMS)
def test_the_published_rounds_add_up_to_their_checksum(data: Path, name: str) -> None:
    path = f"iom/dtm/{name}.json"
    (claim,) = claimed([path], [SOURCE])[0]
    reading = read_checked(claim.file, real(data, path))
    total = reading.figures.filter(sex="total")["value"].sum()
    assert (reading.records, total) == CHECKSUMS[name]
    assert not reading.figures.select(pl.struct(KEY).is_duplicated().any()).item()


def test_reasons_of_the_newer_shape_add_up_to_the_older(data: Path) -> None:
    newer = read_checked(NEWER, real(data, "iom/dtm/displacement-admin0-admin0pcode-hti.json"))
    older = read_checked(
        OLDER, real(data, "iom/dtm/idpadmin0data-getadmin0datav2-admin0pcode-hti.json")
    )
    one = {"operation": "Earthquake (August-2021)"}
    sums = [
        reading.figures.filter(
            pl.col("detail").str.contains(one["operation"], literal=True), sex="total"
        )
        .group_by("time_from")
        .agg(pl.col("value").sum())
        .sort("time_from")
        .rows()
        for reading in (newer, older)
    ]
    assert sums[0] == sums[1] != []


def test_lists_are_known_and_hold_no_figures(data: Path) -> None:
    paths = [f"iom/dtm/{path.name}" for path in (data / "iom/dtm").glob("*list.json")]
    claims, unclaimed = claimed(paths, [SOURCE])
    assert (len(claims), unclaimed) == (4, [])
    assert {claim.file.read for claim in claims} == {None}


def test_a_number_that_is_none_is_refused() -> None:
    raw = answer(ROUND).raw.replace(b'"numPresentIdpInd": 120', b'"numPresentIdpInd": NaN')
    with pytest.raises(Refused, match="0/numPresentIdpInd: 'NaN' stands where a number"):
        read_checked(OLDER, snapshot_of("dtm.json", raw))
