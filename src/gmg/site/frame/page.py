"""A page before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gmg.exchange.tables import Table


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what its template draws, what the API answers, what can be taken away.

    `kind` names the template, `path` is the address without language and release. `document` holds
    plain values and codes, the same in every language, or makes them when it is asked. `query` is
    the part of the query string that the page understood. `datasets` are those whose licences the
    page must name, `structured` is schema.org data, `ours` whether its figures are estimates of our
    own, `index` whether search engines and the sitemap should list it.
    """

    kind: str
    path: str
    title: str
    description: str
    values: Mapping[str, Any]
    document: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    tables: Mapping[str, Table] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    datasets: Sequence[str] = ()
    structured: Mapping[str, Any] | None = None
    index: bool = True
    ours: bool = False

    def told(self) -> Mapping[str, Any]:
        """The document."""
        return self.document() if callable(self.document) else self.document
