"""What the evidence base says of a finding or a gap, to be put on an issues list in its own words.

The words are never taken from the form: they are made anew from the release that is served, whose id
is kept beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.axes import what, where
from gmg.axes.tables import UnknownCode
from gmg.axes.when import Period
from gmg.evidence.base import NoBase
from gmg.group.acts.issues import FINDING, GAP, Matter
from gmg.site.application.releases import releases
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.pages.gaps import people, state_words
from gmg.site.pages.parts_findings import kind_of, title
from gmg.site.pages.parts_gaps import cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmg.group.store.models import Issue
    from gmg.site.application.releases import Opened
    from gmg.site.room.asked import Asked

NOTHING = Matter("")
LONGEST_ID = 200


def of_finding(asked: Asked, code: str) -> Matter:
    """A finding of the release that is served. Raises NotFound."""
    opened = release()
    ask = question(asked, opened)
    if len(code) > LONGEST_ID:
        raise NotFound("No finding of this release has that id")
    with opened.making:
        lines = opened.shelf.findings("id = ?", [code], 1)
        if not lines:
            raise NotFound("No finding of this release has that id")
        (found,) = lines
        words = asked.words
        when = words.period(Period(found.time_from, found.time_to, kind_of(found)))
        said = [f"{title(ask, found)}, {when}", f"{words.rule_says(found.rule)}."]
    if found.people is not None:
        people_said = words._("People concerned: {count}").format(count=words.number(found.people))
        said.append(people_said)
    return Matter("\n".join(said), FINDING, found.id, f"finding/{found.id}", opened.base.release.id)


def of_gap(asked: Asked, place: str, theme: str) -> Matter:
    """A cell of place and theme, as the release that is served has it. Raises NotFound."""
    try:
        known, subject = where.get(place).code, what.theme(theme).code
    except (where.UnknownPlace, UnknownCode):
        raise NotFound("There is no such cell of place and theme") from None
    opened = release()
    ask = question(asked, opened)
    with opened.making:
        rows = [one for one in cells(opened.base, known, subject).cells if one.place == known]
        if not rows:
            raise NotFound("There is no such cell of place and theme")
        gap, words = rows[0], asked.words
        said = [
            f"{words.place(known)}, {words.theme(subject)}, {words.year(gap.year)}: "
            f"{state_words(ask, gap.state)}"
        ]
        if gap.need.figures:
            first = gap.need.figures[0]
            said.append(
                words._("People concerned: {count}").format(count=people(ask, first).text)
                + f" ({words.concept(first.concept)}, {words.agency(first.agency)} {first.on.year})"
            )
    return Matter(
        "\n".join(said),
        GAP,
        f"{known} {subject}",
        f"gaps?place={known}&theme={subject}",
        opened.base.release.id,
    )


def still(issues: Iterable[Issue]) -> dict[int, bool]:
    """Of findings that an earlier release had: whether the one that is served has them too.

    One question for all; none where all are of the release that is served.
    """
    try:
        opened = releases().get()
    except NoBase:
        return {}
    current = opened.base.release.id
    asked = {one.subject: one for one in issues if one.kind == FINDING and one.release != current}
    if not asked:
        return {}
    with opened.making:
        found = opened.shelf.findings("list_contains(?, id)", [[*asked]], len(asked))
    there = {one.id for one in found}
    return {one.pk: subject in there for subject, one in asked.items()}


def release() -> Opened:
    """The release that is served. Raises NotFound where there is none."""
    try:
        return releases().get()
    except NoBase:
        raise NotFound("There is no evidence base to answer from yet") from None


def question(asked: Asked, opened: Opened) -> Ask:
    """A question to the release, in the reader's language."""
    return Ask(base=opened.base, shelf=opened.shelf, words=asked.words, to=asked.to, query={})
