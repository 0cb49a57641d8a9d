"""What answers look like, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class Licence(Schema):
    """The terms of one data set in an answer."""

    title: str
    code: str
    url: str
    attribution: str


class Answer(Schema):
    """The document of a page, with where it stands for good and under which terms."""

    path: str
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


class Figures(Schema):
    """Figures in the observation contract, with their ids."""

    release: str
    pages: Pages
    licences: list[Licence]
    figures: list[dict[str, Any]]


class Failure(Schema):
    """What went wrong: a name for programs and a sentence that says what to do."""

    status: int
    name: str
    message: str


class Error(Schema):
    """The one form of an error."""

    error: Failure
