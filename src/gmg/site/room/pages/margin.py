"""The margin of a text: each agency's remarks beside the paragraph that they stand on now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from gmg.group.acts import remarks as acts
from gmg.group.acts.versions import words_of
from gmg.group.rules import redline
from gmg.group.rules import remarks as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.redline import Run
from gmg.site.room.pages.prose import Quote
from gmg.site.room.paging import Slice, paged

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gmg.group.rules import texts
    from gmg.group.store.models import Document, Remark, Version
    from gmg.site.room.asked import Asked

EACH = 4
"""Remarks shown beside one paragraph; the page of the paragraph has them all."""
DOCUMENT = ""
"""The place of remarks whose paragraph is gone with all before it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A remark in the margin: `number` refers to it, `runs` is what proposed wording would change."""

    row: Remark
    number: int
    stand: rules.Stand
    earlier: bool
    runs: tuple[Run, ...]
    may_answer: bool
    may_withdraw: bool
    may_take: bool


@dataclass(slots=True)
class Beside:
    """What stands in the margin of one paragraph, and how much of it is not shown here."""

    remarks: list[Shown] = field(default_factory=list)
    open: int = 0
    ended: int = 0
    taken: list[Remark] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Open remarks that the page of the paragraph shows."""
        return max(0, self.open - sum(r.row.state == rules.OPEN for r in self.remarks))

    def quotes(self) -> list[Quote]:
        """The words of the paragraph that its remarks quote."""
        return [
            Quote(r.stand.start, r.stand.end, r.number, r.row.key)
            for r in self.remarks
            if r.stand.start is not None and r.stand.end is not None
        ]


@dataclass(frozen=True)
class Margin:
    """All that is in the margin of a text, by paragraph; counts are of the whole text."""

    beside: dict[str, Beside]
    open: int
    on_document: Beside
    slice: Slice[Any]


def margin(
    asked: Asked, version: Version, words: texts.Version, uids: list[str], *, alone: bool = False
) -> Margin:
    """The margin of some paragraphs of a version: four queries, whatever the number of remarks.

    `alone` is for one paragraph, with all of its remarks, ended ones too, newest first.
    """
    known = light(asked, version)
    places = Places(words, {(row.version, row.paragraph) for row in known})
    beside = {uid: Beside() for uid in (uids if alone else (*uids, DOCUMENT))}
    wanted: dict[str, list[Light]] = defaultdict(list)
    for row in known:
        here = beside.get(uid := places.of(row.version, row.paragraph))
        if here is not None:
            here.open += row.state == rules.OPEN
            here.ended += row.state != rules.OPEN
            wanted[uid].append(row)
    if alone:
        numbers: Any = [row.number for row in reversed(wanted[uids[0]])]
        found = paged(asked, numbers)
    else:
        found = Slice([row.number for rows in wanted.values() for row in first_of(rows)], 1, False)
    fill(asked, version, words, places, beside, whole(found.rows), alone=alone)
    on_document = beside.get(DOCUMENT, Beside()) if DOCUMENT not in uids else Beside()
    total = sum(row.state == rules.OPEN for row in known)
    return Margin({uid: beside[uid] for uid in uids}, total, on_document, found)


class Light(NamedTuple):
    """What is read of every remark on a text, to count them and to find their places."""

    number: int
    version: int
    paragraph: str
    state: str


def light(asked: Asked, version: Version) -> list[Light]:
    """All remarks on a text that are shown to the person, in the order in which they were made."""
    rows = visible(asked, version.document, version.language).order_by("pk")
    return [Light(*row) for row in rows.values_list("pk", "version", "paragraph", "state")]


def first_of(rows: list[Light]) -> list[Light]:
    """The first few open remarks of a paragraph, and the newest whose wording was taken over."""
    open_ = [row for row in rows if row.state == rules.OPEN]
    taken = [row for row in rows if row.state == rules.ACCEPTED]
    return [*open_[:EACH], *taken[-EACH:]]


def whole(numbers: list[int]) -> list[Remark]:
    """Remarks with the versions that they were made on and taken over in, without their words."""
    from gmg.group.store.models import Remark

    if not numbers:
        return []
    rows = Remark.objects.filter(pk__in=numbers).select_related("version", "taken_in")
    found = {row.pk: row for row in rows.defer("version__content", "taken_in__content")}
    return [found[number] for number in numbers if number in found]


