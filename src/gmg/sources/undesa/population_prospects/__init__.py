"""UN DESA, World Population Prospects: three editions, never spliced."""

from __future__ import annotations

from gmg.sources.description import Edition, File, Source, Total
from gmg.sources.undesa.licence import CC_BY_IGO
from gmg.sources.undesa.population_prospects import (
    edition_2019,
    migration_by_age,
    single_ages,
)
from gmg.sources.undesa.population_prospects.measures import (
    BIRTH_RATE,
    BIRTHS,
    BOTH,
    CHANGE,
    DEATH_RATE,
    DEATHS,
    GROWTH_RATE,
    MEN,
    MIGRATION,
    MIGRATION_RANGE,
    MIGRATION_RATE,
    NATURAL_INCREASE,
    POPULATION_RANGE,
    PROJECTION,
    SEX_RATIO,
    WOMEN,
)
from gmg.sources.undesa.population_prospects.yearly import at_the_end_of_years, of_calendar_years

HOME = "https://population.un.org/wpp/"
LOCATIONS = "names, codes and groups of locations; the axis of places has them"
PACKAGE = "The tables are those of the R package {0}, which carries the publisher's figures."
EXACT = 0.0006  # the publisher's precision is three decimals of a thousand


def _total(name: str, thousands: float, source: str, **where: object) -> Total:
    return Total(name, thousands, {"place": "M49-001", **where}, tolerance=EXACT, source=source)


def _locations(edition: int, *names: str) -> tuple[File, ...]:
    return tuple(
        File(f"undesa/wpp-{edition}/{name}.csv", "locations", None, why=LOCATIONS) for name in names
    )


