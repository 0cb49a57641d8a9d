"""How figures are read, compared and found wanting."""

from __future__ import annotations

from gmg.analysis.findings import RULES
from gmg.axes.comparability import REASONS
from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page


def page(ask: Ask) -> Page:
    """The method, with every rule and every reason."""
    _ = ask.words._
    return Page(
        kind="method",
        path="method",
        title=_("Method"),
        description=_("How figures are read, compared and found wanting."),
        values={"rules": RULES, "reasons": list(REASONS)},
        document={
            "rules": [
                {"id": rule.id, "kind": rule.kind, "says": rule.says, "tests": rule.tests}
                for rule in RULES
            ],
            "reasons": REASONS,
        },
    )
