"""Long lists, a page at a time: no page grows with what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gmg.site.frame.errors import BadQuery

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gmg.site.room.asked import Asked

EACH = 25
LAST = 10_000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """One page of a list; `number` counts from 1."""

    rows: list[Row]
    number: int
    more: bool


def paged(asked: Asked, rows: QuerySet[Any], each: int = EACH, name: str = "page") -> Slice[Any]:
    """The page that the query string asks for, by one query; BadQuery for no number of a page."""
    text = asked.request.GET.get(name, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= LAST):
        raise BadQuery(f"{name}: give a whole number from 1 to {LAST}")
    number = int(text)
    start = (number - 1) * each
    found = list(rows[start : start + each + 1])
    return Slice(found[:each], number, len(found) > each)
