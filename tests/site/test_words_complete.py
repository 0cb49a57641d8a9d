"""No message of the site without its five translations, and no English outside the messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from gmg.axes.labels import LANGUAGES
from gmg.site.words import extract

TEMPLATES = extract.SITE / "templates"
PROPER = {
    *(
        "gmg",
        "CSV",
        "JSON",
        "Parquet",
        "SDMX",
        "API",
        "PDF",
        "HTML",
        "SVG",
        "XML",
        "IATI",
        "OpenAPI",
    ),
    *("ISO", "DOI", "Natural", "Earth", "Apache", "Excel", "GraphML", "BibTeX", "RIS", "sha", "MB"),
}
SPOKEN = ("alt", "title", "aria-label", "placeholder")
"""Attributes whose text a reader sees or hears."""
HOLE = "\x00"


def bare(source: str) -> list[str]:
    """Words of a template that stand outside messages: in its text or in spoken attributes."""
    text = written(source)
    spoken = re.findall(rf'\s(?:{"|".join(SPOKEN)})="([^"]*)"', text)
    for element in ("script", "style", "code", "pre"):
        text = re.sub(rf"<{element}\b.*?</{element}>", HOLE, text, flags=re.DOTALL)
    text = re.sub(r'<(\w+)\b[^>]*\blang="en"[^>]*>[^<]*</\1>', HOLE, text)
    text = re.sub(r"(?<=[\s>])/[\w./-]+", " ", text)  # an address of this site
    text = re.sub(r"<!--.*?-->|<[^>]*>|&#?\w+;", " ", text, flags=re.DOTALL)
    said = re.findall(r"[^\W\d_]{2,}", " ".join([text, *spoken]))
    return [word for word in said if word not in PROPER]


def written(source: str) -> str:
    """The text of a template with a hole for every expression; what `trans` holds is a message."""
    parts, inside = [], False
    tokens = list(Environment(extensions=["jinja2.ext.i18n"]).lex(source))
    for index, (_line, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            name = next(word for _l, k, word in tokens[index + 1 :] if k == "name")
            inside = {"trans": True, "endtrans": False}.get(name, inside)
        elif kind == "variable_begin":
            parts.append(HOLE)
        elif kind == "data" and not inside:
            parts.append(value)
    return "".join(parts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_has_a_translation(lang: str) -> None:
    missing = [f"{said.places[0]}: {said.one}" for said in extract.missing(lang)]
    assert missing == [], f"tools/words missing {lang}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translations_keep_the_placeholders(lang: str) -> None:
    held = extract.read(lang)
    faults = [extract.wrong(said, extract.translations(held, said)) for said in extract.messages()]
    assert [fault for fault in faults if fault] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_literal_per_cent_breaks_a_template(lang: str) -> None:
    held = extract.read(lang)
    for said in extract.messages():
        if any(place.startswith("templates/") for place in said.places):
            for text in extract.translations(held, said):
                assert re.sub(r"%\(\w+\)s|%%", "", text).count("%") == 0, text


@pytest.mark.parametrize("lang", ["ru", "zh", "ar"])
def test_translations_are_in_their_script(lang: str) -> None:
    script = {"ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]", "ar": r"[\u0600-\u06ff]"}[lang]
    held = extract.read(lang)
    for said in extract.messages():
        if re.search(r"[A-Za-z]{2}", re.sub(r"%\(\w+\)s|\{\w*\}", "", said.one)):
            for text in extract.translations(held, said):
                assert re.search(script, text) or "\u2013" in text, text


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.j2")), ids=lambda path: path.name.split(".")[0]
)
def test_templates_hold_no_bare_english(template: Path) -> None:
    assert bare(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>{{ _('Hello there') }}</p>", []),
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ("<p>{% trans %}Hello there{% endtrans %} again</p>", ["again"]),
        ('<img alt="A map" src="x.png"><b>CSV</b>', ["map"]),
        ('<img alt="{{ _("A map") }}"><code>curl it</code>&nbsp;', []),
        ("{# a comment #}{% if a %}Yes{% endif %}", ["Yes"]),
    ],
)
def test_bare_words_are_found(source: str, words: list[str]) -> None:
    assert bare(source) == words


def test_extraction_reads_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "note").mkdir()
    (tmp_path / "pages" / "one.py").write_text(
        'a = ask.words._("One {x}" " more")\nb = n_("{count} day", "{count} days", 3)\n'
        'raise NotFound("Gone", code)\nc = _(text)\nd = _(f"no {x}")\n',
        encoding="utf-8",
    )
    (tmp_path / "note" / "two.py").write_text('_("An English document")', encoding="utf-8")
    (tmp_path / "templates" / "t.html.j2").write_text(
        '{{ _("Two") }}{{ ngettext("%(num)s cow", "%(num)s cows", n) }}', encoding="utf-8"
    )
    assert {said.key for said in extract.messages(tmp_path)} == {
        "One {x} more",
        ("{count} day", "{count} days"),
        "Gone",
        "Two",
        ("%(num)s cow", "%(num)s cows"),
    }


def test_a_translation_with_other_placeholders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "one.py").write_text('_("From {origin}")\nn_("{count} a", "{count} b", 1)')
    with pytest.raises(ValueError, match="leaves open"):
        extract.merged("fr", {"From {origin}": "De {origine}"}, tmp_path)
    with pytest.raises(ValueError, match="forms"):
        extract.merged("ru", {"{count} a": ["{count} а"]}, tmp_path)
    with pytest.raises(ValueError, match="leaves open"):
        extract.merged("ru", {"{count} a": ["а", "{count} а", "{count} а"]}, tmp_path)
    exact = ["нет", "один", "два", "{count}", "{count}", "{count}"]
    made = extract.merged("ar", {"{count} a": exact}, tmp_path)
    assert extract.translations(made, extract.Said("{count} a", "{count} b", ())) == tuple(exact)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_catalogues_hold_nothing_that_is_no_longer_said(lang: str) -> None:
    said = {one.one for one in extract.messages()}
    held = {m.id if isinstance(m.id, str) else m.id[0] for m in extract.read(lang) if m.id}
    assert sorted(held - said) == []
