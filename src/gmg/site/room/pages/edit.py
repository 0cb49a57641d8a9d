"""Writing a text: a plain form, one field a paragraph, whose buttons work without script."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from gmg.axes.where import LANGUAGES
from gmg.group.acts import remarks, texts, versions
from gmg.group.acts.cite import period_of
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import quantities
from gmg.group.rules import remarks as rules
from gmg.group.rules.permissions import Action
from gmg.group.rules.redline import Passage, redline
from gmg.group.rules.texts import LONGEST_PARAGRAPH, LONGEST_TITLE, MARK
from gmg.group.rules.texts import Version as Text
from gmg.site.room.asked import BadForm
from gmg.site.room.pages import edit_form as forms
from gmg.site.room.pages import lookup, translate
from gmg.site.room.pages.document import doubts
from gmg.site.room.pages.live import standings
from gmg.site.room.pages.prose import Cited, cited
from gmg.site.room.pages.sentences import doubted, sentence

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.rules.texts import Citation
    from gmg.group.store.models import Document, Version
    from gmg.site.room.asked import Asked


@dataclass(slots=True)
class Writing:
    """The form, the version that it is written on, and what its buttons brought."""

    draft: forms.Draft
    on: Version | None
    base: Version | None
    theirs: dict[str, Passage] | None = None
    looked: lookup.Looked | None = None
    at: str = ""
    cite_in: str = ""


def page(asked: Asked, key: str) -> HttpResponse:
    """The form for the document's own language; for another one, that of its translation."""
    document = versions.document(asked.seats, key)
    own = texts.language_of(document)
    lang = asked.request.GET.get("lang", "")
    if own and lang not in ("", own):
        return translate.page(asked, document, lang)
    if not asked.may(Action.WRITE, document.body, document.penholder, "draft"):
        raise NotAllowed("Only the penholder's agency and the secretariat write this text")
    if asked.posted:
        return sent(asked, document)
    newest = texts.latest(document, own) if own else None
    return drawn(asked, document, Writing(opened(asked, document, newest), newest, newest))


def opened(asked: Asked, document: Document, newest: Version | None) -> forms.Draft:
    """The form as it opens."""
    if newest is None:
        return forms.Draft(document.title, asked.lang, [forms.blank()])
    return forms.of_version(versions.words_of([newest])[newest.key])


def sent(asked: Asked, document: Document) -> HttpResponse:
    """The form came back: saved, or changed by one of its buttons; nothing that was typed is lost."""
    writing = asked.attempt(lambda: read(asked, document))
    if writing is None:
        newest = texts.latest(document, texts.language_of(document))
        return drawn(asked, document, Writing(opened(asked, document, newest), newest, newest))
    do, _, name = asked.do.partition(":")
    if do == "save":
        return save(asked, document, writing)
    asked.attempt(lambda: pressed(asked, writing, do, name))
    if do.startswith("theirs"):
        compare(document, writing)
    return drawn(asked, document, writing)


def read(asked: Asked, document: Document) -> Writing:
    """The form as it was sent."""
    own = texts.language_of(document)
    language = own or asked.choice("language", LANGUAGES)
    draft = forms.read(asked, language)
    on, base = (
        version_named(document, language, asked.given.get(name, "")) for name in ("on", "base")
    )
    where = asked.given.get("cite-in", "") or asked.given.get("cite-in-at", "")
    return Writing(draft, on, base or on, cite_in=where[:40])


def version_named(document: Document, language: str, key: str) -> Version | None:
    """A version of the document by key; None for none. BadForm for one that is not of it."""
    if not key:
        return None
    row = document.versions.filter(key=versions.key_of(key), language=language).first()
    if row is None:
        raise BadForm("on", "This form is damaged: load the page anew")
    return row


def words_of(version: Version | None) -> Text | None:
    """The words of a version, None for none."""
    return None if version is None else versions.words_of([version])[version.key]


def made(document: Document, writing: Writing) -> Text:
    """The version that the form describes."""
    number = writing.on.number if writing.on else 0
    known = merged(words_of(writing.base), words_of(writing.on))
    return forms.written(writing.draft, known, document.key, number)


