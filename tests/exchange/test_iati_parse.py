"""Reading files of activities: whole, in pieces, and refused where they are unsafe or damaged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gmg.exchange.iati import encoding
from gmg.exchange.iati.parse import Document
from gmg.sources.forms.iati import activities_frame, canonical_digest
from gmg.sources.reading import Refused
from iati_files import activity, document, written

BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<iati-activities version="2.03"><iati-activity>&b;</iati-activity></iati-activities>"""
EXTERNAL = """<!DOCTYPE iati-activities [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<iati-activities version="2.03"><iati-activity>&x;</iati-activity></iati-activities>"""
FOREIGN_DTD = """<!DOCTYPE iati-activities SYSTEM "http://example.org/x.dtd">
<iati-activities version="2.03"/>"""


def read(path: Path, piece: int = 1 << 20) -> list[tuple[int, str, str, str]]:
    """Line, XPath, digest and raw text of every activity."""
    opened = Document(path, piece=piece)
    found = []
    for part in opened.pieces():
        tree = opened.open(part)
        assert len(tree.activities) == len(part.marks)
        for place, element in enumerate(tree.activities):
            assert tree.line(element.sourceline) == part.marks[place].line
            path_in_tree = tree.path(tree.tree.getpath(element))
            assert path_in_tree == opened.head.path(part.number + place)
            found.append(
                (
                    part.marks[place].line,
                    path_in_tree,
                    canonical_digest(element),
                    part.xml(place, opened.head),
                )
            )
    return found


def refusal(tmp_path: Path, text: str | bytes, limit: int = 1 << 30) -> str:
    with pytest.raises(Refused) as caught:
        opened = Document(written(tmp_path, text), limit)
        for part in opened.pieces():
            opened.open(part)
    return str(caught.value)


@pytest.mark.parametrize("piece", [1, 500, 1 << 20])
def test_pieces_are_what_a_parser_of_the_whole_finds(tmp_path: Path, piece: int) -> None:
    text = document(*(activity(number) for number in range(7)))
    frame = activities_frame(text.encode())
    found = read(written(tmp_path, text), piece)
    assert [one[0] for one in found] == frame["row"].to_list()
    assert [one[1] for one in found] == frame["column"].to_list()
    assert [one[2] for one in found] == frame["digest"].to_list()
    assert [one[3] for one in found] == frame["xml"].to_list()


TRICKS = st.lists(
    st.sampled_from(
        [
            activity(1),
            activity(2, title="<title><narrative><![CDATA[</iati-activity>]]></narrative></title>"),
            activity(3, title='<title><narrative xml:lang="a>b/>">x</narrative></title>'),
            activity(4, title="<title><!-- </iati-activity> --><narrative>x</narrative></title>"),
            '<iati-activity hierarchy="1"/>',
            "<!-- <iati-activity> -->",
            "<?note </iati-activities> ?>",
            "\n\n",
            '<x:other xmlns:x="urn:x">iati-activity</x:other>',
        ]
    )
)


@given(parts=TRICKS, piece=st.integers(1, 3000), block=st.integers(3, 700))
def test_comments_cdata_and_blocks_of_any_size_hide_nothing(
    parts: list[str], piece: int, block: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = document(*parts)
    path = written(tmp_path_factory.mktemp("tricks"), text)
    expected = etree.fromstring(text.encode()).findall("iati-activity")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "BLOCK", block)
        found = read(path, piece)
    assert [one[0] for one in found] == [element.sourceline for element in expected]
    assert [etree.canonicalize(one[3]) for one in found] == [
        etree.canonicalize(etree.tostring(element, with_tail=False, encoding="unicode"))
        for element in expected
    ]


def test_a_bare_activity_is_accepted(tmp_path: Path) -> None:
    path = written(tmp_path, activity(1) + "\n<!-- end -->\n")
    assert Document(path).head.bare
    assert [(line, at) for line, at, _, _ in read(path)] == [(1, "/iati-activity")]


def test_namespaces_of_the_root_go_with_the_activity(tmp_path: Path) -> None:
    text = document(
        activity(1, attributes='x:id="7"'),
        root='version="2.03" xmlns:x="urn:x&amp;y" xmlns:z="urn:z"',
    )
    xml = read(written(tmp_path, text))[0][3]
    element = etree.fromstring(xml)
    assert element.get("{urn:x&y}id") == "7"
    whole = etree.fromstring(text.encode())[0]
    assert canonical_digest(element) == canonical_digest(whole)


@given(indent=st.sampled_from(["", " ", "\n", "\n\t  "]))
def test_the_digest_is_that_of_the_meaning(indent: str) -> None:
    text = document(activity(1))
    spread = re.sub(r">\s*<", f">{indent}<", text.replace("?>\n", "?>", 1))
    commented = text.replace("<title>", "<!-- a --><title>")
    digests = {activities_frame(one.encode())["digest"][0] for one in (text, spread, commented)}
    assert len(digests) == 1
    other = activities_frame(text.replace("Return of", "Return of all").encode())
    assert other["digest"][0] not in digests


