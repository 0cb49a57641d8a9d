"""UN DESA: migrant stock in three editions, population prospects in three revisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from openpyxl.utils import column_index_from_string

from bench.baseline.table import (
    Source,
    as_columns,
    between,
    calendar_year,
    end_year,
    in_their_time,
    melt,
    mid_year,
    numbers,
    placed,
)

STOCK = ("UNDESA", "undesa.migrant-stock")
PROSPECTS = ("UNDESA", "undesa.population-prospects")
NONE = {"..": "O", "-": "O", "~": "Q"}
UNSTATED = "foreign-born-or-citizens"
KINDS = {"B": "foreign-born", "C": "foreign-citizens", "BC": UNSTATED, "": UNSTATED}
SEXES = {"mf": "total", "m": "male", "f": "female"}
IN_FULL = {"Female": "female", "Male": "male", "Total": "total"}

WPP = {
    "births": ("births", "thousand births", "total", ""),
    "deaths": ("deaths", "thousand deaths", "total", ""),
    "cbr": ("birth-rate", "per 1000", "total", ""),
    "cdr": ("death-rate", "per 1000", "total", ""),
    "PopChange": ("population-change", "thousand persons", "total", ""),
    "growthrate": ("growth-rate", "per cent", "total", ""),
    "cnmr": ("net-migration-rate", "per 1000", "total", ""),
    "NatChangeRT": ("natural-increase-rate", "per 1000", "total", ""),
    "mig": ("net-migration", "thousand persons", "total", ""),
    "mig_80l": ("net-migration", "thousand persons", "total", "projection-lower-80"),
    "mig_80u": ("net-migration", "thousand persons", "total", "projection-upper-80"),
    "mig_95l": ("net-migration", "thousand persons", "total", "projection-lower-95"),
    "mig_95u": ("net-migration", "thousand persons", "total", "projection-upper-95"),
    "migM": ("net-migration", "thousand persons", "male", ""),
    "migF": ("net-migration", "thousand persons", "female", ""),
    "popM": ("population", "thousand persons", "male", ""),
    "popF": ("population", "thousand persons", "female", ""),
    "pop": ("population", "thousand persons", "total", ""),
    "pop_80l": ("population", "thousand persons", "total", "projection-lower-80"),
    "pop_80u": ("population", "thousand persons", "total", "projection-upper-80"),
    "pop_95l": ("population", "thousand persons", "total", "projection-lower-95"),
    "pop_95u": ("population", "thousand persons", "total", "projection-upper-95"),
    "pop_low": ("population", "thousand persons", "total", "projection-low"),
    "pop_high": ("population", "thousand persons", "total", "projection-high"),
    "srb": ("sex-ratio-at-birth", "males per female", "total", ""),
}
YEARLY = {
    "wpp-2024/misc1dt": "2024",
    "wpp-2024/miscproj1dt": "2024",
    "wpp-2024/popproj1dt": "2024",
    "wpp-2024/mig1dt": "2024",
    "wpp-2024/migproj1dt": "2024",
    "wpp-2024/sexRatio1dt": "2024",
    "wpp-2022/misc1dt": "2022",
    "wpp-2022/miscproj1dt": "2022",
    "wpp-2022/popproj1dt": "2022",
    "wpp-2022/migration1dt": "2022",
    "wpp-2022/sexRatio1dt": "2022",
}


def read(data: Path) -> Iterator[pd.DataFrame]:
    """Every file of UN DESA."""
    yield stock_2024(data)
    yield stock_2020(data)
    for sex in ("total", "male", "female"):
        yield matrix_2019(data, sex)
    yield ages_2019(data)
    yield refugees_2019(data)
    yield from workbook_2019(data)
    yield from workbook_2020(data)
    for name, edition in YEARLY.items():
        yield prospects(data, f"undesa/{name}.csv.gz", edition)
    yield prospects_by_age(data)
    yield single_ages(data)
    for name, sex in (("popM", "male"), ("popF", "female")):
        yield ages_2019_revision(data, name, sex)
    yield migration_2019_revision(data)


def basis(letters: pd.Series) -> pd.Series:
    """The basis for each text of letters of the type of data."""
    bare = letters.fillna("").str.replace(r"[\s,]", "", regex=True)
    return bare.map({text: basis_of(text) for text in bare.unique()})


def basis_of(text: str) -> str:
    """`B R` is born abroad with refugees added."""
    kind = "imputed" if "I" in text else KINDS["".join(c for c in "BC" if c in text)]
    return kind + ("-refugees-added" if "R" in text else "")


def stock_2024(data: Path) -> pd.DataFrame:
    """International Migrant Stock 2024."""
    source = Source(data, "undesa/ims-2024-origin-destination-sex.csv.gz", *STOCK, "2024")
    frame, letters = source.csv()
    flags = frame["type_b"] + frame["type_c"] + frame["type_r"] + frame["type_i"]
    words = {
        text: basis_of("".join(c for c, on in zip("BCRI", text, strict=True) if on == "1"))
        for text in flags.unique()
    }
    frame["basis"] = flags.map(words)
    frame["place"] = placed(frame["geo"], "desa-ims-2024")
    frame["counterpart"] = placed(frame["from"], "desa-ims-2024")
    index = ["geo", "from", "t", "sex", "basis", "place", "counterpart"]
    long = numbers(melt(frame, index, ["n"], letters))
    in_their_time(long, "place", "geo", "t", "desa-ims-2024", "destination")
    in_their_time(long, "counterpart", "from", "t", "desa-ims-2024", "origin")
    mid_year(long, "t")
    return source.figures(long, concept="migrant-stock", unit="persons")


def stock_2020(data: Path) -> pd.DataFrame:
    """International Migrant Stock 2020."""
    source = Source(data, "undesa/ims-2020-origin-destination-sex.csv.gz", *STOCK, "2020")
    frame, letters = source.csv()
    frame["sex"] = frame["sex"].map(IN_FULL)
    frame["place"] = placed(frame["to"], "desa-ims-2020")
    frame["counterpart"] = placed(frame["from"], "desa-ims-2020")
    index = ["to", "from", "t", "sex", "place", "counterpart"]
    long = numbers(melt(frame, index, ["v"], letters))
    in_their_time(long, "place", "to", "t", "desa-ims-2020", "destination")
    in_their_time(long, "counterpart", "from", "t", "desa-ims-2020", "origin")
    mid_year(long, "t")
    return source.figures(long, concept="migrant-stock", unit="persons", basis=UNSTATED)


def matrix_2019(data: Path, sex: str) -> pd.DataFrame:
    """International Migrant Stock 2019, destinations down, origins across."""
    path = f"undesa/ims-2019-tidy/migrants_by_origin_and_destination_{sex}.csv"
    source = Source(data, path, *STOCK, "2019")
    frame, letters = source.csv()
    frame["place"] = placed(frame["Destination"], "desa-name")
    origins = [name for name in letters if name not in ("Year", "Destination")]
    long = numbers(melt(frame, ["Year", "Destination", "place"], origins, letters), NONE)
    long["counterpart"] = placed(long["measure"], "desa-name")
    in_their_time(long, "place", "Destination", "Year", "desa-name", "destination")
    in_their_time(long, "counterpart", "measure", "Year", "desa-name", "origin")
    mid_year(long, "Year")
    return source.figures(long, concept="migrant-stock", unit="persons", basis=UNSTATED, sex=sex)


def ages_2019(data: Path) -> pd.DataFrame:
    """International Migrant Stock 2019 by age and sex."""
    path = "undesa/ims-2019-tidy/migrants_by_age_and_sex_total.csv"
    source = Source(data, path, *STOCK, "2019")
    frame, letters = source.csv()
    frame["place"] = placed(frame["Destination"], "desa-name")
    measures = [name for name in letters if name not in ("Year", "Destination")]
    long = numbers(melt(frame, ["Year", "Destination", "place"], measures, letters), NONE)
    in_their_time(long, "place", "Destination", "Year", "desa-name", "destination")
    ages = {name: name.split("_")[0].replace("Total", "all") for name in measures}
    long["age"] = long["measure"].map(ages)
    long["sex"] = long["measure"].map(lambda name: SEXES[name.split("(")[1][:-1]])
    mid_year(long, "Year")
    return source.figures(long, concept="migrant-stock", unit="persons", basis=UNSTATED)


def refugees_2019(data: Path) -> pd.DataFrame:
    """International Migrant Stock 2019, refugees and asylum-seekers."""
    source = Source(data, "undesa/ims-2019-tidy/est_refugee_stock.csv", *STOCK, "2019")
    frame, letters = source.csv()
    frame["place"] = placed(frame["Destination"], "desa-name")
    measures = [name for name in letters if name != "Destination"]
    long = numbers(melt(frame, ["Destination", "place"], measures, letters), NONE)
    long["when"] = long["measure"].map({name: name.split("_")[0] for name in measures})
    kinds = {
        "est": ("refugees", "persons"),
        "pct": ("refugee-share-of-stock", "per cent"),
        "annual": ("refugees-growth", "per cent a year"),
    }
    long["kind"] = long["measure"].map({name: name.split("_")[1] for name in measures})
    as_columns(long, "kind", kinds, "concept", "unit")
    return source.figures(in_years_or_periods(long), basis="refugees-and-asylum-seekers")


def in_years_or_periods(long: pd.DataFrame) -> pd.DataFrame:
    """Mid-years for `1990`, periods for `1990-1995`, by the column `when`."""
    periods = long["when"].str.contains("-")
    years, spans = long[~periods].copy(), long[periods].copy()
    mid_year(years, "when")
    between(spans, "when")
    return pd.concat([years, spans])


TABLES = {
    "Table 1": [("migrant-stock", "persons")],
    "Table 2": [("population", "thousand persons")],
    "Table 3": [("migrant-stock-share", "per cent")],
    "Table 4": [("migrant-stock-female-share", "per cent")],
    "Table 5": [("migrant-stock-growth", "per cent a year")],
    "Table 6": [
        ("refugees", "persons"),
        ("refugee-share-of-stock", "per cent"),
        ("refugees-growth", "per cent a year"),
    ],
}


def workbook_2019(data: Path) -> Iterator[pd.DataFrame]:
    """International Migrant Stock 2019, the workbook of totals."""
    source = Source(data, "undesa/undesa_pd_2019_migrant_stock_total_dataset.xlsx", *STOCK, "2019")
    for name, sheet in source.sheets(list(TABLES)).items():
        yield workbook_table(
            source, name, sheet, header=16, first="E" if name == "Table 2" else "F"
        )


def workbook_2020(data: Path) -> Iterator[pd.DataFrame]:
    """International Migrant Stock 2020, the workbook by sex and destination."""
    path = "undesa/undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx"
    source = Source(data, path, *STOCK, "2020")
    for name, sheet in source.sheets(list(TABLES)).items():
        yield workbook_table(source, name, sheet, header=11, first="F")


def workbook_table(
    source: Source, name: str, sheet: pd.DataFrame, *, header: int, first: str
) -> pd.DataFrame:
    """One sheet: blocks of years side by side, one for each sex or measure."""
    head = sheet.iloc[header - 1]
    letters = [column for column in sheet.columns if column != "row"]
    letters = letters[column_index_from_string(first) - 1 :]
    letters = [letter for letter in letters if isinstance(head[letter], str)]
    blocks = blocks_of(letters, head)
    rows = sheet.iloc[header : header + 283].copy()
    rows["place"] = placed(rows["D"].str.strip(), "desa-m49")
    rows["basis"] = basis(rows["E"]) if first == "F" else "de-facto-population"
    letters_of = {letter: letter for letter in letters}
    long = numbers(melt(rows, ["D", "place", "basis"], letters, letters_of), NONE)
    long["block"] = long["measure"].map(blocks)
    long["when"] = long["measure"].map({letter: head[letter] for letter in letters})
    kinds = TABLES[name]
    if len(kinds) == 1:
        long["concept"], long["unit"] = kinds[0]
        long["sex"] = long["block"].map({0: "total", 1: "male", 2: "female"})
    else:
        as_columns(long, "block", dict(enumerate(kinds)), "concept", "unit")
    years = ~long["when"].str.contains("-")
    long["year"] = long["when"].where(years, long["when"].str[:4])
    in_their_time(long, "place", "D", "year", "desa-m49", "destination")
    return source.figures(in_years_or_periods(long), sheet=name)


def blocks_of(letters: list[str], head: pd.Series) -> dict[str, int]:
    """The number of the block each column stands in: a year that comes again begins a new one."""
    blocks: dict[str, int] = {}
    block, seen = 0, [""]
    for letter in letters:
        when = head[letter]
        if when in seen or len(when) != len(seen[-1] or when):
            block, seen = block + 1, []
        seen.append(when)
        blocks[letter] = block
    return blocks


def prospects(data: Path, path: str, edition: str) -> pd.DataFrame:
    """A table of World Population Prospects by year."""
    source = Source(data, path, *PROSPECTS, edition)
    frame, letters = source.csv()
    frame["place"] = placed(frame["country_code"], "wpp")
    measures = [name for name in letters if name in WPP]
    long = numbers(melt(frame, ["year", "place"], measures, letters))
    as_columns(long, "measure", WPP, "concept", "unit", "sex", "basis")
    projected = long["year"].astype(int) >= int(edition)
    usual = projected.map({True: "projection-medium", False: "population-estimate"})
    long["basis"] = long["basis"].where(long["basis"] != "", usual)
    if "popproj" in path:
        end_year(long, "year")
    else:
        calendar_year(long, "year")
    return source.figures(long)


def prospects_by_age(data: Path) -> pd.DataFrame:
    """Net migration by age and sex in periods of five years, revision 2024."""
    source = Source(data, "undesa/wpp-2024/migprojAge5dt.csv.gz", *PROSPECTS, "2024")
    frame, letters = source.csv()
    frame["place"] = placed(frame["country_code"], "wpp")
    long = numbers(melt(frame, ["period", "age", "place"], ["migM", "migF"], letters))
    as_columns(long, "measure", WPP, "concept", "unit", "sex")
    between(long, "period")
    return source.figures(long, basis="projection-medium")


def single_ages(data: Path) -> pd.DataFrame:
    """Population by single age and sex, revision 2022."""
    path = "undesa/wpp-2022/population-by-single-age-sex-decades.csv.gz"
    source = Source(data, path, *PROSPECTS, "2022")
    frame, letters = source.csv()
    frame["place"] = placed(frame["iso"], "worldbank")
    frame["sex"] = frame["sex"].map(IN_FULL)
    long = numbers(melt(frame, ["t", "sex", "age", "place"], ["v"], letters))
    mid_year(long, "t")
    return source.figures(
        long, concept="population", basis="population-estimate", unit="thousand persons"
    )


def ages_2019_revision(data: Path, name: str, sex: str) -> pd.DataFrame:
    """Population by age of one sex, revision 2019."""
    source = Source(data, f"undesa/wpp-2019/{name}.csv.gz", *PROSPECTS, "2019")
    frame, letters = source.csv()
    frame["place"] = placed(frame["country_code"], "wpp-2019")
    years = [column for column in letters if column.isdigit()]
    long = numbers(melt(frame, ["age", "place"], years, letters))
    mid_year(long, "measure")
    return source.figures(
        long, concept="population", basis="population-estimate", unit="thousand persons", sex=sex
    )


def migration_2019_revision(data: Path) -> pd.DataFrame:
    """Net migration in periods of five years, revision 2019."""
    source = Source(data, "undesa/wpp-2019/migration.csv", *PROSPECTS, "2019")
    frame, letters = source.csv()
    frame["place"] = placed(frame["country_code"], "wpp-2019")
    periods = [column for column in letters if column[:4].isdigit()]
    long = numbers(melt(frame, ["place"], periods, letters))
    past = long["measure"].str[:4].astype(int) < 2020
    long["basis"] = past.map({True: "population-estimate", False: "projection-medium"})
    between(long, "measure")
    return source.figures(long, concept="net-migration", unit="thousand persons")
