"""Who: the members of the group, the other publishers, and what each is there for."""

from __future__ import annotations

from typing import Any

from gmg.axes import mandates, who
from gmg.site.frame.ask import Ask
from gmg.site.frame.page import Page
from gmg.site.pages.agency import datasets

GROUP = "GMG"


def page(ask: Ask) -> Page:
    """The agencies, members first."""
    _ = ask.words._
    members = [one.agency for one in who.memberships() if one.body == GROUP]
    known = [described(ask, one, one.code in members) for one in who.agencies()]
    shared = {
        f"{function}: {theme}": list(agencies)
        for (function, theme), agencies in mandates.shared().items()
        if len(agencies) > 1
    }
    return Page(
        kind="who",
        path="who",
        title=_("Who"),
        description=_("The agencies of the group, what each publishes and what each is there for."),
        values={
            "members": [one for one in known if one["member"]],
            "others": [one for one in known if not one["member"]],
            "shared": [
                (function, theme, agencies)
                for (function, theme), agencies in sorted(mandates.shared().items())
                if len(agencies) > 1
            ],
        },
        document={"agencies": known, "shared_mandates": shared},
    )


def described(ask: Ask, agency: who.Agency, member: bool) -> dict[str, Any]:
    """An agency in a line."""
    return {
        "code": agency.code,
        "name": agency.name,
        "role": agency.role,
        "member": member,
        "datasets": [one["dataset"] for one in datasets(ask, agency.code)],
    }