@pytest.mark.parametrize("text", [BOMB, EXTERNAL, FOREIGN_DTD, f"<!-- x -->\n{FOREIGN_DTD}"])
def test_a_doctype_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    line = text[: text.index("<!DOCTYPE")].count("\n") + 1
    assert f"iom.xml, line {line}: declares a DOCTYPE" in refusal(tmp_path, text)


def test_an_entity_without_a_doctype_is_refused_with_its_line(tmp_path: Path) -> None:
    text = document(activity(1), activity(2, title="<title>&boo;</title>"))
    line = text[: text.index("&boo;")].count("\n") + 1
    assert f"line {line}: is not well-formed: Entity 'boo' not defined" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("identifier,title\n", "is not XML"),
        ("<html></html>", "has the root <html>"),
        ("<iati-activities", "has no root element"),
        (
            '<iati-activities xmlns="urn:x" version="2.03"></iati-activities>',
            "has the root <{urn:x}iati",
        ),
        ('<iati-activities version="1.05"></iati-activities>', "is of version 1.05, before 2.01"),
        ("<iati-activity version='1'/>", "before 2.01"),
        ('<iati-activities version="2.03">', "is cut off before its end, after activity 0"),
        ('<iati-activities version="2.03"><iati-activity><title>', "is cut off inside activity 1"),
        (
            "<iati-activities version='2.03'><iati-activity a='1' </iati-activities>",
            "not well-formed",
        ),
        (
            "<iati-activities version='2.03'><!-- </iati-activities>",
            "comment or CDATA section does not",
        ),
        (
            "<iati-activities version='2.03'></iati-activity></iati-activities>",
            "ends that was not begun",
        ),
        (
            "<iati-activities version='2.03'><iati-activity></iati-activities>",
            "the list ends inside",
        ),
        (
            "<iati-activities version='2.03'><iati-activities/></iati-activities>",
            "a list begins inside",
        ),
        (
            "<iati-activities version='2.03'><!ELEMENT a></iati-activities>",
            "a declaration stands among",
        ),
        (document(activity(1)) + "<more/>", "goes on after the end of its root"),
        (activity(1) + activity(2), "goes on after the end of its root"),
        (document(activity(1)) + " " * 3_000_000, "goes on after the end of its root"),
        (b"\x1f\x8b\x08\x00", "is gzip, not XML"),
        (b"PK\x03\x04", "is a zip archive, not XML"),
        (document("<iati-activity><a></b></iati-activity>"), "line 3: is not well-formed"),
    ],
)
def test_what_is_no_file_of_activities_is_refused(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    assert said in refusal(tmp_path, text)


def test_a_cut_off_file_names_the_line_it_was_cut_in(tmp_path: Path) -> None:
    text = document(activity(1), activity(2))
    start = text.rindex("<iati-activity ")
    line = text[:start].count("\n") + 1
    assert f"line {line}: is cut off inside activity 2" in refusal(tmp_path, text[: start + 90])


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    assert "more than the 100 that are read" in refusal(tmp_path, document(activity(1)), limit=100)


def test_an_activity_over_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gmg.sources.forms.iati_tags.ACTIVITY_LIMIT", 3000)
    monkeypatch.setattr(encoding, "BLOCK", 1000)
    long = activity(1, title=f"<title><narrative>{'x' * 9000}</narrative></title>")
    assert "holds more than 3,000 bytes" in refusal(tmp_path, document(long))


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "iso-8859-1", "windows-1252"])
def test_other_encodings_are_read_as_they_say(tmp_path: Path, name: str) -> None:
    text = document(activity(1, title="<title><narrative>Retour à Genève</narrative></title>"))
    declared = text.replace("UTF-8", name)
    found = read(written(tmp_path, declared.encode(name)))
    assert "Retour à Genève" in found[0][3]


def test_a_wrong_byte_is_named_with_its_line(tmp_path: Path) -> None:
    text = document(activity(1, title="<title><narrative>Genève</narrative></title>"))
    line = text[: text.index("Genève")].count("\n") + 1
    said = refusal(tmp_path, text.encode("windows-1252"))
    assert f"line {line}: byte 0xE8 is not utf-8: the file declares UTF-8, or nothing" in said


def test_encodings_that_are_not_read_are_named(tmp_path: Path) -> None:
    text = document(activity(1))
    assert "declares the encoding 'EBCDIC-X'" in refusal(
        tmp_path, text.replace("UTF-8", "EBCDIC-X")
    )
    assert "declares the encoding 'zlib'" in refusal(tmp_path, text.replace("UTF-8", "zlib"))
    wrong = text.replace("UTF-8", "UTF-16")
    assert "declares UTF-16 but its bytes are of one byte a sign" in refusal(tmp_path, wrong)
    marked = b"\xef\xbb\xbf" + text.replace("UTF-8", "iso-8859-1").encode()
    assert "declares iso-8859-1 but its bytes are utf-8" in refusal(tmp_path, marked)
