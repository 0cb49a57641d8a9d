"""Redlines: laid on the old version they give the new one, and they are legible and bounded."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.rules import redline as module
from gmg.group.rules.redline import (
    Added,
    Change,
    DoesNotFit,
    Kept,
    Removed,
    Run,
    apply,
    as_json,
    as_text,
    common,
    compared,
    from_json,
    redline,
    reverse,
    tidied,
    tokens,
)
from gmg.group.rules.texts import Citation, Paragraph, Version

PIECES = (
    "the migrants",
    "shall not",
    "may",
    " ",
    "\n",
    "\u00a0",
    ",",
    ".",
    "70,000",
    "72,500",
    "[[c1]]",
    "[[c2]]",
    "[[",
    "حقوق",
    "حُقُوق",
    "المهاجرين",
    "،",
    "١٬٠٠٠",
    "移民的权利",
    "保护",
    "。",
    "e\u0301",
    "\u0301",
    "é",
    "n\u0303o",
    "می\u200cشود",
    "👩\u200d👧",
    "\u200f",
    "",
)
words = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=12)
citations = st.lists(
    st.builds(
        Citation,
        key=st.sampled_from(["c1", "c2"]),
        concept=st.just("migrants"),
        place=st.just("KEN"),
        counterpart=st.just(""),
        period=st.just("2024"),
        agency=st.just("undesa"),
        value=st.none() | st.integers(0, 9).map(Decimal),
    ),
    max_size=2,
).map(tuple)
paragraphs = st.lists(
    st.builds(
        Paragraph,
        uid=st.sampled_from([f"p{n}" for n in range(8)]),
        num=st.sampled_from(["1", "2", "(a)"]),
        text=words,
        citations=citations,
    ),
    max_size=8,
    unique_by=lambda paragraph: paragraph.uid,
).map(tuple)
versions = st.builds(
    Version,
    document=st.just("d"),
    title=words,
    language=st.sampled_from(["en", "en", "ar"]),
    number=st.integers(1, 3),
    paragraphs=paragraphs,
    translates=st.just(""),
    facts=st.dictionaries(st.sampled_from(["place", "date"]), words, max_size=2),
)


@st.composite
def successive(draw: st.DrawFn) -> tuple[Version, Version]:
    """A version and a later one in which most paragraphs came back, in another order."""
    old = draw(versions)
    kept = draw(st.permutations(old.paragraphs))
    changed = [replace(p, text=draw(st.just(p.text) | words)) for p in kept if draw(st.booleans())]
    other = [p for p in draw(paragraphs) if p.uid not in {p.uid for p in old.paragraphs}]
    return old, replace(old, number=old.number + 1, paragraphs=(*changed, *other))


pairs = successive() | st.tuples(versions, versions)


def text(*words: str, language: str = "en") -> Version:
    paragraphs = tuple(
        Paragraph(word.partition(":")[0], str(at), word.partition(":")[2])
        for at, word in enumerate(words, 1)
    )
    return Version("d", "Statement", language, 1, paragraphs)


def read(old: str, new: str) -> tuple[Run, ...]:
    return tidied(compared(old, new))


@given(pairs)
def test_a_redline_laid_on_the_old_version_gives_the_new_one(
    pair: tuple[Version, Version],
) -> None:
    old, new = pair
    assert apply(old, redline(old, new)) == new


@given(pairs)
def test_a_redline_turned_round_leads_back_and_turned_twice_is_itself(
    pair: tuple[Version, Version],
) -> None:
    old, new = pair
    line = redline(old, new)
    assert apply(new, reverse(line)) == old
    assert reverse(reverse(line)) == line


@given(versions)
def test_nothing_changed_is_all_kept(version: Version) -> None:
    line = redline(version, version)
    assert [passage.change for passage in line.passages] == [Change.KEPT] * len(version.paragraphs)
    assert [passage.uid for passage in line.passages] == [p.uid for p in version.paragraphs]


@given(words, words)
def test_runs_are_never_empty_and_never_two_of_a_kind(old: str, new: str) -> None:
    for runs in (compared(old, new), read(old, new)):
        assert all(run.text for run in runs)
        assert all(type(a) is not type(b) for a, b in pairwise(runs))
        assert not any(isinstance(a, Added) and isinstance(b, Removed) for a, b in pairwise(runs))
        assert "".join(r.text for r in runs if not isinstance(r, Added)) == old
        assert "".join(r.text for r in runs if not isinstance(r, Removed)) == new


@given(words)
def test_tokens_joined_are_the_text(given: str) -> None:
    assert "".join(tokens(given)) == given
    assert "" not in tokens(given)


def longest(a: str, b: str) -> int:
    """The length of a longest common subsequence, by the table of the textbooks."""
    above = [0] * (len(b) + 1)
    for x in a:
        row = [0]
        for at, y in enumerate(b):
            row.append(above[at] + 1 if x == y else max(row[-1], above[at + 1]))
        above = row
    return above[-1]


@given(st.text("abc", max_size=40), st.text("abcd", max_size=40))
def test_as_many_words_are_kept_as_can_be(a: str, b: str) -> None:
    found = common(a, b)
    assert all(a[row] == b[column] for row, column in found)
    assert all(r < s and c < d for (r, c), (s, d) in pairwise(found))
    assert len(found) == longest(a, b)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("rights of migrants, now", ["rights", " ", "of", " ", "migrants", ",", " ", "now"]),
        ("more than 70,000.", ["more", " ", "than", " ", "70,000", "."]),
        ("died [[c1]].", ["died", " ", "[[c1]]", "."]),
        ("حُقُوق المهاجرين، ١٬٠٠٠", ["حُقُوق", " ", "المهاجرين", "،", " ", "١٬٠٠٠"]),
        ("保护移民 IOM。", ["保", "护", "移", "民", " ", "IOM", "。"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("l’État", ["l", "’", "État"]),
    ],
)
def test_tokens(given: str, expected: list[str]) -> None:
    assert tokens(given) == expected


def test_words_of_a_sentence() -> None:
    assert read("States may act now.", "States shall act.") == (
        Kept("States "),
        Removed("may"),
        Added("shall"),
        Kept(" act"),
        Removed(" now"),
        Kept("."),
    )


def test_an_arabic_word_is_replaced_whole_even_for_one_mark() -> None:
    assert read("حماية حقوق المهاجرين", "حماية حُقوق المهاجرين") == (
        Kept("حماية "),
        Removed("حقوق"),
        Added("حُقوق"),
        Kept(" المهاجرين"),
    )


def test_chinese_is_compared_sign_by_sign() -> None:
    assert read("他们应保护移民", "他们应当保护所有移民") == (
        Kept("他们应"),
        Added("当"),
        Kept("保护"),
        Added("所有"),
        Kept("移民"),
    )


def test_single_words_amid_a_rewritten_part_are_not_left_standing() -> None:
    assert read("the old text", "a new text") == (Removed("the old"), Added("a new"), Kept(" text"))


def test_a_citation_amid_a_rewritten_part_is_kept() -> None:
    runs = read("about [[c1]] persons", "nearly [[c1]] migrants")
    assert Kept(" [[c1]] ") in runs


def test_a_sentence_between_two_rewritten_ones_is_kept() -> None:
    kept = " States protect all migrants. "
    runs = read("Alpha beta gamma." + kept + "One two three four.", "X y z." + kept + "Five six.")
    assert any(isinstance(run, Kept) and kept.strip() in run.text for run in runs)


def test_paragraphs_kept_changed_moved_added_and_removed() -> None:
    old = text("a:One.", "b:Two.", "c:Three.", "d:Four.", "e:Five.")
    new = text("d:Four.", "a:One.", "c:Three or more.", "f:Six.", "e:Five.")
    line = redline(old, new)
    assert [(p.uid, p.change) for p in line.passages] == [
        ("d", Change.MOVED),
        ("a", Change.KEPT),
        ("b", Change.REMOVED),
        ("c", Change.CHANGED),
        ("f", Change.ADDED),
        ("e", Change.KEPT),
    ]


def test_a_paragraph_may_move_and_change() -> None:
    line = redline(text("a:One.", "b:Two.", "c:Three."), text("b:Two.", "c:Three.", "a:One more."))
    last = line.passages[-1]
    assert (last.uid, last.change, last.moved) == ("a", Change.CHANGED, True)
    assert [p.moved for p in line.passages] == [False, False, True]


def test_another_number_is_no_change_but_another_figure_is() -> None:
    cited = Citation("c1", "migrants", "KEN", "", "2024", "undesa", value=Decimal(1))
    one = Version("d", "", "en", 1, (Paragraph("a", "1", "[[c1]]", (cited,)),))
    two = replace(one, paragraphs=(replace(one.paragraphs[0], num="2"),))
    figure = replace(cited, value=Decimal(2))
    three = replace(one, paragraphs=(replace(one.paragraphs[0], citations=(figure,)),))
    assert redline(one, two).passages[0].change is Change.KEPT
    assert redline(one, three).passages[0].change is Change.CHANGED


def test_between_languages_a_paragraph_is_replaced_whole() -> None:
    line = redline(text("a:On 1 May.", "b:[[c1]]"), text("a:Le 1 mai.", "b:[[c1]]", language="fr"))
    assert line.passages[0].runs == (Removed("On 1 May."), Added("Le 1 mai."))
    assert line.passages[1].runs == (Kept("[[c1]]"),)


@pytest.mark.parametrize(
    "other",
    [
        text("a:One!", "b:Two."),
        text("b:Two.", "a:One."),
        text("a:One."),
        text("a:One.", "b:Two.", "c:Three."),
        text("a:One.", "x:Two."),
        replace(text("a:One.", "b:Two."), title="Another"),
    ],
)
def test_a_redline_fits_only_the_version_it_was_drawn_from(other: Version) -> None:
    line = redline(text("a:One.", "b:Two."), text("a:Uno."))
    with pytest.raises(DoesNotFit):
        apply(other, line)


def test_a_uid_stands_once() -> None:
    with pytest.raises(DoesNotFit, match="share a uid"):
        redline(text("a:One.", "a:Two."), text("a:One."))


def shapes() -> list[tuple[str, str, str]]:
    """Pairs of paragraphs of 20,000 words that are hard to compare."""
    chance, count = Random(7), 20_000
    many = [f"w{chance.randrange(3000)}" for _ in range(count)]
    edited = [f"e{at}" if at % 7 == 0 else word for at, word in enumerate(many)]
    once = [f"u{at}" for at in range(count)]
    two, other = ([chance.choice("ab") for _ in range(count)] for _ in range(2))
    chinese = [[chr(0x4E00 + chance.randrange(500)) for _ in range(count)] for _ in range(2)]
    return [
        ("edited", " ".join(many), " ".join(edited)),
        ("turned round", " ".join(once), " ".join(reversed(once))),
        ("shuffled", " ".join(once), " ".join(chance.sample(once, count))),
        ("two words", " ".join(two), " ".join(other)),
        ("nothing shared", " ".join(many), " ".join(once)),
        ("chinese", "".join(chinese[0]), "".join(chinese[1])),
    ]


@pytest.mark.parametrize(("old", "new"), [pytest.param(a, b, id=name) for name, a, b in shapes()])
def test_a_paragraph_of_20_000_words_takes_less_than_two_seconds(old: str, new: str) -> None:
    one, two = (Version("d", "", "en", 1, (Paragraph("a", "1", given),)) for given in (old, new))
    start = time.process_time()
    line = redline(one, two)
    assert time.process_time() - start < 2
    assert apply(one, line) == two


def test_beyond_the_bound_all_between_the_common_ends_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PAIRS", 8)
    assert compared("In a b c end", "In x b y end") == (
        Kept("In "),
        Removed("a b c"),
        Added("x b y"),
        Kept(" end"),
    )
    monkeypatch.setattr(module, "PAIRS", 9)
    assert Kept(" b ") in compared("In a b c end", "In x b y end")


@given(pairs)
def test_what_is_exported_as_json_comes_back_the_same_and_still_leads_to_the_new_version(
    pair: tuple[Version, Version],
) -> None:
    old, new = pair
    line = redline(old, new)
    again = from_json(json.loads(json.dumps(as_json(line))))
    assert again == line
    assert apply(old, again) == new


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {"form": "another"},
        {"form": module.FORM},
        {"form": module.FORM, "before": {}, "after": {}, "passages": []},
        {"form": module.FORM, "before": [], "after": None, "passages": 1},
    ],
)
def test_what_is_no_redline_is_refused(spoilt: dict[str, object]) -> None:
    with pytest.raises(DoesNotFit):
        from_json(spoilt)


@pytest.mark.parametrize(
    ("place", "value"),
    [("runs", [["!", "x"]]), ("runs", [["="]]), ("before", {"at": 0}), ("after", 3)],
)
def test_a_spoilt_passage_is_refused(place: str, value: object) -> None:
    given = as_json(redline(text("a:One."), text("a:Two.")))
    given["passages"][0][place] = value
    with pytest.raises(DoesNotFit):
        from_json(given)


def test_as_plain_text_each_paragraph_says_what_became_of_it() -> None:
    line = redline(
        text("a:States may act.", "b:Two.", "c:Three.", "m:Moved."),
        text("m:Moved a little.", "a:States shall act.", "c:Three.", "d:Four."),
    )
    assert as_text(line) == (
        "Statement (en 1)\nStatement (en 1)\n"
        "\n1 [m] changed, moved\nMoved{+ a little+}.\n"
        "\n2 [a] changed\nStates [-may-]{+shall+} act.\n"
        "\n2 [b] removed\n[-Two.-]\n"
        "\n3 [c] kept\nThree.\n"
        "\n4 [d] added\n{+Four.+}\n"
    )
