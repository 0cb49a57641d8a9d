"""Writing a text: the form without script, two writers at once, citations, translations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from gmg.group.acts import clock, remarks, texts
from gmg.group.rules.texts import LONGEST_PARAGRAPH, MOST_PARAGRAPHS, Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import Event, Version
from room_made import NOON
from room_people import Group, drafted
from room_site import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from gmg.group.acts.hand import Hand

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "[link](javascript:alert(1))",
    "{{ 7 * 7 }}{% raw %}",
    '"><svg/onload=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "\\input{/etc/passwd} $x^2$",
    "%(number)s {number} %s",
    "=HYPERLINK(1)",
)


class Form(HTMLParser):
    """The editor's form as a browser would send it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self.inside = self.blank = False
        self.area: str | None = None
        self.choice: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in found}
        name = named.get("name", "")
        if tag == "template":
            self.blank = True
        if tag == "form":
            self.inside = named.get("id") == "editor"
        if not self.inside or self.blank:
            return
        if tag == "textarea":
            self.area = name
            self.fields.append((name, ""))
        elif (tag == "input" and name and named.get("type") != "checkbox") or (
            tag == "input" and "checked" in named
        ):
            self.fields.append((name, named.get("value", "")))
        elif tag == "select":
            self.choice = name
        elif tag == "option" and self.choice and "selected" in named:
            self.fields.append((self.choice, named.get("value", "")))
        elif tag == "button":
            self.buttons.append(named.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            name, text = self.fields[-1]
            self.fields[-1] = (name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.choice = None
        if tag == "form":
            self.inside = False
        if tag == "template":
            self.blank = False


@dataclass
class Writer:
    """Somebody with the form before them."""

    client: Client
    path: str
    page: str = ""
    status: int = 0

    def open(self) -> Writer:
        with clock.standing_at(NOON):
            answer = self.client.get(self.path)
        assert answer.status_code == 200
        self.page = answer.content.decode()
        return self

    @property
    def texts(self) -> dict[str, str]:
        fields = Form(self.page).fields
        return {name[5:]: text for name, text in fields if name.startswith("text-")}

    def send(self, do: str, **changes: str) -> Writer:
        """Press a button; a text is named by its paragraph."""
        data: dict[str, list[str]] = {}
        for name, value in Form(self.page).fields:
            data.setdefault(name, []).append(value)
        for name, value in changes.items():
            field = name.replace("__", "-")
            field = f"text-{field}" if f"text-{field}" in data else field
            data[field] = [value]
        data["do"] = [do]
        with clock.standing_at(NOON):
            answer = self.client.post(self.path, data)
        self.status = answer.status_code
        self.page = answer.content.decode()
        return self


def writer(who: Hand, version: Version, **query: str) -> Writer:
    path = f"/en/room/document/{version.document.key}/edit"
    return Writer(signed_in(who), path + (f"?lang={query['lang']}" if query else "")).open()


def newest(lang: str = "en") -> Text:
    row = Version.objects.filter(language=lang).order_by("-number").first()
    assert row is not None
    return row.as_rule()


def test_saving_without_a_change_makes_no_version(room: Group) -> None:
    version = drafted(room)
    events = Event.objects.count()
    assert writer(room.speaks["ILO"], version).send("save").status == 302
    assert Version.objects.count() == 1
    assert Event.objects.count() == events


def test_words_are_changed_and_the_paragraph_keeps_its_name(room: Group) -> None:
    version = drafted(room)
    writer(room.speaks["ILO"], version).send("save", p2="We act together, today.")
    assert [(p.uid, p.num) for p in newest().paragraphs] == [("p1", "1"), ("p2", "2")]
    assert newest().paragraphs[1].text == "We act together, today."
    assert newest().paragraphs[0] == version.as_rule().paragraphs[0]


def test_without_script_paragraphs_are_inserted_moved_taken_out_and_put_back(room: Group) -> None:
    form = writer(room.speaks["ILO"], drafted(room, "One.", "Two.", "Three."))
    form.send("insert:p1", p3="Three, typed before.")
    assert form.status == 200
    (new,) = set(form.texts) - {"p1", "p2", "p3"}
    assert re.fullmatch("[0-9a-f]{12}", new)
    assert list(form.texts) == ["p1", new, "p2", "p3"]
    assert form.texts["p3"] == "Three, typed before."
    form.send("down:p1", **{new: "Between."}).send("up:p3").send("remove:p2").send("insert:start")
    first = next(iter(form.texts))
    assert list(form.texts) == [first, new, "p1", "p3", "p2"]
    assert Version.objects.count() == 1
    form.send("remove:p1").send("back:p1").send("save", **{first: ""})
    assert [(p.uid, p.num, p.text) for p in newest().paragraphs] == [
        (new, "2", "Between."),
        ("p1", "3", "One."),
        ("p3", "4", "Three, typed before."),
    ]


def test_what_was_written_meanwhile_is_shown_beside_yours_and_neither_is_lost(room: Group) -> None:
    version = drafted(room, "One.", "Two.", "Three.")
    mine, theirs = writer(room.speaks["ILO"], version), writer(room.secretariat, version)
    hostile = "Two, by them. <script>alert('theirs')</script>"
    theirs.send("save", p2=hostile, p3="Three, by them.")
    mine.send("save", p1="One, by me.", p2="Two, by me.")
    assert mine.status == 409
    assert Version.objects.count() == 2
    assert "Another version was written meanwhile" in mine.page
    assert "<script>alert" not in mine.page
    assert "&lt;script&gt;alert" in mine.page
    assert mine.texts == {"p1": "One, by me.", "p2": "Two, by me.", "p3": "Three."}
    mine.send("theirs:")
    assert mine.texts == {"p1": "One, by me.", "p2": "Two, by me.", "p3": "Three, by them."}
    mine.send("save")
    assert mine.status == 302
    assert [p.text for p in newest().paragraphs] == [
        "One, by me.",
        "Two, by me.",
        "Three, by them.",
    ]
    assert newest().number == 3
    assert Version.objects.get(number=2).as_rule().paragraphs[1].text == hostile


def test_theirs_may_be_taken_paragraph_by_paragraph(room: Group) -> None:
    version = drafted(room, "One.", "Two.", "Three.")
    mine, theirs = writer(room.speaks["ILO"], version), writer(room.secretariat, version)
    theirs.send("remove:p2").send("insert:p3")
    (new,) = set(theirs.texts) - {"p1", "p2", "p3"}
    theirs.send("save", **{new: "New, by them."})
    mine.send("save", p1="One, by me.", p2="Two, by me.")
    assert f'value="theirs:{new}"' in mine.page
    mine.send(f"theirs:{new}").send("theirs:p2").send("save")
    assert [p.uid for p in newest().paragraphs] == ["p1", "p3", new]


def test_a_second_version_meanwhile_is_a_second_conflict(room: Group) -> None:
    version = drafted(room, "One.")
    mine, theirs = writer(room.speaks["ILO"], version), writer(room.secretariat, version)
    theirs.send("save", p1="Theirs.")
    mine.send("save", p1="Mine.")
    theirs.open().send("save", p1="Theirs again.")
    mine.send("save")
    assert mine.status == 409
    mine.send("save")
    assert mine.status == 302
    assert [v.as_rule().paragraphs[0].text for v in Version.objects.order_by("number")] == [
        "One.",
        "Theirs.",
        "Theirs again.",
        "Mine.",
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_words_everywhere(room: Group, hostile: str) -> None:
    version = drafted(room)
    client = signed_in(room.speaks["ILO"])
    writer(room.speaks["ILO"], version).send(
        "save", title=hostile, p2=hostile, num__p2=hostile[:12]
    )
    assert newest().paragraphs[1].text == hostile
    made = Version.objects.get(number=2)
    with clock.standing_at(NOON):
        remarks.make(
            room.speaks["IOM"], made, "IOM", "p2", hostile,
            quote=hostile, kind="proposed wording", wording=hostile + " more",
        )  # fmt: skip
        texts.translate(
            room.speaks["IOM"], made,
            Text("", hostile, "fr", 0, (Paragraph("p2", "1", hostile),)), None,
        )  # fmt: skip
        path = f"/en/room/document/{version.document.key}"
        for page in ("", "/edit", "/redline", "/edit?lang=fr", "?lang=fr", "?paragraph=p2"):
            answer = client.get(path + page)
            assert answer.status_code == 200, page
            harmless(answer.content.decode(), hostile)
        harmless(client.get("/en/room/documents").content.decode(), hostile)
        query = {"remark_on": "p2", "quote": hostile}
        harmless(client.get(path, query).content.decode(), hostile)


def harmless(page: str, hostile: str) -> None:
    """Nothing of it is markup: no tag, handler or address came of it."""
    assert "<script>" not in page
    assert "<img" not in page
    assert "<svg/onload" not in page
    assert not re.search(r'(?:href|src|action)="\s*javascript:', page)
    assert not re.search(r"<[^>]*\son(?:error|load)=", re.sub(r'"[^"]*"', '""', page))
    assert ">49<" not in page
    del hostile


def test_what_cannot_be_kept_is_said_and_stays_in_the_form(room: Group) -> None:
    version = drafted(room)
    for changes in [
        {"p2": "a\x00b"},
        {"p2": "a" * (LONGEST_PARAGRAPH + 1)},
        {"title": ""},
        {"title": "t" * 301},
        {"num__p2": "1" * 13},
        {"p2": "turned \u202e round"},
    ]:
        form = writer(room.speaks["ILO"], version).send("save", p1="Typed with care.", **changes)
        assert form.status in (400, 409)
        assert 'role="alert"' in form.page
        assert form.texts["p1"] == "Typed with care."
        assert Version.objects.count() == 1


def test_more_paragraphs_than_a_text_has_are_refused_and_kept_in_the_form(room: Group) -> None:
    version = drafted(room, *["Word."] * MOST_PARAGRAPHS)
    form = writer(room.speaks["ILO"], version).send("insert:start")
    (new,) = {uid for uid in form.texts if not uid.startswith("p")}
    form.send("save", **{new: "One too many."})
    assert form.status == 409
    assert form.texts[new] == "One too many."
    assert Version.objects.count() == 1


DAMAGED = (
    {"on": "0" * 32},
    {"base": "x" * 400},
    {"cites": "c1"},
    {"cites": "c1 = 99 0"},
    {"cites": "c1 = 1 -5"},
    {"cites": "c1 = 1 NaN"},
    {"cites": "<b> = 1 0"},
    {"cites": "c9 nothing.1.A 0 0"},
    {"cites": f"c9 {'a' * 300} 0 0"},
    {"text-A B": "x"},
)


def test_a_damaged_form_is_refused_and_writes_nothing(room: Group) -> None:
    version = drafted(room)
    for damage in DAMAGED:
        form = writer(room.speaks["ILO"], version)
        form.send("save", p1="Mine.", **damage)
        assert form.status in (400, 409)
        assert Version.objects.count() == 1


def test_a_button_that_is_not_there_does_nothing(room: Group) -> None:
    version = drafted(room)
    for do in ["up:zz", "insert:zz", "remove:", "cite:x", "set:", "nonsense", ""]:
        form = writer(room.speaks["ILO"], version).send(do, p1="Mine.")
        assert form.status in (200, 400)
        assert Version.objects.count() == 1


# --- figures --------------------------------------------------------------------------------------


def looked(form: Writer, **asked: str) -> list[str]:
    """The figures that the form offers for a question."""
    fields = {"concept": "refugees", "place": "Libya", "counterpart": "السودان", "year": "2024"}
    form.send("lookup", **(fields | asked))
    return [do[5:] for do in Form(form.page).buttons if do.startswith("cite:")]


def test_a_figure_is_looked_up_and_cited_with_its_value_from_the_base(room: Group) -> None:
    form = writer(room.speaks["ILO"], drafted(room, "Refugees: more than", "End."))
    (figure,) = looked(form)
    form.send(f"cite:{figure}", cite__in="p1", rounding="2", tolerance="0.05")
    assert form.texts["p1"] == "Refugees: more than [[c1]]"
    assert "The figure is higher than the words say." not in form.page
    assert "310" in form.page
    form.send("save")
    (cited,) = newest().paragraphs[0].citations
    assert (cited.concept, cited.place, cited.counterpart, cited.period, cited.agency) == (
        *("refugees", "LBY", "SDN", "2024", "UNHCR"),
    )
    assert (str(cited.value), cited.rounding, str(cited.tolerance)) == ("313", 2, "0.05")
    assert cited.figure == figure
    assert cited.release
    with clock.standing_at(NOON):
        page = form.client.get(form.path.removesuffix("/edit")).content.decode()
    assert f'href="/en/figure/{figure}"' in page
    assert ">310</a>" in page


def test_a_mark_is_put_where_the_writer_was_and_never_within_another(room: Group) -> None:
    form = writer(room.speaks["ILO"], drafted(room, "Of [[c1]] some."))
    (figure,) = looked(form)
    form.send(f"cite:{figure}", cite__in="p1", cite__at="3")
    assert form.texts["p1"] == "Of [[c2]][[c1]] some."
    form.send(f"cite:{figure}", cite__in="p1", cite__at="6")
    assert form.texts["p1"] == "Of [[c2]][[c1]] some. [[c3]]"


def test_a_figure_may_stand_behind_words_without_a_mark(room: Group) -> None:
    form = writer(room.speaks["ILO"], drafted(room, "Hundreds of refugees.", "End."))
    (figure,) = looked(form)
    form.send(f"cite:{figure}", cite__in="p1", unmarked="yes").send("save")
    (cited,) = newest().paragraphs[0].citations
    assert newest().paragraphs[0].text == "Hundreds of refugees."
    again = form.open()
    again.send(
        f"set:{cited.key}", **{f"rounding__{cited.key}": "1", f"tolerance__{cited.key}": "0.1"}
    )
    again.send("save")
    assert newest().paragraphs[0].citations[0].rounding == 1
    again.open().send(f"drop:{cited.key}").send("save")
    assert newest().paragraphs[0].citations == ()


def test_a_citation_goes_with_its_mark_wherever_that_is_moved(room: Group) -> None:
    version = drafted(room)
    (cited,) = version.as_rule().paragraphs[0].citations
    form = writer(room.speaks["ILO"], version)
    form.send("save", p1="Refugees.", p2="In Libya [[c1]].")
    assert [p.citations for p in newest().paragraphs] == [(), (cited,)]
    form.open().send("save", p2="In Libya.")
    assert [p.citations for p in newest().paragraphs] == [(), ()]


def test_the_value_of_a_citation_never_comes_from_the_form(room: Group) -> None:
    version = drafted(room)
    form = writer(room.speaks["ILO"], version)
    form.send("save", value="1", cites="c1 = 3 0.01", p2="Other words.")
    (cited,) = newest().paragraphs[0].citations
    assert (str(cited.value), cited.rounding) == ("551727", 3)


def test_a_question_that_cannot_be_asked_is_answered_in_the_form(room: Group) -> None:
    for asked in [
        {"place": "Nowhere at all"},
        {"concept": "happiness"},
        {"year": "soon"},
        {"place": ""},
        {"counterpart": "<b>"},
        {"edition": "x" * 81},
    ]:
        form = writer(room.speaks["ILO"], drafted(room))
        form.send("check", p1="Typed.")
        assert looked(form, **asked) == []
        assert form.status == 400
        assert form.texts["p1"] == "Typed."


def test_where_no_other_end_is_named_the_pairs_of_the_place_are_offered(room: Group) -> None:
    form = writer(room.speaks["ILO"], drafted(room))
    assert len(looked(form, place="DEU", counterpart="")) == 2
    assert "Türkiye" in form.page
    assert len(looked(form, concept="migrant-stock", place="DEU", counterpart="SYR", year="")) == 4


def test_no_figure_is_said_to_be_no_zero(room: Group) -> None:
    form = writer(room.speaks["ILO"], drafted(room))
    assert looked(form, year="1999") == []
    assert "That is not a figure of zero" in form.page


def test_words_without_a_figure_are_pointed_out(room: Group) -> None:
    form = writer(room.speaks["ILO"], drafted(room, "Nearly 70,000 people. More than [[c1]]."))
    assert "A number typed into the text" in form.page
    assert "Nearly 70,000" in form.page


# --- translations ---------------------------------------------------------------------------------


def test_a_translation_is_written_beside_its_text_and_says_what_is_behind(room: Group) -> None:
    version = drafted(room, "Refugees: [[c1]].", "Two.", "Three.")
    form = writer(room.speaks["UNHCR"], version, lang="fr")
    assert form.page.count("not translated yet") == 3
    data = {"title": "Sur le Soudan", "p1": "Réfugiés : [[c1]].", "p2": "Deux.", "p3": ""}
    form.send("save", done="p1", **data)
    assert form.status == 302
    made = newest("fr")
    assert made.translates == version.hash
    assert [(p.uid, p.text) for p in made.paragraphs] == [
        ("p1", "Réfugiés : [[c1]]."),
        ("p2", "Deux."),
    ]
    assert made.paragraphs[0].citations == version.as_rule().paragraphs[0].citations
    page = form.open().page
    assert page.count("not translated yet") == 1
    assert page.count("still to be brought up") == 1
    writer(room.speaks["ILO"], version).send("save", p1="Refugees from Sudan: [[c1]].")
    page = form.open().page
    assert page.count("changed in the text since") == 1
    assert "from Sudan" in page
    with clock.standing_at(NOON):
        shown = form.client.get(form.path.replace("/edit", "")).content.decode()
    assert "551\u202f727" in shown
    assert "changed in the text since" in shown


def test_two_translators_never_overwrite_each_other(room: Group) -> None:
    version = drafted(room, "One.", "Two.")
    mine = writer(room.speaks["UNHCR"], version, lang="es")
    theirs = writer(room.speaks["IOM"], version, lang="es")
    theirs.send("save", title="T", p1="Uno.")
    mine.send("save", title="T", p1="Un.", p2="Dos.")
    assert mine.status == 409
    assert "Uno." in mine.page
    assert mine.texts == {"p1": "Un.", "p2": "Dos."}
    mine.send("save")
    assert mine.status == 302
    assert [p.text for p in newest("es").paragraphs] == ["Un.", "Dos."]


def test_a_text_is_translated_into_one_of_the_six_languages(room: Group) -> None:
    version = drafted(room)
    for lang in ["de", "xx", "en-GB", "<b>", "EN"]:
        with clock.standing_at(NOON):
            answer = signed_in(room.speaks["IOM"]).get(
                f"/en/room/document/{version.document.key}/edit", {"lang": lang}
            )
        assert answer.status_code == 404


# --- who may --------------------------------------------------------------------------------------


def test_who_does_not_hold_the_pen_finds_no_form(room: Group) -> None:
    version = drafted(room)
    path = f"/en/room/document/{version.document.key}/edit"
    for hand in (room.speaks["IOM"], room.observer, room.chair):
        client = signed_in(hand)
        with clock.standing_at(NOON):
            assert client.get(path).status_code == 404
            answer = client.post(path, {"do": "save", "title": "T", "text-p1": "Mine."})
        assert answer.status_code == 404
    assert Version.objects.count() == 1


def test_an_adopted_text_is_not_written_any_more(room: Group) -> None:
    from gmg.group.acts import rounds

    version = drafted(room)
    form = writer(room.speaks["ILO"], version)
    with clock.standing_at(NOON):
        texts.freeze(room.chair, version)
        from datetime import timedelta

        from gmg.group.rules.rounds import Kind

        end = NOON + timedelta(hours=72)
        rounds.open_round(room.chair, version, Kind.SILENCE, end)
    data = dict(Form(form.page).fields) | {"text-p1": "Later.", "do": "save"}
    with clock.standing_at(end):
        answer = form.client.post(form.path, data)
        page = form.client.get(form.path.removesuffix("/edit")).content.decode()
    assert answer.status_code == 409
    assert "changes no more" in answer.content.decode()
    assert "Start a correction" in page
    assert Version.objects.count() == 1