def merged(base: Text | None, on: Text | None) -> Text | None:
    """The version written on, knowing the citations too of the one that the form was opened on."""
    if on is None or base is None or base == on:
        return on or base
    there = {p.uid: p for p in on.paragraphs}
    keys = {c.key for p in on.paragraphs for c in p.citations}
    more = []
    for paragraph in base.paragraphs:
        lost = tuple(c for c in paragraph.citations if c.key not in keys)
        if paragraph.uid not in there:
            more.append(replace(paragraph, citations=lost))
        elif lost:
            mine = there[paragraph.uid]
            there[paragraph.uid] = replace(mine, citations=(*mine.citations, *lost))
    return replace(on, paragraphs=(*there.values(), *more))


def save(asked: Asked, document: Document, writing: Writing) -> HttpResponse:
    """Keep the form as a version. Where another was written meanwhile, theirs is shown beside yours."""
    version = asked.attempt(lambda: kept(asked, document, writing))
    if version is not None:
        return asked.go(asked.at(f"document/{document.key}", version=version.key))
    newest = texts.latest(document, writing.draft.language)
    if asked.said and asked.said.status == 409 and newest and newest != writing.on:
        writing.on = newest
        compare(document, writing)
    return drawn(asked, document, writing)


def kept(asked: Asked, document: Document, writing: Writing) -> Version:
    """The version that the form became."""
    text = made(document, writing)
    if not text.paragraphs:
        raise Conflict("Write a paragraph first")
    return texts.write_version(asked.hand, document, text, writing.on)


def compare(document: Document, writing: Writing) -> None:
    """Set theirs beside yours, paragraph by paragraph: the redline from the newest version to the form."""
    theirs = words_of(writing.on)
    if theirs is None:
        return
    line = redline(theirs, replace(made(document, writing), number=theirs.number))
    writing.theirs = {p.uid: p for p in line.passages if p.change.value != "kept"}


def pressed(asked: Asked, writing: Writing, do: str, name: str) -> Writing:
    """The form after a button. BadForm for a button that is not there."""
    draft = writing.draft
    match do:
        case "insert":
            writing.at = forms.insert(draft, name)
        case "up" | "down":
            forms.move(draft, name, -1 if do == "up" else 1)
            writing.at = name
        case "remove" | "back":
            forms.remove(draft, name, gone=do == "remove")
            writing.at = name
        case "lookup":
            writing.looked = lookup.looked(asked)
        case "cite":
            cite(asked, writing, name)
        case "drop":
            draft.changes[name] = forms.Change(name, "-", 0, Decimal(0))
        case "set":
            reset(asked, writing, name)
        case "fresh":
            freshen(writing, name)
        case "theirs":
            take_theirs(writing, name)
        case "check":
            pass
        case _:
            raise BadForm("do", "This page has no such form")
    return writing


def cite(asked: Asked, writing: Writing, figure: str) -> None:
    """Cite a figure in a paragraph: its mark at the end, or behind words that speak of it."""
    draft = writing.draft
    rounding, tolerance = forms.precision(
        asked.given.get("rounding", "0"), asked.given.get("tolerance", "0")
    )
    known = merged(words_of(writing.base), words_of(writing.on))
    key = forms.free_key(draft, known)
    lookup.citation_of(figure, key)
    at = draft.fields[forms.place(draft, writing.cite_in)]
    marked = asked.given.get("unmarked", "") != "yes"
    draft.changes[key] = forms.Change(key, figure, rounding, tolerance, "" if marked else at.uid)
    if marked:
        at.text = put(at.text, f"[[{key}]]", asked.given.get("cite-at", ""))
    writing.at = at.uid


def put(text: str, mark: str, place: str) -> str:
    """A mark at a place of a text, never within another mark; at its end where no place is given."""
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else len(text)
    if at >= len(text) or any(m.start() < at < m.end() for m in MARK.finditer(text)):
        return f"{text.rstrip()} {mark}".strip()
    return text[:at] + mark + text[at:]


def reset(asked: Asked, writing: Writing, key: str) -> None:
    """Another rounding and tolerance for a citation of the form."""
    rounding, tolerance = forms.precision(
        asked.given.get(f"rounding-{key}", "0"), asked.given.get(f"tolerance-{key}", "0")
    )
    before = writing.draft.changes.get(key)
    figure, uid = (before.figure, before.uid) if before else ("=", "")
    writing.draft.changes[key] = forms.Change(key, figure, rounding, tolerance, uid)