WPP_2024 = "World Population Prospects 2024"
IN_2024 = Edition(
    id="2024",
    title=WPP_2024,
    published="2024-07-11",
    address=HOME,
    note=PACKAGE.format("wpp2024"),
    files=(
        File(
            "undesa/wpp-2024/misc1dt.csv.gz",
            "births, deaths, population change and rates, estimates",
            of_calendar_years(
                BIRTHS,
                BIRTH_RATE,
                DEATH_RATE,
                DEATHS,
                CHANGE,
                GROWTH_RATE,
                MIGRATION_RATE,
                NATURAL_INCREASE,
                estimates_to=2023,
            ),
            totals=(
                _total("world births 2023", 132_110.264, WPP_2024, concept="births", year=2023),
                _total("world deaths 2023", 61_651.608, WPP_2024, concept="deaths", year=2023),
            ),
        ),
        File(
            "undesa/wpp-2024/miscproj1dt.csv.gz",
            "births, deaths, population change and rates, medium variant",
            of_calendar_years(
                BIRTHS,
                BIRTH_RATE,
                DEATHS,
                DEATH_RATE,
                CHANGE,
                GROWTH_RATE,
                MIGRATION_RATE,
                NATURAL_INCREASE,
                estimates_to=2023,
            ),
            totals=(
                _total("world births 2024", 132_405.927, WPP_2024, concept="births", year=2024),
                _total("world deaths 2024", 62_389.498, WPP_2024, concept="deaths", year=2024),
            ),
        ),
        File(
            "undesa/wpp-2024/popproj1dt.csv.gz",
            "population by sex, projections with bounds and variants",
            at_the_end_of_years(MEN, WOMEN, *POPULATION_RANGE, estimates_to=2023),
            totals=(
                _total("world men, end of 2024", 4_120_769.361, WPP_2024, sex="male", year=2024),
                _total(
                    "world women, end of 2024", 4_076_211.488, WPP_2024, sex="female", year=2024
                ),
            ),
        ),
        File(
            "undesa/wpp-2024/mig1dt.csv.gz",
            "net migration, estimates",
            of_calendar_years(MIGRATION, estimates_to=2023),
            totals=(
                _total("United States 2023", 1_322.668, WPP_2024, place="USA", year=2023),
                _total("world 2023", 0, WPP_2024, year=2023),
            ),
        ),
        File(
            "undesa/wpp-2024/migproj1dt.csv.gz",
            "net migration, projections with bounds",
            of_calendar_years(MIGRATION, *MIGRATION_RANGE, estimates_to=2023),
            totals=(_total("world, medium variant", 0, WPP_2024, basis=PROJECTION),),
        ),
        File(
            "undesa/wpp-2024/migprojAge5dt.csv.gz",
            "net migration by sex and age over five years, medium variant",
            migration_by_age.read,
            totals=(
                _total("US men 2020-25", 2_871.133, WPP_2024, place="USA", sex="male", year=2025),
                _total(
                    "US women 2020-25", 2_511.679, WPP_2024, place="USA", sex="female", year=2025
                ),
            ),
        ),
        File(
            "undesa/wpp-2024/sexRatio1dt.csv.gz",
            "sex ratio at birth",
            of_calendar_years(SEX_RATIO, estimates_to=2023),
        ),
        *_locations(2024, "countries", "UNlocations"),
    ),
)
WPP_2022 = "World Population Prospects 2022"
IN_2022 = Edition(
    id="2022",
    title=WPP_2022,
    published="2022-07-11",
    address=HOME,
    note=PACKAGE.format("wpp2022"),
    files=(
        File(
            "undesa/wpp-2022/misc1dt.csv.gz",
            "births, deaths and rates, estimates",
            of_calendar_years(
                BIRTHS, BIRTH_RATE, DEATH_RATE, DEATHS, GROWTH_RATE, estimates_to=2021
            ),
            totals=(
                _total("world births 2021", 133_974.696, WPP_2022, concept="births", year=2021),
                _total("world deaths 2021", 69_248.154, WPP_2022, concept="deaths", year=2021),
            ),
        ),
        File(
            "undesa/wpp-2022/miscproj1dt.csv.gz",
            "births, deaths and rates, medium variant",
            of_calendar_years(
                BIRTHS, BIRTH_RATE, DEATH_RATE, DEATHS, GROWTH_RATE, estimates_to=2021
            ),
            totals=(
                _total("world births 2022", 133_990.599, WPP_2022, concept="births", year=2022),
                _total("world deaths 2022", 67_096.567, WPP_2022, concept="deaths", year=2022),
            ),
        ),
        File(
            "undesa/wpp-2022/popproj1dt.csv.gz",
            "population by sex, projections with bounds and variants",
            at_the_end_of_years(MEN, WOMEN, BOTH, *POPULATION_RANGE, estimates_to=2021),
            totals=(
                _total(
                    "world, end of 2022",
                    8_008_551.995,
                    WPP_2022,
                    sex="total",
                    basis=PROJECTION,
                    year=2022,
                ),
            ),
        ),
        File(
            "undesa/wpp-2022/migration1dt.csv.gz",
            "net migration, estimates and medium variant",
            of_calendar_years(MIGRATION, estimates_to=2021),
            totals=(_total("world 2021", 0, WPP_2022, year=2021),),
        ),
        File(
            "undesa/wpp-2022/sexRatio1dt.csv.gz",
            "sex ratio at birth",
            of_calendar_years(SEX_RATIO, estimates_to=2021),
        ),
        File(
            "undesa/wpp-2022/population-by-single-age-sex-decades.csv.gz",
            "population by single age up to 99, and sex",
            single_ages.read,
            totals=(
                Total(
                    "all areas 2020, ages 0 to 99",
                    7_840_406.252,
                    {"year": 2020, "sex": "total"},
                    tolerance=EXACT,
                    source=WPP_2022,
                ),
            ),
        ),
        *_locations(2022, "countries", "UNlocations"),
    ),
)
WPP_2019 = "World Population Prospects 2019"
IN_2019 = Edition(
    id="2019",
    title=WPP_2019,
    published="2019-06-17",
    address=HOME,
    note=PACKAGE.format("wpp2019"),
    files=(
        *(
            File(
                f"undesa/wpp-2019/{name}.csv.gz",
                f"population by age group, {sex}",
                edition_2019.population(sex),
                totals=(_total(f"world 2020, {sex}", world, WPP_2019, year=2020),),
            )
            for name, sex, world in (
                ("popM", "male", 3_929_973.953),
                ("popF", "female", 3_864_824.776),
            )
        ),
        File(
            "undesa/wpp-2019/migration.csv",
            "net migration over five years, estimates and medium variant",
            edition_2019.read_migration,
            totals=(_total("world, all periods", 0, WPP_2019),),
        ),
        *_locations(2019, "UNlocations"),
    ),
)

SOURCE = Source(
    id="undesa.population-prospects",
    agency="UNDESA",
    title="World Population Prospects",
    counts="population, births, deaths and net migration of every country and area, estimated from "
    "1950 and projected to 2100",
    cadence="every two years; each edition revises all years",
    home=HOME,
    licence=CC_BY_IGO,
    editions=(IN_2024, IN_2022, IN_2019),
)
