"""A document: its text, whose remarks stand beside it, what has become of its figures, its versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from gmg.axes import what
from gmg.group.acts import remarks, versions
from gmg.group.acts.outcomes import outcomes
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules import quantities
from gmg.group.rules import remarks as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.texts import marks
from gmg.group.rules.translations import Behind, behind
from gmg.site.frame.errors import BadQuery
from gmg.site.room.pages import document_forms as forms
from gmg.site.room.pages import live
from gmg.site.room.pages.margin import DOCUMENT, Beside, margin
from gmg.site.room.pages.prose import Cited, Segment, cited, segments
from gmg.site.room.pages.sentences import doubted, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from gmg.group.rules.texts import Citation, Paragraph
    from gmg.group.rules.texts import Version as Text
    from gmg.group.store.models import Document, Round, Version
    from gmg.site.room.asked import Asked

EACH = 40
"""Paragraphs on one page."""
MOST_VERSIONS = 100
MOST_ROUNDS = 50


@dataclass(slots=True)
class Row:
    """A paragraph with its margin."""

    paragraph: Paragraph
    segments: list[Segment]
    beside: Beside
    cited: list[Cited]
    doubts: list[quantities.Doubt] = field(default_factory=list)
    behind: str = ""

    @property
    def bare(self) -> list[str]:
        """Marks that no citation bears out: no round can open on them."""
        known = {citation.key for citation in self.paragraph.citations}
        return [key for key in dict.fromkeys(marks(self.paragraph.text)) if key not in known]


@dataclass(frozen=True, slots=True)
class Choice:
    """The version that is shown, of which others there are, and the one before it."""

    version: Version
    all: list[Version]

    @property
    def same_language(self) -> list[Version]:
        """The versions in the language that is shown, newest first."""
        return [v for v in self.all if v.language == self.version.language]

    @property
    def newest(self) -> Version:
        """The newest version in the language that is shown."""
        return self.same_language[0]

    @property
    def languages(self) -> dict[str, Version]:
        """The newest version in each language, that of the document first."""
        found: dict[str, Version] = {}
        for version in self.all:
            found.setdefault(version.language, version)
        order = sorted(found, key=lambda lang: (lang != self.own_language, lang))
        return {lang: found[lang] for lang in order}

    @property
    def own_language(self) -> str:
        """The language that the document is written in."""
        return min(self.all, key=lambda version: version.pk).language

    @property
    def before(self) -> Version | None:
        """The version before the one that is shown."""
        older = [v for v in self.same_language if v.number < self.version.number]
        return older[0] if older else None

    @property
    def source(self) -> Version:
        """The newest version in the document's own language."""
        return self.languages[self.own_language]


def page(asked: Asked, key: str) -> HttpResponse:
    """One version of a document, a part at a time."""
    document = versions.document(asked.seats, key)
    choice = chosen(asked, document)
    if choice is None:
        return asked.draw("room/document.html.j2", **of_document(asked, document, None))
    words = versions.words_of([choice.version])[choice.version.key]
    late = behind_of(choice, words)
    if asked.posted:
        done = asked.attempt(lambda: forms.take(asked, choice.version, choice.newest, len(late)))
        if done is not None:
            return asked.go(done)
    shown, known = part(asked, words), figures(choice.version, words)
    uids = [DOCUMENT] if shown.gone else [p.uid for p in shown.paragraphs]
    beside = margin(asked, choice.version, words, uids, alone=bool(shown.alone) or shown.gone)
    return asked.draw(
        "room/document.html.j2",
        **of_document(asked, document, choice),
        words_=words,
        part=shown,
        rows=rows(choice.version, shown.paragraphs, known, beside.beside, late),
        late=len(late),
        margin=beside,
        figures=list(known.values()),
        moved=[one for one in known.values() if one.moved],
        form_at=forms.form_at(asked),
    )


def of_document(asked: Asked, document: Document, choice: Choice | None) -> dict[str, object]:
    """What the page says of a document whichever version is shown."""
    body, state = document.body, str(document.state_now)  # type: ignore[attr-defined]
    draft = "draft" if choice is None or choice.version.frozen is None else "frozen"
    seated = bool(asked.agencies(body))
    rounds = rounds_of(document) if seated and choice is not None else []
    closed = state in OUT or adopted(rounds)
    return {
        "document": document,
        "choice": choice,
        "state": state,
        "closed": closed,
        "may_write": not closed and asked.may(Action.WRITE, body, document.penholder, "draft"),
        "may_freeze": asked.may(Action.FREEZE, body, state=draft),
        "may_remark": forms.speaks_for(asked, document, draft),
        "may_translate": asked.may(Action.TRANSLATE, body, document.penholder),
        "may_tag": asked.may(Action.TAG, body, document.penholder),
        "may_commit": any(asked.may(Action.COMMIT, body, a) for a in asked.agencies(body)),
        "may_open": not closed and draft == "frozen" and asked.may(Action.OPEN, body),
        "may_correct": closed and asked.may(Action.START, body),
        "rounds": rounds,
        "kinds": rules.KINDS,
        "visibilities": rules.VISIBILITIES,
        "corrections": list(document.corrections.order_by("id")[:10]) if closed and seated else [],
        "longest": remarks.LONGEST,
        "themes": what.themes(),
        "sentence": partial(sentence, asked.lang),
        "doubt_words": doubted,
    }


