"""The record as a PDF: the same bytes each time, in six languages, and nothing that a text could break."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner
from hypothesis import given, settings

from gmg.cli.room import record as commands
from gmg.exchange.akn import read_akn
from gmg.group.rules.record_words import phrase, phrases
from gmg.group.rules.rounds import Kind, Standing, State, Verdict
from gmg.site.note.page import FONTS, NoFont
from gmg.site.record import pdf
from gmg.site.record.view import clock, view
from record_made import Record, cited, paragraph, position, record_of, records, text_of

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
TEXT = text_of(
    [
        paragraph("p1", "1", "UNHCR counts [[c1]] refugees;\nover [[c2]], and [[c1]] again.",
                  cited("c1"), cited("c2", "70412", rounding=1)),
        paragraph("p2", "2", "Nothing.", cited("c1", "5", edition="2020", sex="female")),
    ],
    "Statement on people\nfrom Sudan",
)  # fmt: skip
SAID = [
    position("ILO", "cleared with comments", 1, "", reservation="On paragraph 1.", on_behalf=True),
    position("IOM", "does not associate", 2, ""),
    position("UNHCR", "cleared", 3, ""),
    position("UNHCR", "no view", 4, ""),
    position("WB", "objects", 72, "", statement="Too late."),
]
EARLIER = text_of([paragraph("p1", "1", "Before.")], number=2)
RECORD = record_of(TEXT, SAID, earlier=EARLIER)


def there(*languages: str) -> bool:
    """Whether a font at hand holds the letters of the languages."""
    known = set(typst.Fonts().families())
    return all(lang not in FONTS or known & set(FONTS[lang]) for lang in languages)


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", made))


# --- what is shown -------------------------------------------------------------------------------


def test_figures_are_numbered_where_they_first_stand() -> None:
    shown = view(RECORD, "en")
    one, other = shown["paragraphs"]
    assert [[(p["text"], p["n"]) for p in line] for line in one["lines"]] == [
        [("UNHCR counts ", 0), ("199,388", 1), (" refugees;", 0)],
        [("over ", 0), ("70,000", 2), (", and ", 0), ("199,388", 1), (" again.", 0)],
    ]
    assert [[p["n"] for p in line] for line in other["lines"]] == [[0]]
    values = [(f["value"], f["shown"], f["where"]) for f in shown["figures"]]
    assert values == [
        ("199,388", "", "paragraph 1"),
        ("70,412", "shown as 70,000", "paragraph 1"),
        ("5", "", "paragraph 2, not shown in the words"),
    ]
    first = shown["figures"][0]
    assert first["id"] == "4d8356453a32.129753.H"
    assert first["sources"] == ["UNHCR", "unhcr.population", "edition 2025.12.1"]
    assert first["about"] == ["Refugees", "Libya – Sudan", "2024"]
    assert shown["figures"][2]["about"][-1] == "Women"


def test_who_signed_and_how() -> None:
    shown = view(RECORD, "en")
    assert [(s["short"], s["how"]) for s in shown["signatories"]] == [
        ("ILO", "with a reservation"),
        ("OHCHR", "by silence"),
        ("World Bank", "by silence"),
    ]
    assert shown["not_associated"] == ["International Organization for Migration"]
    assert [r["lines"] for r in shown["reservations"]] == [["On paragraph 1."]]


def test_the_rounds_are_told_with_what_does_not_count() -> None:
    clearance, silence = view(RECORD, "en")["rounds"]
    assert (clearance["kind"], clearance["state"]) == ("Clearance", "not adopted")
    assert clearance["version"] == "Version 2"
    assert (silence["kind"], silence["state"]) == ("Silence procedure", "adopted")
    assert silence["hash"] == RECORD["hash"]
    assert [(p["agency"], p["counts"], p["notes"]) for p in silence["positions"]] == [
        ("ILO", True, ["on behalf"]),
        ("IOM", True, []),
        ("UNHCR", False, ["replaced by a later one"]),
        ("UNHCR", True, []),
        ("World Bank", False, ["late, does not count"]),
    ]
    assert silence["silent"] == ["OHCHR", "World Bank"]
    assert silence["instants"][0] == {"name": "opened", "at": "2026-02-10 09:00"}
    assert silence["positions"][-1]["at"] == "2026-02-13 09:00"


def test_instants_keep_what_they_hold() -> None:
    assert clock("2026-02-13T09:00:00+00:00") == "2026-02-13 09:00"
    assert clock("2026-02-13T09:00:01+00:00") == "2026-02-13 09:00:01"
    assert clock("2026-02-13T10:59:59.5+02:00") == "2026-02-13 08:59:59.500000"


def test_how_to_check_it_is_said() -> None:
    shown = view(RECORD, "en")
    assert shown["hash"] == RECORD["hash"]
    assert shown["event"] == RECORD["events"][-1]["hash"]
    assert f"{len(RECORD['events'])} events" in shown["event_note"]
    assert "page \x01 of \x02" in shown["page"]


def test_a_translation_is_shown_in_its_language() -> None:
    arabic = text_of([paragraph("p1", "1", "نص [[c1]].", cited("c1"))], "بيان", "ar", number=1)
    record = record_of(TEXT, SAID, translations=(arabic,))
    shown = view(record, "ar")
    assert (shown["text_lang"], shown["text_dir"], shown["dir"]) == ("ar", "rtl", "rtl")
    assert shown["hash"] == record["translations"][0]["hash"]
    assert record["hash"][:12] in shown["remarks"][0]
    french = view(record, "fr")
    assert (french["text_lang"], french["hash"]) == ("en", record["hash"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_frame_is_in_the_language(lang: str) -> None:
    wanted = [f"kind:{one.value}" for one in Kind]
    wanted += [f"verdict:{one.value}" for one in Verdict]
    wanted += [f"state:{one.value}" for one in State]
    wanted += [f"standing:{one.value}" for one in Standing if one is not Standing.COUNTS]
    assert set(wanted) <= set(phrases())
    for key, row in phrases().items():
        assert row[lang].strip(), key
        assert set(re.findall(r"\{\w+\}", row[lang])) == set(re.findall(r"\{\w+\}", row["en"])), key
        if lang in ("ar", "ru", "zh"):
            assert re.search(r"[^\x00-\u024f]", row[lang]), key
    assert phrase("figures", lang) == view(RECORD, lang)["w"]["figures"]


# --- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_record_gives_the_same_bytes(lang: str) -> None:
    if not there(lang):
        with pytest.raises(NoFont):
            pdf(RECORD, lang)
        return
    made = pdf(RECORD, lang)
    assert made.startswith(b"%PDF-")
    assert 1 < pages(made) < 5
    assert pdf(RECORD, lang) == made


def test_another_record_gives_other_bytes() -> None:
    other = record_of(TEXT, SAID[:1], earlier=EARLIER)
    assert pdf(other, "en") != pdf(RECORD, "en")


@settings(max_examples=25)
@given(records())
def test_any_record_can_be_drawn(record: Record) -> None:
    spoken = next(v["text"] for v in record["versions"] if v["hash"] == record["hash"])["language"]
    if there(spoken):
        assert pages(pdf(record, "en")) >= 1
    else:
        with pytest.raises(NoFont):
            pdf(record, "en")


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        '#include "record.json"',
        "] #panic() [",
        "$x$ *b* _i_ `c` <f1> @f1 \\ // /* */",
        "x" * 3_000,
        "\x00\x01\x02\x07",
        "\u202e\u2066\u2068",
    ],
)
def test_words_are_never_run(words: str) -> None:
    text = text_of([paragraph("p1", words[:12], words, cited("c1", detail=words))], words)
    record = record_of(text, [position("ILO", "cleared", 1, "", reservation=words)], body=words,
                       symbol=words[:60])  # fmt: skip
    assert pages(pdf(record, "en")) >= 1


def test_a_long_text_is_drawn() -> None:
    many = [paragraph(f"p{n}", str(n), "Words of a paragraph. " * 20) for n in range(150)]
    assert pages(pdf(record_of(text_of(many)), "en")) > 15


def test_a_text_of_nothing_is_drawn() -> None:
    record = record_of(text_of([], ""), [], entitled=("ILO",)) | {"events": []}
    assert pages(pdf(record, "en")) == 1


# --- from a terminal -----------------------------------------------------------------------------


def test_files_are_made_only_of_a_record_that_holds(tmp_path: Path) -> None:
    """A record made for tests has no rows of a log, so it is one that does not hold."""
    file, to = tmp_path / "record.json", tmp_path / "out"
    for content in (json.dumps(RECORD), "[]", "{}", "{", "[" * 100_000, '{"form": 3}'):
        file.write_text(content, "utf-8")
        for command in ("akn", "pdf"):
            ran = CliRunner().invoke(commands, [command, str(file), "--to", str(to)])
            assert isinstance(ran.exception, ValueError), content[:20]
            assert not to.exists()


def test_the_commands_write_what_the_functions_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gmg.group.rules.record.flaws", lambda _: [])
    file = tmp_path / "record.json"
    file.write_text(json.dumps(RECORD), "utf-8")
    for command, name in (("akn", "a.xml"), ("pdf", "deep/a.pdf")):
        ran = CliRunner().invoke(commands, [command, str(file), "--to", str(tmp_path / name)])
        assert ran.exit_code == 0, ran.output
    assert (tmp_path / "deep" / "a.pdf").read_bytes() == pdf(RECORD, "en")
    found = read_akn((tmp_path / "a.xml").read_bytes())
    assert found.holds and found.symbol == RECORD["symbol"]
    assert not list(tmp_path.rglob("*.part"))