def freshen(writing: Writing, key: str) -> None:
    """Take what the newest edition says, for one citation or for all that moved."""
    known = merged(words_of(writing.base), words_of(writing.on))
    cites = [c for c in forms.citations(writing.draft, known).values() if c is not None]
    for citation, now in standings(cites).items():
        if now.state.value == "changed" and now.figure and key in ("", citation.key):
            before = writing.draft.changes.get(citation.key)
            writing.draft.changes[citation.key] = forms.Change(
                citation.key,
                now.figure,
                citation.rounding,
                citation.tolerance,
                before.uid if before else "",
            )


def take_theirs(writing: Writing, uid: str) -> None:
    """Their state of one paragraph in place of yours, or of all that you did not change."""
    theirs, base = words_of(writing.on), words_of(writing.base)
    if theirs is None:
        return
    there = {p.uid: p for p in theirs.paragraphs}
    was = {p.uid: p for p in base.paragraphs} if base else {}
    draft = writing.draft
    for one in draft.fields:
        untouched = one.uid in was and (one.num, one.text) == (was[one.uid].num, was[one.uid].text)
        if one.uid == uid or (not uid and untouched and not one.gone):
            if one.uid in there:
                one.num, one.text, one.gone = there[one.uid].num, there[one.uid].text, False
            elif one.uid in was or uid:
                one.gone = True
    mine = {one.uid for one in draft.fields}
    behind = ""
    for paragraph in theirs.paragraphs:
        new = paragraph.uid not in mine and paragraph.uid not in was
        if paragraph.uid not in mine and (new if not uid else paragraph.uid == uid):
            at = forms.place(draft, behind) + 1 if behind else 0
            draft.fields.insert(at, forms.Field(paragraph.uid, paragraph.num, paragraph.text))
        if paragraph.uid in {one.uid for one in draft.fields}:
            behind = paragraph.uid


def drawn(asked: Asked, document: Document, writing: Writing) -> HttpResponse:
    """The form as a page, with what is doubtful in its words."""
    concepts, agencies = lookup.offers()
    before = asked.said
    text = asked.attempt(lambda: made(document, writing)) if writing.draft.fields else None
    asked.said = before or asked.said
    found = figures(text, writing.draft.language) if text else {}
    return asked.draw(
        "room/edit.html.j2",
        document=document,
        writing=writing,
        draft=writing.draft,
        new=writing.on is None,
        doubts=doubtful(text),
        cites=found,
        concepts=sorted(
            ((code, asked.words.concept(code)) for code in concepts), key=lambda one: one[1]
        ),
        period_of=period_of,
        sentence=partial(sentence, asked.lang),
        agencies=agencies,
        waiting=open_remarks(asked, document, writing),
        roundings=forms.ROUNDINGS,
        tolerances=forms.TOLERANCES,
        languages_=LANGUAGES,
        longest=LONGEST_PARAGRAPH,
        longest_title=LONGEST_TITLE,
    )


def figures(text: Text, lang: str) -> dict[str, list[Cited]]:
    """The citations of the form by paragraph, each with what has become of it."""
    now = standings(c for p in text.paragraphs for c in p.citations)

    def of(citation: Citation) -> Cited:
        return cited(citation, now.get(citation), lang, frozen=True)

    return {p.uid: [of(c) for c in p.citations] for p in text.paragraphs if p.citations}


@dataclass(frozen=True, slots=True)
class Doubted:
    """Words of the form that no figure bears out, and why."""

    said: str
    why: quantities.Why


def doubtful(text: Text | None) -> dict[str, list[Doubted]]:
    """Words of quantity in the form that no figure bears out, by paragraph."""
    if text is None:
        return {}
    return {
        p.uid: [Doubted(doubted(d, p, text.language), d.why) for d in doubts(p, text.language)]
        for p in text.paragraphs
    }


def open_remarks(asked: Asked, document: Document, writing: Writing) -> dict[str, int]:
    """How many open remarks stand on each paragraph; under no name, how many there are in all."""
    from django.db.models import Count

    from gmg.group.store.models import Remark

    rows = Remark.objects.filter(
        remarks.shown_to(document, asked.seats),
        version__language=writing.draft.language,
        state=rules.OPEN,
    )
    found = dict(
        rows.values_list("paragraph").annotate(count=Count("pk")).order_by("paragraph")[:1000]
    )
    return defaultdict(int, found | {"": sum(found.values())})