OUT = ("held", "published")


def adopted(found: list[tuple[Round, str]]) -> bool:
    """Whether the last round that may adopt a text did; as `texts.adopted` has it."""
    deciding = (come for row, come in found if row.kind != "consultation" and not row.withdrawn)
    return next(deciding, "") == "adopted"


def chosen(asked: Asked, document: Document) -> Choice | None:
    """The version that the address names, else the newest in the document's own language.

    Raises NotAllowed for one that is not there or may not be read.
    """
    rows = versions.shown_to(document, asked.seats).order_by("-id")
    known = list(rows[:MOST_VERSIONS])
    if not known:
        return None
    key, lang = asked.request.GET.get("version", ""), asked.request.GET.get("lang", "")
    if key:
        named = (
            next((v for v in known if v.key == key), None)
            or rows.filter(key=versions.key_of(key)).first()
        )
        if named is None:
            raise NotAllowed("There is no such version, or no seat of yours may read it")
        return Choice(named, known if named in known else [*known, named])
    own = min(known, key=lambda version: version.pk).language
    wanted = [v for v in known if v.language == (lang or own)]
    if not wanted:
        raise NotAllowed("There is no such version, or no seat of yours may read it")
    return Choice(max(wanted, key=lambda version: version.number), known)


@dataclass(frozen=True, slots=True)
class Part:
    """Some paragraphs of a text: the `number`th part of `of`, or the one that was asked for.

    `gone` asks for the remarks alone whose paragraph is gone.
    """

    paragraphs: tuple[Paragraph, ...]
    number: int
    of: int
    alone: str = ""
    gone: bool = False


def part(asked: Asked, words: Text) -> Part:
    """The paragraphs that the address asks for; BadQuery for no number of a part."""
    alone = asked.request.GET.get("paragraph", "")
    count = max(1, -(-len(words.paragraphs) // EACH))
    if asked.request.GET.get("gone", "") == "yes":
        return Part((), 1, count, gone=True)
    if alone:
        found = rules.paragraph_of(words, alone)
        if found is None:
            raise NotAllowed("This version has no such paragraph")
        return Part((found,), 1, count, alone)
    text = asked.request.GET.get("part", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= count):
        raise BadQuery(f"part: give a whole number from 1 to {count}")
    number = int(text)
    return Part(words.paragraphs[(number - 1) * EACH : number * EACH], number, count)


def figures(version: Version, words: Text) -> dict[Citation, Cited]:
    """The citations of a whole text, each as this version shows it."""
    cites = [citation for paragraph in words.paragraphs for citation in paragraph.citations]
    now = live.standings(cites)
    frozen = version.frozen is not None
    return {
        citation: cited(citation, now.get(citation), version.language, frozen=frozen)
        for citation in cites
    }


def rows(
    version: Version,
    shown: tuple[Paragraph, ...],
    known: dict[Citation, Cited],
    beside: dict[str, Beside],
    late: Mapping[str, str],
) -> list[Row]:
    """The paragraphs as they are drawn."""
    made = []
    for paragraph in shown:
        own = {c.key: known[c] for c in paragraph.citations}
        here = beside[paragraph.uid]
        pieces = segments(paragraph, own, here.quotes())
        made.append(
            Row(
                paragraph,
                pieces,
                here,
                list(own.values()),
                doubts(paragraph, version.language) if version.frozen is None else [],
                late.get(paragraph.uid, ""),
            )
        )
    return made


def behind_of(choice: Choice, words: Text) -> Mapping[str, Behind]:
    """What a translation is behind of, by paragraph of either text; nothing where it is none."""
    if not words.translates:
        return {}
    known = [v for v in choice.all if v.language == choice.own_language]
    then = next((v for v in known if v.hash == words.translates), None)
    read = versions.words_of([v for v in (then, choice.source) if v is not None])
    return behind(words, read.get(then.key) if then else None, read[choice.source.key])


doubts = lru_cache(maxsize=4096)(quantities.doubts)
"""Words of quantity of a paragraph that no figure bears out; each state of a paragraph is read once."""


def rounds_of(document: Document) -> list[tuple[Round, str]]:
    """The newest rounds on a document, and what each has come to."""
    from gmg.group.store.models import Round

    found = list(
        Round.objects.filter(version__document=document)
        .select_related("version")
        .defer("version__content")
        .order_by("-id")[:MOST_ROUNDS]
    )
    come = outcomes(found)
    return [(row, come[row.pk].state.value) for row in found]
