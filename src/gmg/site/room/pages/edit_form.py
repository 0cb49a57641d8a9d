"""The form in which a text is written: read, changed by its buttons, made into a version.

Fields stand in the order of the text: `num-uid` and `text-uid` for each paragraph, `gone` for those
taken out and not yet saved. `cites` are changes to citations, each `key figure rounding tolerance uid`:
the figure is an id of the evidence base, `=` where only rounding and tolerance change, `-` where the
citation goes. Values never come from the form: they are read from the release.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from gmg.group.rules import texts
from gmg.group.rules.texts import Citation, Paragraph
from gmg.site.room.asked import BadForm
from gmg.site.room.pages.lookup import citation_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gmg.group.rules.texts import Version as Text
    from gmg.site.room.asked import Asked

MOST_CHANGES = 200
MOST_FIELDS = texts.MOST_PARAGRAPHS + 80
"""Paragraphs in the form, those taken out included; how many a text may have is said when it is kept."""
ROUNDINGS = (0, 1, 2, 3, 4)
TOLERANCES = ("0", "0.005", "0.01", "0.02", "0.05", "0.1")


@dataclass(slots=True)
class Field:
    """A paragraph in the form; `gone` where it was taken out and can be put back."""

    uid: str
    num: str
    text: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a citation, as the form carries it. `uid` is the paragraph of one without a mark."""

    key: str
    figure: str
    rounding: int
    tolerance: Decimal
    uid: str = ""

    def __str__(self) -> str:
        return f"{self.key} {self.figure} {self.rounding} {self.tolerance} {self.uid}".rstrip()


@dataclass(slots=True)
class Draft:
    """What the form holds."""

    title: str
    language: str
    fields: list[Field] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)

    def standing(self) -> list[Field]:
        """The paragraphs that are in the text."""
        return [one for one in self.fields if not one.gone]


def of_version(words: Text) -> Draft:
    """The form as it opens on a version."""
    fields = [Field(p.uid, p.num, p.text) for p in words.paragraphs]
    return Draft(words.title, words.language, fields or [blank()])


def blank(num: str = "1") -> Field:
    """A new paragraph, with a name that is its own for life."""
    return Field(uuid.uuid4().hex[:12], num, "")


def read(asked: Asked, language: str) -> Draft:
    """What was sent. BadForm for what no form of ours sends."""
    post = asked.request.POST
    names = [name[5:] for name in post if name.startswith("text-")]
    if len(names) > MOST_FIELDS or not all(map(texts.NAME.fullmatch, names)):
        raise BadForm("text", "A text has at most {most} paragraphs", most=texts.MOST_PARAGRAPHS)
    gone = set(post.getlist("gone"))
    fields = [
        Field(
            uid, clean(post.get(f"num-{uid}", "")), clean(post.get(f"text-{uid}", "")), uid in gone
        )
        for uid in names
    ]
    changes = [change_from(line) for line in post.getlist("cites")[:MOST_CHANGES]]
    title = clean(post.get("title", "")).replace("\n", " ").strip()
    return Draft(title, language, fields, {change.key: change for change in changes})


