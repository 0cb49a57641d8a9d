"""Where the agencies publish now: the addresses that `gmg pull` asks, data set by data set.

Each address has a confidence: `confirmed` (seen in public programs that use it) or `recalled`. What
an answer is read by is said in one of two ways: `like` names a file of the source whose reader reads
the answer too, `reader` names a reader of its own. With neither, the bytes are fetched and kept, and
no figure is made of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Any
from urllib.parse import quote, urlsplit

from gmg.sources.description import Edition, File, Source
from gmg.sources.untc.acts import reference

HOSTS = frozenset(
    {
        "api.unhcr.org",
        "api.worldbank.org",
        "dataunodc.un.org",
        "dtmapi.iom.int",
        "hdr.undp.org",
        "missingmigrants.iom.int",
        "population.un.org",
        "rplumber.ilo.org",
        "server.pdp.unfpa.org",
        "treaties.un.org",
        "unctadstat-api.unctad.org",
        "www.un.org",
    }
)
"""The only hosts that are asked, and the only ones that a redirect may lead to."""

NO_READER = "fetched and kept; no reader yet makes figures of it"
LIVE = "live"
"""Id of the edition that holds what was pulled, and the folder it stands in."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a service wants: the environment variable it is read from, the header it goes in."""

    variable: str
    header: str
    where: str  # the address at which a key is given out


@dataclass(frozen=True, slots=True)
class Pages:
    """A long answer in pages: `{page}` counts from 1, `{offset}` from 0 in steps of `size`.

    `more` tells from the number of a page and its document whether another follows.
    """

    size: int
    more: Callable[[int, Any], bool]


@dataclass(frozen=True, slots=True)
class Request:
    """One address to ask and where its answer is put below the folder of pulled files.

    `form` is what the bytes must be: json, csv, xlsx, xml, gzip or 7z. `target` is empty for an
    answer that only leads to others (`leads_to`, from its document); `led_to` then pairs the globs of
    their targets with what they are read like. `family` is the glob of all targets of one kind,
    where a data set has many requests alike.
    """

    dataset: str
    title: str
    address: str
    target: str
    form: str
    confidence: str
    like: str = ""
    reader: str = ""
    key: Key | None = None
    pages: Pages | None = None
    leads_to: Callable[[Any], Iterable[Request]] | None = None
    led_to: tuple[tuple[str, str], ...] = ()
    family: str = ""

    @property
    def host(self) -> str:
        """The host that is asked."""
        return urlsplit(self.address).hostname or ""

    @property
    def is_read(self) -> bool:
        """Whether `gmg build` makes figures of the answer."""
        return bool(self.like or self.reader)

    @property
    def pattern(self) -> str:
        """The glob that all targets of the request and of those alike match."""
        return self.family or self.target.replace("{page:04d}", "*")


def requests(dataset: str, today: date | None = None) -> tuple[Request, ...]:
    """What is asked for a data set, in order; empty where `NOT_ASKED` says why."""
    year = (today or date.today()).year
    return tuple(request for request in _all(year) if request.dataset == dataset)


def with_live(source: Source) -> Source:
    """The source with an edition of what was pulled, where an answer can be read.

    Published totals are of a dated file, so none is asked of what an agency publishes now.
    """
    if any(edition.id == LIVE for edition in source.editions):
        return source
    asked = requests(source.id)
    files = {file.path: file for request in asked for file in _files(source, request)}
    if not files:
        return source
    edition = Edition(
        id=LIVE,
        title="As pulled: the index of the snapshot store says on which day",
        published="",
        address=asked[0].address.split("?")[0],
        files=tuple(files.values()),
    )
    return replace(source, editions=(*source.editions, edition))


def _files(source: Source, request: Request) -> Iterable[File]:
    """The files that answers stand in, each with its reader or with why it has none."""
    if request.reader:
        module, _, name = request.reader.rpartition(".")
        read = getattr(import_module(f"gmg.sources.{module}"), name)
        yield File(request.pattern, request.title, read)
    elif request.like:
        yield _alike(source, request.title, request.pattern, request.like)
    elif request.target:
        yield File(request.pattern, request.title, None, why=NO_READER)
    for pattern, like in request.led_to:
        yield _alike(source, request.title, pattern, like)


