"""Activities made for tests: as a response, and in a base with a few figures and acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import gmg
from gmg.analysis.coordination.response import SCHEMA
from gmg.evidence.base import Base
from iati_files import activity, document
from norms_base import FILES
from small import build_small

UNHCR = "XM-DAC-41121"


def row(
    identifier: str,
    agency: str,
    starts: str | None = "2020-01-01",
    ends: str | None = "2020-12-31",
    *,
    place: str = "KEN",
    topic: str = "labour",
    **more: Sequence[str],
) -> dict[str, Any]:
    """One line of a response; `more` are its lists."""
    lists = {name: list(more.get(name, ())) for name in ("partners", "related", "admin")}
    return {
        "identifier": identifier,
        "agency": agency,
        "place": place,
        "topic": topic,
        "time_from": date.fromisoformat(starts) if starts else None,
        "time_to": date.fromisoformat(ends) if ends else None,
        **lists,
        "target_groups": list(more.get("target_groups", ())),
    }


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """A response."""
    return pl.DataFrame(list(rows), schema=SCHEMA)


def country(code: str) -> str:
    """The element that names one country."""
    return f'<recipient-country code="{code}" percentage="100"/>'


def days(starts: str, ends: str | None) -> str:
    """The elements of the actual start and end."""
    found = f'<activity-date iso-date="{starts}" type="2"/>'
    return found + (f'<activity-date iso-date="{ends}" type="4"/>' if ends else "")


def titled(text: str) -> str:
    """The element of a title."""
    return f"<title><narrative>{text}</narrative></title>"


def by_unhcr(number: int, **parts: str) -> str:
    """An activity that UNHCR reports."""
    return activity(
        iati_identifier=f"<iati-identifier>{UNHCR}-{number}</iati-identifier>",
        reporting_org=f'<reporting-org ref="{UNHCR}" type="40"><narrative>UNHCR</narrative></reporting-org>',
        participating_org=f'<participating-org ref="{UNHCR}" role="4" type="40"/>',
        **parts,
    )


IOM_FILE = document(
    activity(
        1,
        title=titled("Return of migrants and refugees"),
        activity_date=days("2020-02-01", "2021-06-30"),
        recipient_country=country("LY"),
    ),
    activity(
        2,
        title=titled("Border management"),
        activity_date=days("2020-01-01", "2020-12-31"),
        recipient_country='<recipient-region vocabulary="2" code="15" percentage="100"/>',
    ),
    activity(
        3,
        title=titled("Never begun"),
        activity_status='<activity-status code="5"/>',
        activity_date=days("2020-01-01", "2020-12-31"),
        recipient_country=country("LY"),
    ),
)
UNHCR_FILE = document(
    by_unhcr(
        1,
        title=titled("Help for refugees"),
        activity_date=days("2021-01-01", "2021-12-31"),
        recipient_country=country("LY"),
        sector='<sector vocabulary="1" code="72010" percentage="100"/>',
    ),
    by_unhcr(
        2,
        title=titled("Help for refugees"),
        activity_date=days("2022-01-01", "2022-12-31"),
        recipient_country=country("TR"),
        sector='<sector vocabulary="1" code="72010" percentage="100"/>',
    ),
)


def work_base(folder: Path) -> Base:
    """A base of the treaty files, figures and activities. Nothing may write to it afterwards."""
    files = {
        **FILES,
        "iati/activities/iom-made.xml": IOM_FILE.encode(),
        "iati/activities/unhcr-made.xml": UNHCR_FILE.encode(),
    }
    build_small(folder / "data", folder / "base", files)
    return gmg.open(folder / "base")
