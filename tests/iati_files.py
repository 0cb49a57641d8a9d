"""IATI files made for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from gmg.sources.forms.iati import Stated, meaning_parser, stated

IOM = "XM-DAC-47066"
PARTS: dict[str, str] = {
    "reporting-org": f'<reporting-org ref="{IOM}" type="40"><narrative>IOM</narrative></reporting-org>',
    "title": "<title><narrative>Return of migrants</narrative></title>",
    "description": "<description><narrative>Helps people home.</narrative></description>",
    "participating-org": f'<participating-org ref="{IOM}" role="4" type="40"/>',
    "activity-status": '<activity-status code="2"/>',
    "activity-date": '<activity-date iso-date="2020-01-01" type="2"/>',
    "recipient-country": '<recipient-country code="KE" percentage="100"/>',
    "sector": '<sector vocabulary="1" code="15190" percentage="100"/>',
}


def activity(
    number: int | str = 1, attributes: str = 'xml:lang="en" default-currency="USD"', **parts: str
) -> str:
    """One activity; `parts` replaces its elements by name (`activity_date=...`), empty to leave out.

    A name that `PARTS` lacks comes at the end.
    """
    named = {name.replace("_", "-"): text for name, text in parts.items()}
    identifier = named.pop("iati-identifier", f"<iati-identifier>{IOM}-{number}</iati-identifier>")
    body = "\n".join([identifier, *({**PARTS, **named}).values()])
    return f"<iati-activity {attributes}>\n{body}\n</iati-activity>"


def document(*activities: str, root: str = 'version="2.03"') -> str:
    """A whole file."""
    inside = "\n".join(activities)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities {root}>\n{inside}\n</iati-activities>\n'


def opened(text: str) -> Stated:
    """An activity, opened."""
    return stated(etree.fromstring(text.encode("utf-8"), meaning_parser()))


def written(folder: Path, text: str | bytes, name: str = "iom.xml") -> Path:
    """The text as a file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def small_standard(folder: Path, data: Path, **lists: Any) -> Path:
    """A folder with the real schemas and mapping, and the real lists but for those given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schema-2.03").symlink_to(data / "iati" / "schema-2.03")
    (folder / "codelists-mapping.xml").symlink_to(data / "iati" / "codelists-mapping.xml")
    (folder / "codelists").mkdir()
    for path in (data / "iati" / "codelists").glob("*.xml"):
        if path.stem not in lists:
            (folder / "codelists" / path.name).symlink_to(path)
    for name, text in lists.items():
        (folder / "codelists" / f"{name}.xml").write_text(text, encoding="utf-8")
    return folder
