"""UN DESA, International Migrant Stock: three editions, never spliced."""

from __future__ import annotations

from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.undesa.licence import CC_BY_IGO
from gmg.sources.undesa.migrant_stock import edition_2019, edition_2020, edition_2024

FILES = "https://www.un.org/development/desa/pd/sites/www.un.org.development.desa.pd/files/"
TABLE_1 = "UN DESA, International Migrant Stock {}, table 1"
WORLD = {"place": "M49-001", "concept": "migrant-stock"}
REFUGEES = {"place": "M49-001", "concept": "refugees"}


def _world(edition: int, year: int, total: int, male: int, female: int) -> tuple[Total, ...]:
    """The world's migrants of one year by sex, as table 1 of the edition gives them."""
    figures = {"total": total, "male": male, "female": female}
    return tuple(
        Total(f"world {year}, {sex}", value, {**WORLD, "year": year, "sex": sex}, source=source)
        for sex, value in figures.items()
        for source in (TABLE_1.format(edition),)
    )


IN_2024 = Edition(
    id="2024",
    title="International Migrant Stock 2024",
    published="2025-01",
    address=f"{FILES}undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx",
    files=(
        File(
            "undesa/ims-2024-origin-destination-sex.csv.gz",
            "by origin, destination and sex",
            edition_2024.read,
            totals=(
                *(
                    Total(f"world {year}", total, {"year": year}, source=TABLE_1.format(2024))
                    for year, total in (
                        (1990, 153_916_063),
                        (2020, 275_284_032),
                        (2024, 304_021_813),
                    )
                ),
                Total(
                    "unknown origin 2024",
                    22_065_614,
                    {"year": 2024, "counterpart": "_OTH"},
                    source=TABLE_1.format(2024),
                ),
            ),
        ),
    ),
)
IN_2020 = Edition(
    id="2020",
    title="International Migrant Stock 2020",
    published="2021-01",
    address=f"{FILES}undesa_pd_2020_ims_stock_by_sex_destination_and_origin.xlsx",
    files=(
        File(
            "undesa/ims-2020-origin-destination-sex.csv.gz",
            "by origin, destination and sex",
            edition_2020.read,
            totals=(
                *(
                    Total(
                        f"world {year}",
                        total,
                        {"year": year, "sex": "total"},
                        source=TABLE_1.format(2020),
                    )
                    for year, total in (
                        (1990, 152_986_157),
                        (2005, 191_446_828),
                        (2020, 280_598_105),
                    )
                ),
                Total(
                    "world 2020, women and men",
                    280_598_105,
                    {"year": 2020, "sex": ("female", "male")},
                    source=TABLE_1.format(2020),
                ),
            ),
        ),
        File(
            "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx",
            "by sex and destination: stock, population, shares, growth, refugees",
            edition_2020.read_workbook,
            totals=(
                *_world(2020, 2020, 280_598_105, 145_655_844, 134_942_261),
                Total(
                    "refugees and asylum-seekers, world 2020",
                    33_807_795,
                    {**REFUGEES, "year": 2020},
                    source="UN DESA, International Migrant Stock 2020, table 6",
                ),
            ),
        ),
        File(
            "undesa/aggregates_correspondence_table_2020_1.xlsx",
            "classification of countries and areas",
            None,
            why="says which country belongs to which region and group; the axis of places has it",
        ),
    ),
)
IN_2019 = Edition(
    id="2019",
    title="International Migrant Stock 2019",
    published="2019-09",
    address="https://www.un.org/en/development/desa/population/migration/data/estimates2/"
    "data/UN_MigrantStockTotal_2019.xlsx",
    files=(
        *(
            File(
                f"undesa/ims-2019-tidy/migrants_by_origin_and_destination_{sex}.csv",
                f"by origin and destination, {sex}",
                edition_2019.matrix(sex),
                totals=(
                    Total(
                        f"world 2019, {sex}",
                        world,
                        {**WORLD, "year": 2019, "counterpart": None},
                        source=TABLE_1.format(2019),
                    ),
                ),
            )
            for sex, world in (
                ("total", 271_642_105),
                ("male", 141_488_004),
                ("female", 130_154_101),
            )
        ),
        File(
            "undesa/ims-2019-tidy/migrants_by_age_and_sex_total.csv",
            "by age, sex and destination",
            edition_2019.read_ages,
            totals=(
                Total(
                    "world 2019, all ages",
                    271_642_105,
                    {**WORLD, "year": 2019, "sex": "total", "age": "all"},
                    source=TABLE_1.format(2019),
                ),
            ),
        ),
        File(
            "undesa/ims-2019-tidy/est_refugee_stock.csv",
            "refugees and asylum-seekers by destination",
            edition_2019.read_refugees,
            totals=(
                Total(
                    "refugees and asylum-seekers, world 2019",
                    28_711_526,
                    {**REFUGEES, "year": 2019},
                    source="UN DESA, International Migrant Stock 2019, table 6",
                ),
            ),
        ),
        File(
            "undesa/ims-2019-tidy/countries_class_by_region.csv",
            "classification of countries, cut short",
            None,
            why="says which country belongs to which group; the axis of places has it",
        ),
        File(
            "undesa/undesa_pd_2019_migrant_stock_total_dataset.xlsx",
            "by sex and destination: stock, population, shares, growth, refugees",
            edition_2019.read_workbook,
            totals=(
                *_world(2019, 2019, 271_642_105, 141_488_004, 130_154_101),
                Total(
                    "refugees and asylum-seekers, world 2019",
                    28_711_526,
                    {**REFUGEES, "year": 2019},
                    source="UN DESA, International Migrant Stock 2019, table 6",
                ),
            ),
        ),
    ),
    note="The tables by origin, age and refugees were made tidy by others from the publisher's "
    "workbooks and carry names without codes; figures of the workbook of totals stand in them "
    "a second time.",
)

SOURCE = Source(
    id="undesa.migrant-stock",
    agency="UNDESA",
    title="International Migrant Stock",
    counts="people who live in another country or area than the one they were born in, or than the "
    "one whose citizens they are where birth is not known, at 1 July",
    cadence="every four or five years; each edition revises all years",
    home="https://www.un.org/development/desa/pd/content/international-migrant-stock",
    licence=CC_BY_IGO,
    editions=(IN_2024, IN_2020, IN_2019),
)
