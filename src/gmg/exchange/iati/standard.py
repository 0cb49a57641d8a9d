"""Where the schemas and code lists of the standard are, which gmg does not carry with it.

https://github.com/IATI/IATI-Schemas (version-2.03) and https://github.com/IATI/IATI-Codelists.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from lxml import etree

from gmg.data_folder import choose
from gmg.sources.forms.iati import safe_parser

VARIABLE = "GMG_IATI_STANDARD"
SCHEMAS = "schema-2.03"
LISTS = "codelists"
MAPPING = "codelists-mapping.xml"
Kind = Literal["activities", "organisations", "registry"]
FILES: dict[Kind, str] = {
    "activities": "iati-activities-schema.xsd",
    "organisations": "iati-organisations-schema.xsd",
    "registry": "iati-registry-record-schema.xsd",
}
TO_GET = (
    f"put into one folder: {SCHEMAS}/ with the *.xsd of https://github.com/IATI/IATI-Schemas "
    f"(branch version-2.03), {LISTS}/ with the XML of https://github.com/IATI/IATI-Codelists "
    "(branch version-2.03) and of https://github.com/IATI/IATI-Codelists-NonEmbedded, and the "
    f"{MAPPING} of the first of the two; name the folder with --standard or ${VARIABLE}"
)


class NoStandard(LookupError):
    """The schemas or code lists of IATI 2.03 are not here. The message says what to get, from where."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A folder with the schemas, the code lists and the mapping of IATI 2.03."""

    folder: Path

    @property
    def lists(self) -> Path:
        """The folder of the code lists."""
        return self.folder / LISTS

    @property
    def mapping(self) -> Path:
        """The file that says which path uses which code list."""
        return self.folder / MAPPING

    def schema(self, kind: Kind = "activities") -> etree.XMLSchema:
        """The schema of one kind of file, compiled once. Raises NoStandard where it does not compile."""
        return _schema(self.folder / SCHEMAS / FILES[kind])


def find_standard(folder: Path | None = None) -> Standard:
    """The standard in `folder`, else in `$GMG_IATI_STANDARD`, else in `iati` of the data folder.

    Raises NoStandard, naming what is missing.
    """
    named = folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    place = named or choose().path / "iati"
    wanted = [*(f"{SCHEMAS}/{name}" for name in FILES.values()), MAPPING]
    missing = [name for name in wanted if not (place / name).is_file()]
    if not any((place / LISTS).glob("*.xml")):
        missing.append(f"{LISTS}/*.xml")
    if missing:
        raise NoStandard(
            f"{place}: the schemas and code lists of IATI 2.03 are not here "
            f"(missing {', '.join(missing)}); {TO_GET}"
        )
    return Standard(place)


@lru_cache(maxsize=8)
def _schema(path: Path) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(etree.parse(str(path), safe_parser()))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        raise NoStandard(
            f"{path}: does not compile ({error}); all *.xsd of the version must be whole and in one "
            f"folder. {TO_GET}"
        ) from error
