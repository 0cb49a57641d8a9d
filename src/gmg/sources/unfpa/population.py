"""UNFPA, Population Data Portal: two layers of its public ArcGIS service.

NO REAL ANSWER WAS AT HAND when this reader was written. It follows what a public program relies on
that queries the layer of maternal mortality (`hv_i52_gl2`): an ArcGIS feature set whose attributes
are `objectid, geography_name, country, m49_code, region_name, region_view_code, year, source_code,
source_description, value`. Assumed, and to be checked on the first real answer: that the layer of
indicator 16 (population size, in thousands) is called `hv_i16_gl2` and has the same fields, and that
its population is of mid-year. No migration layer was seen. An error comes with status 200 and is
refused, and so is an answer that says it is not whole.
https://pdp.unfpa.org/
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.dates import calendar_year, check_years, mid_year
from gmg.sources.description import Edition, File, Licence, Source
from gmg.sources.forms.json_records import read_document, records_table
from gmg.sources.forms.table import check_given
from gmg.sources.places import places
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import check_unique, detail, melt, numbers, reading

FIELDS = (
    *("objectid", "geography_name", "country", "m49_code", "region_name", "region_view_code"),
    *("year", "source_code", "source_description", "value"),
)


class Layer(NamedTuple):
    """What the values of one layer are."""

    concept: str
    basis: str
    unit: str
    at_mid_year: bool


LAYERS = {
    "hv_i16_gl2": Layer("population", "population-estimate", "thousand persons", True),
    "hv_i52_gl2": Layer("maternal-mortality-ratio", "modelled", "per 100000 live births", False),
}


def read(snapshot: Snapshot) -> Reading:
    """One figure a feature: the indicator of the layer in one country and year."""
    layer = _layer(snapshot)
    table = records_table(snapshot.name, _features(snapshot), FIELDS)
    check_years(table, "year", 1950, 2100)
    check_given(table, ["m49_code"])
    check_unique(table, ["m49_code", "year", "source_code"])
    table.frame = table.frame.with_columns(
        places(table, "m49_code", "m49").alias("place"),
        pl.when(pl.col("source_description").is_not_null())
        .then(detail(source=pl.col("source_description").str.replace_all(";", ",", literal=True)))
        .alias("detail"),
    )
    table.ignore_columns(
        ["objectid", "geography_name", "country", "region_name", "region_view_code"],
        "number the feature, or repeat in names what the code says",
    )
    table.ignore_columns(
        ["m49_code", "year", "source_code", "source_description"], "say which figure it is"
    )
    cells = melt(table, ["place", "year", "detail"], ["value"], "no data")
    when = mid_year("year") if layer.at_mid_year else calendar_year("year")
    return reading(
        table,
        numbers(table, cells).with_columns(**when),
        concept=layer.concept,
        basis=layer.basis,
        unit=layer.unit,
    )


def _layer(snapshot: Snapshot) -> Layer:
    name = snapshot.name.rsplit("/", 1)[-1]
    for code, layer in LAYERS.items():
        if name.startswith(code):
            return layer
    raise Refused(
        snapshot.name,
        "",
        f"the name does not say which layer it is of; known are {', '.join(LAYERS)}",
        "keep the name that `gmg pull unfpa.population` gives, or add the layer to LAYERS",
    )


def _features(snapshot: Snapshot) -> list[object]:
    """The attributes of all features; refuses an error and an answer that is not whole."""
    document = read_document(snapshot)
    if not isinstance(document, dict) or "features" not in document:
        said = document.get("error") if isinstance(document, dict) else None
        raise Refused(
            snapshot.name,
            "",
            f"no features in the answer; the service says {said!r}"[:200],
            "fetch it again, or see at the portal whether the layer was renamed",
        )
    if document.get("exceededTransferLimit") and not document["features"]:
        raise Refused(
            snapshot.name, "", "the service had more than it sent, and sent nothing", "fetch again"
        )
    return [
        feature.get("attributes", feature) if isinstance(feature, dict) else feature
        for feature in document["features"]
    ]


SOURCE = Source(
    id="unfpa.population",
    agency="UNFPA",
    title="Population Data Portal",
    counts="people in a country, and deaths of mothers for each 100,000 live births, as the portal shows "
    "them",
    cadence="yearly",
    home="https://pdp.unfpa.org/",
    licence=Licence(
        code="UNFPA terms",
        url="https://www.unfpa.org/terms-conditions-use",
        attribution="UNFPA, Population Data Portal",
        confidence="general",
        note="UNFPA's general terms; no answer was at hand that states others",
    ),
    editions=(
        Edition(
            id="live",
            title="As fetched from the portal's public layers",
            published="",
            address="https://server.pdp.unfpa.org/arcgis/rest/services/pdp2_hv",
            files=(File("live/unfpa/hv_i*_gl2*.json", "one page of one layer", read),),
            note="Written without a real answer: read the first one with care",
        ),
    ),
    notes=(
        "The portal repeats figures of UN DESA and of the inter-agency group: no second witness",
    ),
)