def _alike(source: Source, title: str, pattern: str, like: str) -> File:
    model = next(file for edition in source.editions for file in edition.files if file.path == like)
    return File(pattern, title, model.read, kind=model.kind)


# --- how services part long answers ------------------------------------------------------------


def _unhcr_more(page: int, document: Any) -> bool:
    return page < int(document.get("maxPages") or 0)


def _worldbank_more(page: int, document: Any) -> bool:
    return page < int(document[0]["pages"])


def _arcgis_more(_page: int, document: Any) -> bool:
    return bool(document.get("exceededTransferLimit") and document.get("features"))


# --- the addresses -----------------------------------------------------------------------------

UNHCR_API = "https://api.unhcr.org/population/v1"
UNHCR_FIRST_YEAR = 1951
UNHCR = {
    "unhcr.population": ("population", "population.csv.gz"),
    "unhcr.asylum-applications": ("asylum-applications", "asylum_applications.csv.gz"),
    "unhcr.asylum-decisions": ("asylum-decisions", "asylum_decisions.csv.gz"),
    "unhcr.solutions": ("solutions", "solutions.csv.gz"),
    "unhcr.demographics": ("demographics", ""),  # its fields in the interface are not known here
    "idmc.via-unhcr": ("idmc", "idmc.csv.gz"),
    "unrwa.registered": ("unrwa", "unrwa.csv.gz"),
}


def _unhcr(last_year: int) -> Iterable[Request]:
    for dataset, (endpoint, file) in UNHCR.items():
        yield Request(
            dataset,
            f"Refugee Data Finder, {endpoint}",
            f"{UNHCR_API}/{endpoint}/?limit=1000&page={{page}}&yearFrom={UNHCR_FIRST_YEAR}"
            f"&yearTo={last_year}&coo_all=true&coa_all=true&cf_type=ISO",
            f"live/unhcr/{endpoint}/page-{{page:04d}}.json",
            "json",
            "confirmed",
            like=f"unhcr/{file}" if file else "",
            pages=Pages(1000, _unhcr_more),
        )
    yield Request(
        "unhcr.countries",
        "Refugee Data Finder, countries",
        f"{UNHCR_API}/countries/?limit=1000&page={{page}}",
        "live/unhcr/countries/page-{page:04d}.json",
        "json",
        "confirmed",
        pages=Pages(1000, _unhcr_more),
    )


WORLDBANK_SERIES = (
    "NY.GDP.MKTP.CD",
    "NY.GDP.PCAP.CD",
    "NY.GDP.PCAP.PP.KD",
    "SL.UEM.TOTL.NE.ZS",
    "SM.POP.NETM",
    "SM.POP.TOTL",
    "BX.TRF.PWKR.CD.DT",
    "BM.TRF.PWKR.CD.DT",
)


def _worldbank() -> Iterable[Request]:
    for code in WORLDBANK_SERIES:
        yield Request(
            "worldbank.wdi",
            f"World Development Indicators, {code}",
            f"https://api.worldbank.org/v2/country/all/indicator/{code}"
            "?format=json&per_page=10000&page={page}",
            f"live/worldbank/{code}/page-{{page:04d}}.json",
            "json",
            "recalled",
            pages=Pages(10_000, _worldbank_more),
        )


def _undesa() -> Iterable[Request]:
    name = "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx"
    yield Request(
        "undesa.migrant-stock",
        "International Migrant Stock 2024, by sex, destination and origin",
        "https://www.un.org/development/desa/pd/sites/www.un.org.development.desa.pd/files/" + name,
        f"live/undesa/{name}",
        "xlsx",
        "confirmed",
        reader="undesa.migrant_stock.origin_workbook.read",
    )
    name = "WPP2024_Demographic_Indicators_Medium.csv.gz"
    yield Request(
        "undesa.population-prospects",
        "World Population Prospects 2024, demographic indicators, medium variant",
        "https://population.un.org/wpp/assets/Excel%20Files/1_Indicator%20(Standard)/CSV_FILES/"
        + name,
        f"live/undesa/{name}",
        "gzip",
        "recalled",
    )


