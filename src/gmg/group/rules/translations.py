"""Translations: which paragraphs are behind the text that they translate, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from gmg.group.rules.texts import normal

if TYPE_CHECKING:
    from gmg.group.rules.texts import Paragraph, Version

OPEN = "open"
"""The fact of a translation that names, parted by blanks, the paragraphs still to be brought up."""


class Behind(StrEnum):
    """What a paragraph of a translation is behind of."""

    MISSING = "not translated yet"
    OPEN = "still to be brought up"
    CHANGED = "changed in the text since"
    GONE = "no longer in the text"


def open_of(translation: Version) -> frozenset[str]:
    """The paragraphs that the translator has left to be brought up."""
    return frozenset(translation.facts.get(OPEN, "").split())


def behind(translation: Version, then: Version | None, now: Version) -> dict[str, Behind]:
    """What is out of date in a translation, by uid; nothing where all of it is as the text is now.

    `then` is the version that the translation names by its hash, None where it is not known: then
    every paragraph may have changed. A paragraph that only moved is not behind.
    """
    left = open_of(translation)
    mine = {paragraph.uid: paragraph for paragraph in translation.paragraphs}
    was = {} if then is None else {paragraph.uid: paragraph for paragraph in then.paragraphs}
    found: dict[str, Behind] = {}
    for paragraph in now.paragraphs:
        uid = paragraph.uid
        if uid not in mine or not mine[uid].text.strip():
            found[uid] = Behind.MISSING
        elif uid in left:
            found[uid] = Behind.OPEN
        elif uid not in was or not same(was[uid], paragraph):
            found[uid] = Behind.CHANGED
    there = {paragraph.uid for paragraph in now.paragraphs}
    found |= {uid: Behind.GONE for uid in mine if uid not in there}
    return found


def same(one: Paragraph, other: Paragraph) -> bool:
    """Whether two states of a paragraph say the same, on the same figures."""
    return normal(one.text) == normal(other.text) and one.citations == other.citations
