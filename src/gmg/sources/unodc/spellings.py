"""Citizenships and countries of repatriation as States wrote them to UNODC.

The column is free text in several languages, with slips of the pen and bytes lost on the way
(`\\ufffd`). Here stands what can be read without guessing; what names nobody, or several, keeps its
text in the figure and is counted under a pseudo-area. Congolese and Central Africa fit two places
each, PERO may be a slip or a word: such texts are not known. https://dataunodc.un.org/dp-trafficking-persons
"""

from __future__ import annotations

from functools import lru_cache

from gmg.axes import where
from gmg.axes.names import fold

OWN = ("Nationals", "own country", "Ciudadanos de su pa\ufffds")  # the reporting country itself
SUM = ("TOTAL", "TOTAL POR AÑO")  # a sum in the place of a country

SPELLINGS: dict[str, tuple[str, ...]] = {
    "ALB": ("Albanian", "97 albanian", "Abania"),
    "DEU": ("Alemana", "Alemania"),
    "M49-019": ("Amercias", "M49 Region: Americas"),
    "M49-002": ("M49 Region: Africa",),
    "M49-142": ("M49 Region: Asia",),
    "AGO": ("Angolan", "Angolans"),
    "ARE": ("EMIRATOS \ufffdRABES UNIDOS",),
    "ARG": ("Argentino",),
    "ARM": ("Armenie",),
    "BEL": ("Belga",),
    "BEN": ("Benin Rep",),
    "BIH": ("B & H", "Bosnia", "Bosnia Erzegovina", "Bosnian"),
    "BLR": ("BIELORRUSIA", "Belarussian", "Byelorussian"),
    "BLZ": ("BELICE\ufffdA", "Belizean"),
    "BOL": ("Bolivia",),
    "BRA": ("BARSIL", "BRASILERA", "Brasil", "Brasilero", "Brazilian", "Bresil", "brésilien"),
    "BTN": ("Bhuatnese",),
    "CAN": ("Canad\ufffd",),
    "CHE": ("SUIZA",),
    "CHN": ("Chino", "chinois"),
    "CIV": ("Costa d'Avorio", "CÃ´te d'Ivoire", "C\ufffdte d\ufffdIvoire"),
    "CMR": ("CAMERÚN", "Cameroonian"),
    "COD": ("Dem. Rep. of the Congo",),
    "COL": ("COLOMBIANA", "Colombiano", "Columbia"),
    "CSHH": ("Former Czechoslovakia",),
    "CUB": ("Cubano",),
    "CZE": ("REPÚBLICA CHECA", "République tchèque"),
    "DOM": (
        "DOMINICANA",
        "Dominican Rebublic",
        "Dominican Rep",
        "R.Dominicana",
        "REPUBLICA DOMINICANA",
        "REP\ufffdBLICA DOMINICANA",
        "Rep. Dominicana",
    ),
    "ERI": ("Erithera", "Eritrean"),
    "ESP": ("ESPA\ufffdA", "Spania", "Spanish"),
    "ETH": ("Ethiopie", "Ethopia", "Etiopia"),
    "FRA": ("FRANCIA", "francais"),
    "GBR": ("GRAN BRETA\ufffdA", "United Kingdom"),
    "GEO": ("Georgian",),
    "GHA": ("Gana", "Ghanaian"),
    "GIN": ("Guinea Conakry", "Guinée"),
    "GMB": ("Gambian",),
    "GNQ": ("GUINEA ECUATORIAL",),
    "GTM": ("Guatemalan", "Guatemaltecos"),
    "HKG": ("China, Hong Kong SAR",),
    "HND": ("HONDURE\ufffdA", "Hodruanian", "Honduranian", "Hondure\ufffdo"),
    "HRV": ("Croazia",),
    "HTI": ("Haitiano",),
    "HUN": ("HUNGRÍA", "Hongrie"),
    "IDN": ("Indonesian", "Indonésie"),
    "IND": ("Indian", "Mumbai, India", "indien"),
    "IRQ": ("Kurdistan, Iraq",),
    "ITA": ("Italia", "italien"),
    "KAZ": ("Kazahstan", "Kazakhistan", "Kazalhstan"),
    "KEN": ("Keniano",),
    "KGZ": ("KIRGUIZSTÁN", "Kirghiz"),
    "KOR": ("Corea del Sur", "South Korean"),
    "LAO": ("LAOS", "Lao People's Dem. Republic"),
    "LBN": ("Libanon",),
    "LBY": ("Lybia",),
    "LUX": ("luxembourgeois",),
    "MAR": ("MORROCAN", "Maroc", "Marruecos", "Moroco"),
    "MDA": ("MOLDOVA", "Moldovan", "République de Moldavie"),
    "MDG": ("Madagascarian",),
    "MEX": ("M\ufffdXICO",),
    "MKD": ("Macedonian", "The former Yugoslav Republic of Macedonia"),
    "MLI": ("2 maliens", "3 maliens"),
    "MMR": ("Burmese", "Domestic (Myanmar)", "Myanmar Nation"),
    "MNE": ("Monte Negro",),
    "ANHH": ("The former Netherlands Antilles",),
    "NER": ("Niger Rep",),
    "NLD": ("HOLANDA", "Nederland", "Netherlands (own country)", "pays-bas"),
    "NOR": ("NORUEGA",),
    "PAN": ("PANAM\ufffd",),
    "PER": ("PERUANA", "PER\ufffd", "Peruano"),
    "PHL": ("FILIPINAS", "Filippine", "Phillipines"),
    "POL": ("POLONIA", "pologne"),
    "PRT": ("portugais",),
    "PRY": ("Paraguayo",),
    "PSE": ("Palestine",),
    "ROU": ("Roumanie", "roumain"),
    "RUS": ("RUSSIA", "Rusia", "russie"),
    "SGP": ("SINGAPUR",),
    "SLE": ("Sierra Leonean",),
    "SLV": ("SALVADORE\ufffdA",),
    "SUR": ("Surinam",),
    "SWE": ("Sweeden",),
    "SWZ": ("Swaziland",),
    "SYR": ("Siria", "Syriah"),
    "THA": ("TAILANDIA", "thailande"),
    "TUN": ("Tunisa", "tunisie"),
    "TUR": ("TURQU\ufffdA", "TÃ¼rkiye", "T\ufffdrkiye"),
    "TWN": ("TAIWAN", "Taiwanese"),
    "TZA": ("Tanzania", "Tanzania, United Republic of", "Tanzanian"),
    "UGA": ("Ugandan",),
    "USA": ("ESTADOS UNIDOS DE AM\ufffdRICA",),
    "UKR": ("UCRANIA", "ukrainien"),
    "VEN": ("Venezolana", "Venezolano"),
    "VNM": ("VIETNAM", "vietnamese"),
    "XKX": ("Kosovo", "Kosovo under UNSCR 1244"),
    "YUCS": ("Former Yugoslavia",),
    "ZAF": ("South African", "Sudafrica"),
    "ZMB": ("Zambian",),
    "_STL": ("Stateless",),
    "_VAR": (
        "3 nigériens et 1 tunisien",
        "Africa others",
        "Asia others",
        "Caribbean (Trinidad and Tobago, Barbados, etc)",
        "EU-28 others",
        "Europe others",
        "European Economic Area",
        "Other Countries (Dominica, Panama, French Guiana, Brazil, etc.)",
    ),
    "_OTH": (
        "(especifique otras nacionalidades)",
        "Abroad",
        "OTROS",
        "Personnes de nationalit\ufffd \ufffdtrang\ufffdre",
        "Rohingya",
    ),
    "_UNK": (
        "(especifique el pa\ufffds)",
        "0",
        "Central africa",
        "Congolese",
        "DESCONOCIDA",
        "Desconocido",
        "Disputed",
        "Inconnue",
        "N/A",
        "NO DETERMINADA",
        "NO REGISTRA",
        "Nationality",
        "PERO",
        "Sin determinar",
        "Unknown",
        "no information",
        "without",
    ),
}


@lru_cache(maxsize=1)
def _by_fold() -> dict[str, str]:
    names = {fold(name): place for name, place in where.mapping("unodc-name").items()}
    return names | {fold(text): place for place, texts in SPELLINGS.items() for text in texts}


@lru_cache(maxsize=1)
def _own_and_sums() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(fold, OWN)), frozenset(map(fold, SUM))


def is_own(text: str) -> bool:
    """True where the text means the reporting country."""
    return fold(text) in _own_and_sums()[0]


def is_sum(text: str) -> bool:
    """True where the text means all countries together."""
    return fold(text) in _own_and_sums()[1]


def place_of(text: str) -> str | None:
    """The place that the text names, None where it is not known."""
    return _by_fold().get(fold(text))


def is_name(text: str) -> bool:
    """True where the text is a country's name just as UNODC writes it."""
    return text in where.mapping("unodc-name")
