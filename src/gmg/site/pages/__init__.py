"""The pages: each module answers one question of `gmg.analysis`, and this is the list of them."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.site.frame.ask import Ask
    from gmg.site.frame.page import Page


@dataclass(frozen=True, slots=True)
class Route:
    """A page's address, with its parameters in angle brackets, and what it answers.

    `kind` is the module. `query` names what its query string may ask, with a meaning each: the
    API's description is made of it.
    """

    path: str
    kind: str
    says: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in angle brackets."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("<"))

    def make(self, ask: Ask, **parameters: str) -> Page:
        """The page. Raises NotFound and BadQuery."""
        return function(self.kind)(ask, **parameters)


def function(kind: str) -> Callable[..., Page]:
    """The function of a page's module."""
    found: Callable[..., Page] = importlib.import_module(f"gmg.site.pages.{kind}").page
    return found


YEAR = ("year", "Year, such as 2024")
PAGE = ("page", "Page of the list, from 1")

ROUTES = (
    Route("", "home", "The world at a glance", (("concept", "Concept of the map"), YEAR)),
    Route("where", "where", "Every place"),
    Route("what", "what", "What is counted and what is promised"),
    Route("who", "who", "The agencies"),
    Route("when", "when", "What is known of which year"),
    Route("place/<place>", "place", "What is known of a place"),
    Route("place/<place>/<concept>", "topic", "All that is known of one concept in a place"),
    Route("corridor/<origin>/<destination>", "corridor", "What is known of an ordered pair"),
    Route(
        "concept/<concept>",
        "concept",
        "What is counted: definition, who publishes it, map, ranking, comparability",
        (YEAR, ("dataset", "Data set of the map and the ranking")),
    ),
    Route("instrument/<instrument>", "instrument", "Acts and parties of an instrument", (YEAR,)),
    Route(
        "instruments",
        "instruments",
        "Instruments by places",
        (("set", "Set of instruments"), ("region", "Region of places"), ("on", "Date")),
    ),
    Route("agency/<agency>", "agency", "What an agency publishes, keeps and does"),
    Route(
        "findings",
        "findings",
        "Contradictions, disagreements and silences",
        (
            ("kind", "contradiction, disagreement or silence"),
            ("rule", "Rule"),
            ("place", "Place code"),
            ("concept", "Concept"),
            ("agency", "Agency"),
            ("reason", "Reason that may explain it"),
            PAGE,
        ),
    ),
    Route("finding/<finding>", "finding", "One finding with its figures and reasons"),
    Route(
        "flows",
        "flows",
        "Who moved: estimated flows",
        (("period", "Period, such as 2015-2020"), ("method", "Method"), ("place", "Place code")),
    ),
    Route("gaps", "gaps", "Gaps and overlaps", (("place", "Place code"), ("theme", "Theme"))),
    Route(
        "activities",
        "activities",
        "Who does what where",
        (
            ("agency", "Agency"),
            ("place", "Place code"),
            ("theme", "Theme"),
            YEAR,
            PAGE,
        ),
    ),
    Route("data", "datasets", "All data sets"),
    Route("data/<dataset>", "dataset", "Editions, licence and account of a data set"),
    Route("figure/<figure>", "figure", "The cell behind a figure"),
    Route(
        "sum",
        "sum",
        "The published figures that a sum of ours adds",
        (
            ("concept", "Concept"),
            ("place", "Place code"),
            ("from", "Place code of the other end"),
            ("dataset", "Data set"),
            ("edition", "Edition"),
            ("time", "Last day of the period, such as 2024-06-30"),
            PAGE,
        ),
    ),
    Route("note", "note", "The group's information note", (("on", "Day, such as 2014-12-31"),)),
    Route("search", "search", "Search in six languages", (("q", "Words"), ("kind", "Kind"), PAGE)),
    Route("about", "about", "What this is"),
    Route("method", "method", "How figures are read, compared and found wanting"),
    Route("licences", "licences", "Whose figures these are and what may be done with them"),
    Route("api", "api", "How to take it all away"),
)
