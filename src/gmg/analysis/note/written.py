"""The information note of a day: gathered from facts, a release and its findings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gmg.analysis.note import group, issues, member, publishes
from gmg.analysis.note import said as spoken
from gmg.analysis.note.model import Note
from gmg.analysis.note.words import speaker
from gmg.axes import who

if TYPE_CHECKING:
    from gmg.evidence.base import Base
    from gmg.records.said import Said


def note(base: Base, on: date, language: str = "en", said: tuple[Said, ...] = ()) -> Note:
    """The group's information note on a day, in a language of the United Nations.

    Membership and chair are those of the day; of a group that no longer exists, those of its last
    day. `said` is what the group itself has made public; the note tells what had been said by the day.
    Figures, acts, activities and findings are those of the release, whatever the day. Before
    the group existed, the note says so and holds nothing else but its forerunner. Raises ValueError
    for another language.
    """
    say = speaker(language)
    at = group.standing(on)
    sections = list(group.sections(at, say))
    pages = []
    if at.state != "before":
        editions = publishes.held(base)
        sections.append(issues.section(base, at, editions, say))
        sections += spoken.sections(said, on, say)
        pages = [
            member.page(base, agency, at.stands, editions, say) for agency in who.members(at.stands)
        ]
    return Note(
        on=on,
        stands=at.stands,
        language=language,
        release=base.release.id,
        sample=base.release.sample,
        name=say.phrase("group"),
        title=say.phrase("title"),
        sections=tuple(sections),
        pages=tuple(pages),
    )
