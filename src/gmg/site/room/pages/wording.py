"""Signed words as they are shown: every figure as it was signed, whose it is, and what it is now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gmg.group.rules.numerals import written
from gmg.site.room.pages import live
from gmg.site.room.pages.prose import Cited, Segment, cited, segments
from gmg.site.words import words as spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from gmg.group.rules import texts
    from gmg.group.store.models import Version


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph in its pieces."""

    uid: str
    num: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation of the text, by the paragraph that shows it."""

    uid: str
    num: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it was frozen: in its language and direction, with all that it quotes."""

    title: str
    language: str
    direction: str
    hash: str
    number: int
    paragraphs: list[Shown]
    quoted: list[Quoted]


def shown_text(version: Version, text: texts.Version) -> Wording:
    """The words of a version. Numbers are written as its own language writes them."""
    found = live.standings(c for p in text.paragraphs for c in p.citations)
    paragraphs, quoted = [], []
    for paragraph in text.paragraphs:
        figures = {
            c.key: cited(c, found.get(c), text.language, frozen=True) for c in paragraph.citations
        }
        paragraphs.append(Shown(paragraph.uid, paragraph.num, segments(paragraph, figures)))
        quoted += [Quoted(paragraph.uid, paragraph.num, each) for each in figures.values()]
    return Wording(
        title=text.title,
        language=text.language,
        direction=spoken(text.language).dir,
        hash=version.hash,
        number=text.number,
        paragraphs=paragraphs,
        quoted=quoted,
    )


def decimals(lang: str) -> Callable[[Decimal], str]:
    """How numbers are written in a language, with every digit that they have."""
    return partial(written, lang=lang)