def visible(asked: Asked, document: Document, language: str) -> QuerySet[Remark]:
    """The remarks on a text in a language that are shown to the person."""
    from gmg.group.store.models import Remark

    rows = Remark.objects.filter(acts.shown_to(document, asked.seats))
    return rows.filter(version__language=language)


class Places:
    """Which paragraph of a version each remark stands on now, from the versions they were made on."""

    def __init__(self, words: texts.Version, made_on: set[tuple[int, str]]) -> None:
        from gmg.group.store.models import Version as Row

        self.words = words
        self.here = {paragraph.uid for paragraph in words.paragraphs}
        gone = {version for version, uid in made_on if uid not in self.here}
        rows = list(Row.objects.filter(pk__in=gone).defer("content")) if gone else []
        known = words_of(rows) if rows else {}
        self.old = {row.pk: known[row.key] for row in rows}
        self.found: dict[tuple[int, str], str] = {}

    def of(self, version: int, uid: str) -> str:
        """The uid it stands on, empty on the document."""
        if uid in self.here or version not in self.old:
            return uid if uid in self.here else DOCUMENT
        if (version, uid) not in self.found:
            stand = rules.bereft(uid, self.old[version], self.words)
            self.found[version, uid] = stand.uid
        return self.found[version, uid]


def fill(
    asked: Asked,
    version: Version,
    words: texts.Version,
    places: Places,
    beside: dict[str, Beside],
    kept: list[Remark],
    *,
    alone: bool,
) -> None:
    """Put remarks beside their paragraphs, and who said the wording that was taken over."""
    old = words_of({row.version_id: row.version for row in kept}.values()) if kept else {}
    by_place: dict[str, list[Remark]] = defaultdict(list)
    for row in kept:
        row.version.document = version.document
        by_place[places.of(row.version_id, row.paragraph)].append(row)
    number = 0
    for uid, here in beside.items():
        for row in by_place[uid]:
            if row.state == rules.ACCEPTED and not alone:
                here.taken += [row] if taken_here(row, version) else []
            elif alone or len(here.remarks) < EACH:
                number += 1
                before = old[row.version.key]
                here.remarks.append(shown(asked, row, number, version, before, words))


def taken_here(row: Remark, version: Version) -> bool:
    """Whether this version has the wording in it, and its author has to be named."""
    return row.taken_in is not None and row.taken_in.number <= version.number


def shown(
    asked: Asked,
    row: Remark,
    number: int,
    version: Version,
    old: texts.Version,
    words: texts.Version,
) -> Shown:
    """A remark as it stands in a version, and what the person may do with it."""
    document = version.document
    body, open_ = document.body, row.state == rules.OPEN
    stand = standing(row.paragraph, row.quote, old, words)
    answers = asked.may(Action.ANSWER, body, document.penholder)
    takes = row.kind == rules.WORDING and asked.may(Action.WRITE, body, document.penholder, "draft")
    return Shown(
        row,
        number,
        stand,
        row.version_id != version.pk,
        proposed(row, old),
        may_answer=open_ and answers,
        may_withdraw=open_ and asked.may(Action.ANSWER, body, row.agency),
        may_take=open_ and answers and takes,
    )


def proposed(row: Remark, old: texts.Version) -> tuple[Run, ...]:
    """What proposed wording changes in the words it is for; nothing for other remarks."""
    if row.kind != rules.WORDING:
        return ()
    if row.quote.strip():
        return changes(row.quote, row.wording)
    there = rules.paragraph_of(old, row.paragraph)
    return changes(there.text if there else "", row.wording)


@lru_cache(maxsize=2048)
def changes(old: str, new: str) -> tuple[Run, ...]:
    """The runs from one wording to another; of long ones the whole."""
    if len(old) + len(new) > 8_000:
        return redline.whole(old, new)
    return redline.tidied(redline.compared(old, new))


def standing(uid: str, quote: str, old: texts.Version, new: texts.Version) -> rules.Stand:
    """Where a remark stands, its words worked out once for each pair of paragraphs."""
    here, there = rules.paragraph_of(new, uid), rules.paragraph_of(old, uid)
    if here is None:
        return rules.bereft(uid, old, new)
    return replace(stands_in(quote, there.text if there else None, here.text), uid=uid)


stands_in = lru_cache(maxsize=4096)(rules.stands_in)