MISSING_MIGRANTS = "https://missingmigrants.iom.int"
DTM = "https://dtmapi.iom.int/v3/displacement"
DTM_ROUNDS = "iom/dtm/displacement-admin[012]-*.json"
DTM_KEY = Key("GMG_DTM_KEY", "Ocp-Apim-Subscription-Key", "https://dtm-apim-portal.iom.int/")


def _iom(last_year: int) -> Iterable[Request]:
    for year in range(2014, last_year + 1):
        yield Request(
            "iom.missing-migrants",
            f"Missing Migrants Project, feed of {year}",
            f"{MISSING_MIGRANTS}/global-figures/{year}/json",
            f"live/iom/missing-migrants/{year}-json.json",
            "json",
            "confirmed",
            family="live/iom/missing-migrants/*-json.json",
            like="iom/missing-migrants/2025-json.json.gz",
        )
    yield Request(
        "iom.missing-migrants-download",
        "Missing Migrants Project, all data",
        f"{MISSING_MIGRANTS}/sites/g/files/tmzbdl601/files/report-migrant-incident/"
        "Missing_Migrants_Global_Figures_allData.csv",
        "live/iom/Missing_Migrants_Global_Figures_allData.csv",
        "csv",
        "confirmed",
    )
    yield Request(
        "iom.dtm",
        "Displacement Tracking Matrix, countries",
        f"{DTM}/country-list",
        "live/iom/dtm/displacement-country-list.json",
        "json",
        "confirmed",
        key=DTM_KEY,
        leads_to=_rounds,
        led_to=(("live/iom/dtm/displacement-admin[012]-*.json", DTM_ROUNDS),),
    )


def _rounds(document: Any) -> Iterable[Request]:
    """The rounds of every country that the list names, at three levels."""
    for country in document["result"]:
        code = str(country["admin0Pcode"])
        if not (code.isalpha() and code.isascii() and len(code) == 3):
            raise ValueError(f"the list of countries names {code!r}, which is no code")
        for level in (0, 1, 2):
            yield Request(
                "iom.dtm",
                f"Displacement Tracking Matrix, {code}, level {level}",
                f"{DTM}/admin{level}?Admin0Pcode={code}",
                f"live/iom/dtm/displacement-admin{level}-admin0pcode-{code.lower()}.json",
                "json",
                "confirmed",
                like=DTM_ROUNDS,
                key=DTM_KEY,
            )


def _others() -> Iterable[Request]:
    yield Request(
        "undp.hdr",
        "Human Development Report 2025, composite indices",
        "https://hdr.undp.org/sites/default/files/2025_HDR/"
        "HDR25_Composite_indices_complete_time_series.csv",
        "live/undp/HDR25_Composite_indices_complete_time_series.csv",
        "csv",
        "confirmed",
        like="undp/HDR23-24_Composite_indices_complete_time_series.csv",
    )
    yield Request(
        "unodc.trafficking",
        "Global Report on Trafficking in Persons, export of the data portal",
        "https://dataunodc.un.org/sites/dataunodc.un.org/files/data_glotip.xlsx",
        "live/unodc/data_glotip.xlsx",
        "xlsx",
        "confirmed",
        like="unodc/data_glotip.xlsx",
    )
    yield Request(
        "ilo.ilostat",
        "ILOSTAT, informal employment rate by sex",
        "https://rplumber.ilo.org/data/indicator/?id=EMP_NIFL_SEX_RT_A&lang=en&type=label&format=.csv",
        "live/ilo/EMP_NIFL_SEX_RT_A.csv",
        "csv",
        "confirmed",
        like="ilo/EMP_NIFL_SEX_RT_A-20240726T0000.csv",
    )


UNCTAD = "https://unctadstat-api.unctad.org/api/reportMetadata/US.Remittances"


def _unctad() -> Iterable[Request]:
    yield Request(
        "unctad.remittances",
        "UNCTADstat, list of bulk files of remittances",
        f"{UNCTAD}/bulkfiles/en",
        "",
        "json",
        "confirmed",
        leads_to=_bulk_file,
    )


