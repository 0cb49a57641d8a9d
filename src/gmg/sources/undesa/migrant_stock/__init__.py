"""UN DESA, International Migrant Stock: three editions, never spliced."""

from __future__ import annotations

from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.undesa.licence import CC_BY_IGO
from gmg.sources.undesa.migrant_stock import edition_2024

PUBLISHED = "UN DESA, International Migrant Stock 2024, table 1"

SOURCE = Source(
    id="undesa.migrant-stock",
    agency="UNDESA",
    title="International Migrant Stock",
    counts="people who live in another country or area than the one they were born in, or than the "
    "one whose citizens they are where birth is not known, at 1 July",
    cadence="every four or five years; each edition revises all years",
    home="https://www.un.org/development/desa/pd/content/international-migrant-stock",
    licence=CC_BY_IGO,
    editions=(
        Edition(
            id="2024",
            title="International Migrant Stock 2024",
            published="2025-01",
            address="https://www.un.org/development/desa/pd/sites/www.un.org.development.desa.pd/files/"
            "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx",
            files=(
                File(
                    "undesa/ims-2024-origin-destination-sex.csv.gz",
                    "by origin, destination and sex",
                    edition_2024.read,
                    totals=(
                        Total("world 1990", 153_916_063, {"year": 1990}, source=PUBLISHED),
                        Total("world 2020", 275_284_032, {"year": 2020}, source=PUBLISHED),
                        Total("world 2024", 304_021_813, {"year": 2024}, source=PUBLISHED),
                        Total(
                            "unknown origin 2024",
                            22_065_614,
                            {"year": 2024, "counterpart": "_OTH"},
                            source=PUBLISHED,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
