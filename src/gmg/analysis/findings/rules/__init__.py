"""One rule a module; the order here is the order of `gmg rules`."""

from __future__ import annotations

from gmg.analysis.findings.finding import Rule
from gmg.analysis.findings.rules import (
    agencies_differ,
    editions_differ,
    migrants_exceed_population,
    nobody_says,
    one_agency_only,
    outside_the_bracket,
    parts_exceed_whole,
    published_twice,
    refugees_exceed_migrants,
    sexes_do_not_sum,
    stock_missing_for_refugees,
    too_long_ago,
)

RULES: tuple[Rule, ...] = (
    refugees_exceed_migrants.RULE,
    sexes_do_not_sum.RULE,
    parts_exceed_whole.RULE,
    migrants_exceed_population.RULE,
    published_twice.RULE,
    agencies_differ.RULE,
    outside_the_bracket.RULE,
    editions_differ.RULE,
    stock_missing_for_refugees.RULE,
    one_agency_only.RULE,
    too_long_ago.RULE,
    nobody_says.RULE,
)


class UnknownRule(LookupError):
    """No rule has that id."""


def rule(name: str) -> Rule:
    """The rule of that id."""
    for item in RULES:
        if item.id == name:
            return item
    raise UnknownRule(f"no rule {name!r}; `gmg rules` lists them: {', '.join(r.id for r in RULES)}")