def clean(text: str) -> str:
    """A field as text: one kind of line end."""
    return texts.normal(text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\ufeff", ""))


def change_from(line: str) -> Change:
    """A change to a citation, from the form."""
    parts = line.split(" ")
    if not 4 <= len(parts) <= 5 or not texts.NAME.fullmatch(parts[0]) or len(parts[1]) > 200:
        raise BadForm("cites", "This form is damaged: load the page anew")
    if len(parts) == 5 and not texts.NAME.fullmatch(parts[4]):
        raise BadForm("cites", "This form is damaged: load the page anew")
    rounding, tolerance = precision(parts[2], parts[3])
    return Change(parts[0], parts[1], rounding, tolerance, parts[4] if len(parts) == 5 else "")


def precision(rounding: str, tolerance: str) -> tuple[int, Decimal]:
    """Significant figures from 0 (all) to 9, and a relative tolerance from 0 to 1."""
    if not (rounding.isascii() and rounding.isdigit() and len(rounding) == 1):
        raise BadForm("rounding", "Choose one of those offered")
    try:
        share = Decimal(tolerance)
    except InvalidOperation:
        raise BadForm("tolerance", "Choose one of those offered") from None
    if not (share.is_finite() and 0 <= share <= 1 and len(tolerance) <= 8):
        raise BadForm("tolerance", "Choose one of those offered")
    return int(rounding), share


def written(draft: Draft, on: Text | None, document: str, number: int) -> Text:
    """The version that the form describes, on the one that its citations are from.

    Paragraphs without words are left out. A citation goes with its mark, wherever that is moved; one
    whose mark is no longer there goes out; one that never had a mark stays with its paragraph.
    """
    standing = [one for one in draft.standing() if one.text.strip()]
    shown = {key for one in standing for key in texts.marks(one.text)}
    cites = citations(draft, on)
    own = {p.uid: p for p in on.paragraphs} if on else {}
    paragraphs = []
    for one in standing:
        before = own.get(one.uid)
        mine = {c.key: c for c in before.citations} if before else {}
        marked = set(texts.marks(before.text)) if before else set()
        named = dict.fromkeys(texts.marks(one.text))
        kept = [
            key
            for key in mine
            if key not in named and key not in shown and key not in marked and cites.get(key)
        ]
        added = [c.key for c in draft.changes.values() if c.uid == one.uid and cites.get(c.key)]
        order = [key for key in mine if key in named] + [key for key in named if key not in mine]
        wanted = dict.fromkeys([*order, *kept, *added])
        found = (cited_here(key, mine, cites, draft) for key in wanted)
        paragraphs.append(Paragraph(one.uid, one.num, one.text, tuple(c for c in found if c)))
    facts = dict(on.facts) if on else {}
    return texts.Version(
        document, draft.title, draft.language, number, tuple(paragraphs), "", facts
    )


def cited_here(
    key: str,
    mine: Mapping[str, Citation],
    cites: Mapping[str, Citation | None],
    draft: Draft,
) -> Citation | None:
    """A citation of a paragraph: as it was changed, as the paragraph had it, as another one has it."""
    if key in draft.changes:
        return cites.get(key)
    return mine.get(key) or cites.get(key)


def citations(draft: Draft, on: Text | None) -> dict[str, Citation | None]:
    """All citations by key, with the changes that the form carries; None for one that goes."""
    found: dict[str, Citation | None] = {}
    for paragraph in on.paragraphs if on else ():
        for citation in paragraph.citations:
            found.setdefault(citation.key, citation)
    for change in draft.changes.values():
        found[change.key] = changed(change, found.get(change.key))
    return found


def changed(change: Change, before: Citation | None) -> Citation | None:
    """A citation after a change. BadForm for a figure that the evidence base does not have."""
    if change.figure == "-":
        return None
    if change.figure == "=":
        if before is None:
            return None
        return replace(before, rounding=change.rounding, tolerance=change.tolerance)
    found = citation_of(change.figure, change.key)
    return replace(found, rounding=change.rounding, tolerance=change.tolerance)


def free_key(draft: Draft, on: Text | None) -> str:
    """The next name for a citation: c1, c2 and so on, none used twice in a text."""
    used = set(citations(draft, on)) | {k for one in draft.fields for k in texts.marks(one.text)}
    return next(f"c{n}" for n in range(1, len(used) + 2) if f"c{n}" not in used)


# --- buttons --------------------------------------------------------------------------------------


def insert(draft: Draft, after: str) -> str:
    """A new paragraph behind another, at the end or, for `start`, before all; its uid."""
    new = blank("0")
    at = 0 if after == "start" else place(draft, after) + 1
    draft.fields.insert(at, new)
    renumber(draft)
    return new.uid


def move(draft: Draft, uid: str, by: int) -> None:
    """A paragraph one place up or down."""
    at = place(draft, uid)
    to = min(max(at + by, 0), len(draft.fields) - 1)
    draft.fields.insert(to, draft.fields.pop(at))
    renumber(draft)


def remove(draft: Draft, uid: str, *, gone: bool) -> None:
    """Take a paragraph out, or put it back."""
    draft.fields[place(draft, uid)].gone = gone
    renumber(draft)


def place(draft: Draft, uid: str) -> int:
    """Where a paragraph stands. BadForm where there is none of that name."""
    found = next((at for at, one in enumerate(draft.fields) if one.uid == uid), None)
    if found is None:
        raise BadForm("text", "This form is damaged: load the page anew")
    return found


def renumber(draft: Draft) -> None:
    """Count paragraphs anew whose number is a whole one; others keep what was written."""
    number = 0
    for one in draft.standing():
        if one.num.isascii() and one.num.isdigit():
            number += 1
            one.num = str(number)


def same(one: Iterable[Paragraph], other: Iterable[Paragraph]) -> bool:
    """Whether two texts have the same paragraphs in the same order."""
    return tuple(one) == tuple(other)
