"""The form of a sign-off: read, shown once more with the words and their hash, entered once."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from gmg.group.acts import rounds
from gmg.group.rules.rounds import Kind, Verdict
from gmg.site.room.asked import BadForm

if TYPE_CHECKING:
    from gmg.group.store.models import Round
    from gmg.site.room.asked import Asked

ONCE = re.compile(r"[0-9a-f]{32}")
LONGEST = 8_000
"""Characters of reasons and of a reservation."""
VERDICTS = {
    Kind.CONSULTATION: (Verdict.CLEARED, Verdict.COMMENTS, Verdict.OBJECTS, Verdict.NO_VIEW),
}
"""What a round asks, where it is not every verdict: with a consultation nobody associates."""


def verdicts(row: Round) -> list[Verdict]:
    """The verdicts of a round."""
    return list(VERDICTS.get(Kind(row.kind), tuple(Verdict)))


def read(asked: Asked, row: Round) -> rounds.SignOff:
    """What the form says, under a new name for this sign-off."""
    signed = rounds.SignOff(
        agency=asked.text("agency", most=20),
        verdict=Verdict(asked.choice("verdict", [each.value for each in verdicts(row)])),
        version=asked.text("version", most=64),
        once=secrets.token_hex(16),
        statement=asked.text("statement", most=LONGEST, needed=False),
        reservation=asked.text("reservation", most=LONGEST, needed=False),
        amendment=asked.given.get("amendment") == "yes",
        on_behalf=asked.given.get("on_behalf") == "yes",
        entered_from=asked.request.META.get("REMOTE_ADDR", "")[:45],
    )
    if signed.amendment and not signed.statement:
        raise BadForm("statement", "Write the amendment that you propose")
    return signed


def entered(asked: Asked, row: Round) -> rounds.SignOff:
    """What was confirmed, under the name that it was shown with: the same name enters once."""
    once = asked.text("once", most=32)
    if not ONCE.fullmatch(once):
        raise BadForm("once", "This sign-off was not made by a page of this site: begin it anew")
    return replace(read(asked, row), once=once)