def _bulk_file(document: Any) -> Iterable[Request]:
    """The one bulk file that the list names first."""
    number = str(document[0]["fileId"])
    yield Request(
        "unctad.remittances",
        "UNCTADstat, remittances",
        f"{UNCTAD}/bulkfile/{quote(number, safe='')}/en",
        "live/unctad/us-remittances.7z",
        "7z",
        "confirmed",
        reader="unctad.remittances.read",
    )


PORTAL = "https://server.pdp.unfpa.org/arcgis/rest/services/pdp2_hv"
PORTAL_FIELDS = (
    "objectid,geography_name,country,m49_code,region_name,region_view_code,year,source_code,"
    "source_description,value"
)


def _unfpa() -> Iterable[Request]:
    for layer, title, confidence in (
        ("hv_i52_gl2", "maternal mortality ratio", "confirmed"),
        ("hv_i16_gl2", "population size", "recalled"),
    ):
        yield Request(
            "unfpa.population",
            f"Population Data Portal, {title}",
            f"{PORTAL}/{layer}/FeatureServer/0/query?where=country%20IS%20NOT%20NULL&outFields="
            f"{PORTAL_FIELDS}&orderByFields=objectid&returnGeometry=false&resultOffset={{offset}}"
            "&resultRecordCount=1000&f=json",
            f"live/unfpa/{layer}-{{page:04d}}.json",
            "json",
            confidence,
            reader="unfpa.population.read",
            pages=Pages(1000, _arcgis_more),
        )


TREATIES = (
    *("3-6", "4-2", "4-3", "4-4", "4-5", "4-8", "4-9", "4-11", "4-13", "4-15", "4-16"),
    *("5-2", "5-3", "5-4", "5-5", "7-11-a", "16-2", "18-4", "18-10", "18-12", "18-12-a", "18-12-b"),
)
LAST_CHAPTER_OF_VOLUME_I = 7


def _untc() -> Iterable[Request]:
    for treaty in TREATIES:
        name = reference(treaty)
        volume = "I" if int(treaty.split("-")[0]) <= LAST_CHAPTER_OF_VOLUME_I else "II"
        yield Request(
            "untc.treaties",
            f"UN Treaty Collection, status of {name}",
            f"https://treaties.un.org/doc/Publication/MTDSG/Volume%20{volume}/"
            f"Chapter%20{name.split('-')[0]}/{name}.en.xml",
            f"live/untc/{name}.en.xml",
            "xml",
            "confirmed",
            like="ohchr-untc/xml/*.en.xml",
            family="live/untc/*.en.xml",
        )


def _all(year: int) -> Iterable[Request]:
    yield from _undesa()
    yield from _unhcr(year)
    yield from _worldbank()
    yield from _iom(year)
    yield from _others()
    yield from _unctad()
    yield from _unfpa()
    yield from _untc()


NOT_ASKED = {
    "unhcr.flows": "the interface has no such table; UNHCR gives it out in other ways",
    "unhcr.data-finder": "the same figures as unhcr.population, which is pulled",
    "idmc.displacement": "IDMC's interface wants a client id and its answers are not documented here",
    "worldbank.wdi-package": "a package made by others; worldbank.wdi is pulled",
    "worldbank.bilateral-remittances": "the address of the workbook changes with each release: see "
    "https://www.knomad.org/data/remittances",
    "worldbank.bilateral-migration": "the last matrix is of 2017 and will not be renewed",
    "iom.arrivals": "the portal of DTM Europe has no documented interface",
    "undp.hdro-api": "the interface wants a key and its answers are those of single countries",
    "ilo.normlex": "NORMLEX has no machine-readable list; its pages are HTML",
    "iati.iom": "a selection gathered by others; `gmg activities import` takes IOM's own files",
    "iati.unhcr": "a selection gathered by others; `gmg activities import` takes UNHCR's own files",
    "untc.status-2022": "compiled once, by others; untc.treaties is pulled",
}
"""Data sets that are not pulled, and why."""


def leads_to(request: Request, content: bytes) -> tuple[Request, ...]:
    """The requests that an answer leads to. Raises ValueError where it names none."""
    if request.leads_to is None:
        return ()
    try:
        return tuple(request.leads_to(json.loads(content)))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError(
            f"the answer does not name what to fetch ({type(error).__name__}: {error})"
        ) from error
