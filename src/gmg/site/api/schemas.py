"""What answers look like, for the OpenAPI document."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import create_model


class Licence(Schema):
    """The terms of one data set in an answer."""

    title: str
    code: str
    url: str
    attribution: str


class Answer(Schema):
    """The document of a page, with where it stands for good and under which terms."""

    path: str
    title: str
    release: str
    permanent: str
    citation: str
    licences: list[Licence]
    tables: dict[str, dict[str, str]]
    data: dict[str, Any]


class Pages(Schema):
    """Where in a list an answer stands; `next` and `previous` are addresses, empty at the ends."""

    page: int
    per_page: int
    total: int
    next: str
    previous: str


class FigureOf(Schema):
    """One published figure: the columns of the observation contract, and its id."""

    id: str
    concept: str
    basis: str
    place: str
    counterpart: str | None
    sex: str
    age: str
    detail: str | None
    time_from: date
    time_to: date
    time_kind: str
    value: float | None
    unit: str
    status: str
    agency: str
    dataset: str
    edition: str
    snapshot: str
    sheet: str | None
    row: int
    column: str
    as_published: str | None
    note: str | None


class Figures(Schema):
    """Figures in the observation contract, with their ids."""

    release: str
    pages: Pages
    licences: list[Licence]
    figures: list[FigureOf]


def list_schema(name: str) -> type[Schema]:
    """A list under its name."""
    fields: dict[str, Any] = {"release": (str, ...), name: (list[dict[str, Any]], ...)}
    return create_model(f"ListOf{name.title()}", __base__=Schema, **fields)


class Failure(Schema):
    """What went wrong: a name for programs and a sentence that says what to do."""

    status: int
    name: str
    message: str


class Error(Schema):
    """The one form of an error."""

    error: Failure
