"""The redline of a document: from any version to any other, in the direction of the text."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse

from gmg.group.acts import versions
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.numerals import shown
from gmg.group.rules.redline import (
    Added,
    Change,
    Kept,
    Redline,
    Removed,
    Run,
    as_json,
    as_text,
    redline,
)
from gmg.group.rules.texts import MARK
from gmg.site.frame.errors import BadQuery
from gmg.site.room.pages.document import EACH, MOST_VERSIONS
from gmg.site.words.spoken import RIGHT_TO_LEFT

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from gmg.group.rules.redline import Passage, Side
    from gmg.group.rules.texts import Version as Text
    from gmg.group.store.models import Version
    from gmg.site.room.asked import Asked

MOST = 32
_drawn: OrderedDict[tuple[str, str], Redline] = OrderedDict()
_lock = threading.Lock()


def page(asked: Asked, key: str) -> HttpResponse:
    """What leads from one version to another; the newest of a language and the one before it at first."""
    document = versions.document(asked.seats, key)
    known = list(versions.shown_to(document, asked.seats).order_by("-id")[:MOST_VERSIONS])
    before, after = pair(asked, known)
    line = drawn(before, after)
    match asked.request.GET.get("form", ""):
        case "json":
            return sent(json.dumps(as_json(line), ensure_ascii=False), "application/json")
        case "txt":
            return sent(as_text(line), "text/plain")
        case "":
            pass
        case _:
            raise BadQuery("form: json or txt")
    changed = asked.request.GET.get("show", "") != "all"
    passages = [p for p in line.passages if not changed or p.change is not Change.KEPT]
    count = max(1, -(-len(passages) // EACH))
    number = part(asked, count)
    return asked.draw(
        "room/redline.html.j2",
        document=document,
        known=known,
        before=before,
        after=after,
        passages=passages[(number - 1) * EACH : number * EACH],
        part=number,
        of=count,
        only_changed=changed,
        counts=counts(line),
        dir_of=lambda lang: "rtl" if lang in RIGHT_TO_LEFT else "ltr",
        retitled=line.before.title != line.after.title,
        line=line,
        runs_of=lambda passage: legible(passage, line),
        said_=lambda passage, side: spoken(passage, side, line),
    )


def legible(passage: Passage, line: Redline) -> list[Run]:
    """The runs of a passage with figures in place of their marks; a figure that changed is replaced."""
    before, after = figures(passage.before, line.before), figures(passage.after, line.after)
    made: list[Run] = []
    for run in passage.runs:
        if not isinstance(run, Kept):
            shown_ = before if isinstance(run, Removed) else after
            made.append(replace(run, text=MARK.sub(shown_, run.text)))
            continue
        at = 0
        for mark in MARK.finditer(run.text):
            made.append(Kept(run.text[at : mark.start()]))
            was, now, at = before(mark), after(mark), mark.end()
            made += [Kept(now)] if was == now else [Removed(was), Added(now)]
        made.append(Kept(run.text[at:]))
    return [run for run in made if run.text]


def figures(side: Side | None, version: Text) -> Callable[[re.Match[str]], str]:
    """What stands in place of a mark in one version."""
    cited = {c.key: c for c in side.citations} if side else {}

    def of(mark: re.Match[str]) -> str:
        citation = cited.get(mark.group(1))
        return mark.group() if citation is None else shown(citation, version.language)

    return of


def spoken(passage: Passage, side: str, line: Redline) -> str:
    """One version of a passage, `before` or `after`, with figures in place of their marks."""
    if side == "before":
        return MARK.sub(figures(passage.before, line.before), passage.old)
    return MARK.sub(figures(passage.after, line.after), passage.new)


def pair(asked: Asked, known: list[Version]) -> tuple[Version, Version]:
    """The versions that the address names. Raises NotAllowed where one may not be read."""
    by_key = {version.key: version for version in known}
    named = [asked.request.GET.get(name, "") for name in ("from", "to")]
    if any(key and key not in by_key for key in named) or not known:
        raise NotAllowed("There is no such version, or no seat of yours may read it")
    own = min(known, key=lambda version: version.pk).language
    newest = max((v for v in known if v.language == own), key=lambda version: version.number)
    after = by_key[named[1]] if named[1] else newest
    older = [v for v in known if v.language == after.language and v.number < after.number]
    before = by_key[named[0]] if named[0] else (older or [after])[0]
    return before, after


def drawn(before: Version, after: Version) -> Redline:
    """A redline, drawn once: versions do not change."""
    name = (before.key, after.key)
    with _lock:
        if name in _drawn:
            _drawn.move_to_end(name)
            return _drawn[name]
    words = versions.words_of([before, after])
    line = redline(words[before.key], words[after.key])
    with _lock:
        _drawn[name] = line
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return line


def counts(line: Redline) -> dict[str, int]:
    """How many paragraphs became what; one that moved and changed counts as both."""
    found = {change.value: 0 for change in Change}
    for passage in line.passages:
        found[passage.change.value] += 1
        if passage.moved and passage.change is not Change.MOVED:
            found[Change.MOVED.value] += 1
    return found


def part(asked: Asked, count: int) -> int:
    """The part of a long redline that the address asks for; BadQuery for no number of one."""
    text = asked.request.GET.get("part", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= count):
        raise BadQuery(f"part: give a whole number from 1 to {count}")
    return int(text)


def sent(text: str, kind: str) -> HttpResponse:
    """A redline as a file."""
    answer = HttpResponse(text.encode("utf-8"), content_type=f"{kind}; charset=utf-8")
    ending = "json" if kind.endswith("json") else "txt"
    answer.headers["Content-Disposition"] = f'attachment; filename="redline.{ending}"'
    return answer
