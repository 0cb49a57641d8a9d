"""Translating a text: its newest version beside the fields of the translation, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from gmg.axes.where import LANGUAGES
from gmg.group.acts import texts, versions
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import translations
from gmg.group.rules.permissions import Action
from gmg.group.rules.redline import Run, compared, tidied
from gmg.group.rules.texts import LONGEST_PARAGRAPH, LONGEST_TITLE, Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.site.room.asked import BadForm
from gmg.site.room.pages import edit_form as forms
from gmg.site.room.pages.sentences import sentence

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.store.models import Document, Version
    from gmg.site.room.asked import Asked


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph of the text, what changed in it since it was translated, and its translation."""

    source: Paragraph
    text: str
    open: bool
    behind: str = ""
    runs: tuple[Run, ...] = ()
    theirs: str | None = None


def page(asked: Asked, document: Document, lang: str) -> HttpResponse:
    """The form in which a text is translated into a language."""
    if lang not in LANGUAGES:
        raise NotAllowed("A text is translated into one of the six languages")
    if not asked.may(Action.TRANSLATE, document.body, document.penholder):
        raise NotAllowed("No seat of yours translates this text")
    source = texts.latest(document, texts.language_of(document))
    if source is None:
        raise NotAllowed("There is nothing to translate yet")
    on = texts.latest(document, lang)
    if asked.posted:
        return sent(asked, document, lang, source, on)
    return drawn(asked, document, lang, source, on)


def sent(
    asked: Asked, document: Document, lang: str, source: Version, newest: Version | None
) -> HttpResponse:
    """Keep what was translated; where another did so meanwhile, theirs is shown beside yours."""
    version = asked.attempt(lambda: kept(asked, document, lang))
    if version is not None:
        return asked.go(asked.at(f"document/{document.key}", version=version.key))
    del newest
    return drawn(asked, document, lang, source, texts.latest(document, lang))


def named(document: Document, key: str, **filters: str) -> Version:
    """A version that the form names. BadForm where the document has none of it."""
    row = (
        document.versions.filter(key=versions.key_of(key), **filters)
        .select_related("document__body")
        .first()
    )
    if row is None:
        raise BadForm("on", "This form is damaged: load the page anew")
    return row


def kept(asked: Asked, document: Document, lang: str) -> Version:
    """The translation that the form became.

    It names the version that the translator had before them, though a newer one may be there by now.
    """
    source = named(document, asked.given.get("of", ""), language=texts.language_of(document))
    on = named(document, asked.given["on"], language=lang) if asked.given.get("on") else None
    words = versions.words_of([source])[source.key]
    post = asked.request.POST
    done = set(post.getlist("done"))
    paragraphs, left = [], []
    for paragraph in words.paragraphs:
        text = forms.clean(post.get(f"text-{paragraph.uid}", ""))
        if not text.strip():
            continue
        paragraphs.append(replace(paragraph, text=text))
        if paragraph.uid not in done:
            left.append(paragraph.uid)
    if not paragraphs:
        raise Conflict("Write a paragraph first")
    title = forms.clean(post.get("title", "")).replace("\n", " ").strip()
    facts = {translations.OPEN: " ".join(left)} if left else {}
    text_ = Text(document.key, title, lang, 0, tuple(paragraphs), source.hash, facts)
    return texts.translate(asked.hand, source, text_, on)


def drawn(
    asked: Asked, document: Document, lang: str, source: Version, on: Version | None
) -> HttpResponse:
    """The form as a page."""
    words = versions.words_of([source])[source.key]
    mine = versions.words_of([on])[on.key] if on else None
    then = then_of(document, mine)
    late = translations.behind(mine, then, words) if mine else {}
    return asked.draw(
        "room/translate.html.j2",
        document=document,
        source=source,
        words_=words,
        lang_=lang,
        dir_="rtl" if lang == "ar" else "ltr",
        source_dir="rtl" if source.language == "ar" else "ltr",
        on=on,
        title=asked.given.get("title", mine.title if mine else ""),
        sentence=partial(sentence, asked.lang),
        pairs=[pair(asked, p, mine, then, late) for p in words.paragraphs],
        gone=sum(state is translations.Behind.GONE for state in late.values()),
        conflict=asked.posted and (on.key if on else "") != asked.given.get("on", ""),
        longest=LONGEST_PARAGRAPH,
        longest_title=LONGEST_TITLE,
    )


def then_of(document: Document, mine: Text | None) -> Text | None:
    """The version that a translation was made from, if it is still there."""
    if mine is None:
        return None
    row = document.versions.filter(hash=mine.translates).defer("content").first()
    return versions.words_of([row])[row.key] if row else None


def pair(
    asked: Asked,
    paragraph: Paragraph,
    mine: Text | None,
    then: Text | None,
    late: dict[str, translations.Behind],
) -> Pair:
    """A line of the form: as it was sent where it was refused, else as it is kept."""
    uid = paragraph.uid
    kept_text = next((p.text for p in mine.paragraphs if p.uid == uid), "") if mine else ""
    behind = late.get(uid) if mine else translations.Behind.MISSING
    was = next((p.text for p in then.paragraphs if p.uid == uid), None) if then else None
    changed = behind is translations.Behind.CHANGED and was is not None
    runs = tidied(compared(was, paragraph.text)) if changed and was is not None else ()
    if not asked.posted:
        return Pair(paragraph, kept_text, behind is not None, behind or "", runs)
    text = asked.given.get(f"text-{uid}", "")
    open_ = uid not in asked.request.POST.getlist("done")
    theirs = kept_text if kept_text != forms.clean(text) else None
    return Pair(paragraph, text, open_, behind or "", runs, theirs)
