"""What the code and the templates of the site say, taken out of them, and held to the catalogues.

`tools/words` writes catalogues with it; a test runs it in memory, so that no message stays without
a translation. Messages are the first text of `_()`, the two of `n_()` and `ngettext()`, `{% trans %}`
of templates, what `NotFound`, `BadQuery` and `BadForm` tell a reader, and the sentences with which the
acts of the room refuse.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from gmg.site.words.catalogue import path_of

SITE = Path(__file__).parent.parent
GROUP = SITE.parent / "group"
REFUSALS = ("Conflict", "NotAllowed", "BadRound", "BadMeeting", "BadReport", "Flaw", "NotTaken")
CALLS = {"_": 1, "gettext": 1, "n_": 2, "ngettext": 2, "NotFound": 1, "BadQuery": 1}
"""Functions whose first texts are messages, and how many of them."""
TEMPLATE = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "n_": (1, 2)}
CHANGING = tuple(
    f'"{name}: '.encode()
    for name in (
        *("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team"),
        *("Report-Msgid-Bugs-To", "Generated-By", "Project-Id-Version"),
    )
)
DOCUMENTS = ("note", "profile")
"""Folders of documents that are English by design: the printed profile and the note."""

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
ARABIC_FORMS, EXACT_FORMS = 6, 3
COUNTS = frozenset({"{count}", "{number}", "%(count)s", "%(n)s", "%(num)s"})
"""Placeholders that stand for the number a plural is about."""

Key = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One message, with its plural where it has one, and where the site says it."""

    one: str
    many: str
    places: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What Babel files it under."""
        return (self.one, self.many) if self.many else self.one


SECOND = ("BadForm",)
"""Functions of which the first text names a field and the second is the message."""


def messages(site: Path = SITE) -> list[Said]:
    """Every message of the site, in order of the first place that says it."""
    found: dict[str, Said] = {}
    for place, text in sorted(extracted(site), key=itemgetter(0)):
        one, many = text if isinstance(text, tuple) else (text, "")
        held = found.get(one, Said(one, many, ()))
        places = held.places if place in held.places else (*held.places, place)
        found[one] = Said(one, held.many or many, places)
    return list(found.values())


def extracted(site: Path = SITE) -> Iterator[tuple[str, Key]]:
    """File and message, for each time a message is said."""
    for path in sorted(site.rglob("*.py")):
        if ours(path, site):
            for key in in_code(path.read_text(encoding="utf-8")):
                yield path.relative_to(site).as_posix(), key
    if site == SITE:
        yield from of_group()
    for path in sorted((site / "templates").rglob("*.j2")):
        for key in in_template(path):
            yield path.relative_to(site).as_posix(), key


def of_group() -> Iterator[tuple[str, Key]]:
    """What the acts and rules of the room refuse with."""
    for path in sorted(GROUP.rglob("*.py")):
        for key in in_code(path.read_text(encoding="utf-8"), dict.fromkeys(REFUSALS, 1)):
            yield f"../group/{path.relative_to(GROUP).as_posix()}", key


def ours(path: Path, site: Path) -> bool:
    """Whether a file is part of the site and not of an English document."""
    return path.relative_to(site).parts[0] not in DOCUMENTS


def in_code(text: str, calls: Mapping[str, int] = CALLS) -> Iterator[Key]:
    """Messages of a module: plain texts only, for what is put together has no translation."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        first = 1 if name in SECOND else 0
        count = first + 1 if name in SECOND else calls.get(name, 0)
        said = [constant(argument) for argument in node.args[first:count]]
        if said and all(said):
            yield said[0] if len(said) == 1 else (said[0], said[1])


def constant(node: ast.expr) -> str:
    """The text of a plain string; empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def in_template(path: Path) -> Iterator[Key]:
    """Messages of a template."""
    with path.open("rb") as file:
        found = babel_extract(file, cast("Any", KEYWORDS), [], TEMPLATE)
        for _line, _function, text, _comments in found:
            yield text if isinstance(text, str) else cast("tuple[str, str]", (text or ())[:2])


def placeholders(text: str) -> frozenset[str]:
    """The names that a message leaves open, each as it is written.

    >>> sorted(placeholders("{count} of %(all)s"))
    ['%(all)s', '{count}']
    """
    return frozenset(found.group(0) for found in PLACEHOLDER.finditer(text))


def read(lang: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is none."""
    path = path_of(lang)
    if not path.is_file():
        return Catalog(locale=lang, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def translations(held: Catalog, said: Said) -> tuple[str, ...]:
    """The translations of a message in all its forms; none where it is missing or doubtful."""
    message = held.get(said.one)
    if message is None or message.fuzzy or not message.string:
        return ()
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    forms = held.num_plurals if said.many else 1
    return tuple(texts) if len(texts) == forms and all(texts) else ()


def missing(lang: str, site: Path = SITE) -> list[Said]:
    """What the site says and the language does not."""
    held = read(lang)
    return [said for said in messages(site) if not translations(held, said)]


def wrong(said: Said, texts: tuple[str, ...]) -> str:
    """What a translation does with the placeholders that it must not; empty where all is well.

    Arabic has forms of its own for none, one and two, which may leave the number out.
    """
    for form, text in enumerate(texts):
        wanted = placeholders(said.many or said.one)
        free = COUNTS if len(texts) == ARABIC_FORMS and form < EXACT_FORMS else frozenset()
        has = placeholders(text)
        if not wanted - free <= has <= wanted:
            return f"{said.one!r} leaves open {sorted(wanted)}, its translation {sorted(has)}"
    return ""


def merged(
    lang: str, texts: dict[str, str | list[str]], site: Path = SITE, *, keep: bool = False
) -> Catalog:
    """The catalogue with translations added; what the site no longer says is left out or kept.

    Raises ValueError for a translation of another number of forms or with other placeholders.
    """
    held = read(lang)
    made = Catalog(locale=lang, project="gmg", fuzzy=False)
    for said in messages(site):
        forms = made.num_plurals if said.many else 1
        new = given(texts, said)
        if new and len(new) != forms:
            raise ValueError(f"{said.one!r} wants {forms} forms in {lang}")
        if fault := wrong(said, new):
            raise ValueError(fault)
        string = new or translations(held, said) or ("",) * forms
        made.add(
            said.key,
            string if said.many else string[0],
            locations=[(place, 0) for place in said.places],
        )
    for message in held if keep else ():
        if message.id and message.id not in made:
            made.add(message.id, message.string)
    return made


def given(texts: dict[str, str | list[str]], said: Said) -> tuple[str, ...]:
    """The forms that a set of translations has for a message; none where it has none."""
    found = texts.get(said.one)
    if found is None:
        return ()
    return (found,) if isinstance(found, str) else tuple(found)


def write(lang: str, made: Catalog) -> None:
    """Write a catalogue in order of its messages, without lines that change by themselves."""
    path = path_of(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.header_comment = f"# Messages of gmg's site: {lang}"
    text = io.BytesIO()
    write_po(text, made, width=100, include_lineno=False, sort_output=True)
    lines = text.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(CHANGING)))
