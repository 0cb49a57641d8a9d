"""Safe reading of a file of any size: its root, and its activities in pieces of a quarter of a megabyte.

Nothing is expanded or fetched: a DOCTYPE is refused before a parser sees it, so there are no
entities; libxml2 keeps its own limits. Memory is that of one piece, whatever the size of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from lxml import etree

from gmg.exchange.iati.encoding import refuse_wrong_bytes, utf8_blocks
from gmg.sources.forms.iati import LANG, Element, meaning_parser, safe_parser
from gmg.sources.forms.iati_tags import ACTIVITY_LIMIT, ATTRIBUTES, Stream, Tag, Unended
from gmg.sources.reading import Refused

LIMIT = 4 * 1024**3
"""Bytes a file may hold unless more is allowed."""
PROLOG_LIMIT = 1024**2
PIECE = 256 * 1024
"""Bytes after which a piece is full: its tree then fits the cache of a processor."""

Kind = Literal["activities", "organisations", "registry"]
ROOTS: dict[str, Kind] = {
    "iati-activities": "activities",
    "iati-activity": "activities",
    "iati-organisations": "organisations",
    "iati-organisation": "organisations",
    "{http://iatiregistry.org/ns/record#}registry-record": "registry",
}
MISC = re.compile(rb"\s*+(?>(?:<\?.*?\?>|<!--.*?-->)\s*+)*+", re.DOTALL)
ROOT = re.compile(rb"<([^\s<>/!?\"'=]+)(" + ATTRIBUTES + rb")>")
BEFORE_2 = re.compile(r"\s*[01](?:\.|\s*$)")
INDEX = re.compile(r"^/iati-activities/iati-activity(?:\[(\d+)\])?")
TO_FETCH = "fetch the file again, or ask the publisher"


@dataclass(frozen=True, slots=True)
class Head:
    """The root of a file. `start` is its start tag in one line, `bare` marks a lone activity."""

    file: str
    kind: Kind
    bare: bool
    start: bytes
    end: bytes
    version: str | None
    generated: str | None
    language: str
    namespaces: tuple[tuple[str, str], ...]
    line: int

    def path(self, number: int) -> str:
        """The XPath of an activity by its number, counted from 1."""
        return "/iati-activity" if self.bare else f"/iati-activities/iati-activity[{number}]"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one activity stands in the text of its piece, and its line in the file."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of whole activities, and what stands between them."""

    number: int  # of its first activity, counted from 1
    line: int  # of its first byte
    text: bytes
    marks: tuple[Mark, ...]

    def xml(self, place: int, head: Head) -> str:
        """The activity at that place of the piece as it stood, namespaces of the root added to it."""
        mark = self.marks[place]
        text = self.text[mark.start : mark.end]
        return _with_namespaces(text, head.namespaces).decode("utf-8")


@dataclass(frozen=True, slots=True)
class Opened:
    """A piece parsed. Blank text and comments are left out of the tree, not out of `Piece.text`."""

    head: Head
    piece: Piece
    tree: etree._ElementTree
    activities: list[Element]

    def line(self, line: int) -> int:
        """The line of the file for a line of the tree."""
        return self.piece.line + line - 1

    def path(self, path: str) -> str:
        """The XPath in the file for one in the tree."""
        found = INDEX.match(path)
        if not found:
            return path
        number = self.piece.number + int(found.group(1) or 1) - 1
        return self.head.path(number) + path[found.end() :]


class Document:
    """One file, opened: `head` at once; then `pieces()` or `whole()`, once."""

    def __init__(self, path: Path, limit: int = LIMIT, piece: int = PIECE) -> None:
        """Read up to the root. Raises Refused for anything that is not an IATI 2 file."""
        self.file, self.path, self.size = path.name, path, piece
        self._blocks = utf8_blocks(self.file, path, limit)
        self._text, self._line = b"", 1
        self.head = self._head()

    # --- the root -------------------------------------------------------------------------------

    def _head(self) -> Head:
        while True:
            misc = MISC.match(self._text)
            at = misc.end() if misc else 0
            rest = self._text[at : at + 9]
            if rest and not rest.startswith(b"<"):
                raise self._refuse(at, "is not XML: text stands before the root", TO_FETCH)
            if rest.upper().startswith(b"<!DOCTYPE"):
                raise self._refuse(
                    at,
                    "declares a DOCTYPE; IATI has no use for one, and entities can harm a reader",
                    "take the DOCTYPE out",
                )
            found = ROOT.match(self._text, at)
            if found:
                return self._root(found)
            block = next(self._blocks, None) if len(self._text) <= PROLOG_LIMIT else None
            if block is None:
                raise self._refuse(at, "has no root element", TO_FETCH)
            self._text += block

    def _root(self, tag: re.Match[bytes]) -> Head:
        line = self._line + self._text.count(b"\n", 0, tag.start())
        lone = tag.group(2).endswith(b"/")
        start = re.sub(rb"[\r\n]", b" ", tag.group(0)[:-1].removesuffix(b"/") + b">")
        end = b"</" + tag.group(1) + b">"
        try:
            root = etree.fromstring(start + end, safe_parser())
        except etree.XMLSyntaxError as error:
            raise self._refuse(
                tag.start(), f"is not well-formed: {said(error)}", TO_FETCH
            ) from None
        kind, version = ROOTS.get(root.tag), root.get("version")
        if kind is None:
            raise self._refuse(
                tag.start(),
                f"has the root <{root.tag}>, not <iati-activities>",
                "name a file of IATI activities",
            )
        if version is not None and BEFORE_2.match(version):
            raise self._refuse(
                tag.start(),
                f"is of version {version.strip()}, before 2.01",
                "ask the publisher for version 2.03: names and order of elements differ",
            )
        bare = root.tag == "iati-activity"
        self._line = line if bare else line + self._text.count(b"\n", tag.start(), tag.end())
        self._text = self._text[tag.start() if bare else tag.end() :]
        if lone and not bare:
            self._text = end + self._text
        return Head(
            file=self.file,
            kind=kind,
            bare=bare,
            start=b'<iati-activities version="2.03">' if bare else start,
            end=b"</iati-activities>" if bare else end,
            version=version,
            generated=root.get("generated-datetime"),
            language="" if bare else (root.get(LANG) or ""),
            namespaces=() if bare else tuple((k or "", v) for k, v in root.nsmap.items()),
            line=line,
        )

    # --- what it holds --------------------------------------------------------------------------

    def whole(self) -> etree._ElementTree:
        """A file of organisations or of the registry, parsed in memory. Raises Refused."""
        text = [self._text]
        for block in self._blocks:
            text.append(block)
            if sum(map(len, text)) > ACTIVITY_LIMIT:
                raise self._refuse(0, f"holds more than {ACTIVITY_LIMIT:,} bytes", "part the file")
        return parsed(self.file, self.head.start + b"".join(text), self._line)

    def pieces(self) -> Iterator[Piece]:
        """All activities in order. Raises Refused where the file is cut off or not well-formed."""
        stream = Stream(self._text, lambda: next(self._blocks, None), self._line)
        self._text = b""
        cutter = _Cutter(self.head, self.size, self._line, stream)
        try:
            for tag in stream.tags():
                piece = cutter.take(tag)
                if piece is not None:
                    yield piece
                if cutter.done:
                    break
            cutter.check_whole()
            end = cutter.end
            last = cutter.last()
            self._check_nothing_after(stream, end)
            yield last
        except Unended as error:
            raise Refused(
                self.file, f"line {error.line}", f"is not well-formed: {error.problem}", TO_FETCH
            ) from None

    def _check_nothing_after(self, stream: Stream, end: int) -> None:
        line, rest = stream.line_at(end), b""
        for block in stream.rest(end):
            rest += block
            if len(rest) > PROLOG_LIMIT:
                break  # more comments than any publisher writes
        misc = MISC.match(rest)
        if misc is None or misc.end() != len(rest) or len(rest) > PROLOG_LIMIT:
            raise Refused(self.file, f"line {line}", "goes on after the end of its root", TO_FETCH)

    def open(self, piece: Piece) -> Opened:
        """The piece parsed inside the file's own root. Raises Refused, with the line."""
        return open_piece(self.head, piece)

    def _refuse(self, at: int, problem: str, to_do: str) -> Refused:
        line = self._line + self._text.count(b"\n", 0, at)
        return Refused(self.file, f"line {line}", problem, to_do)


@dataclass(slots=True)
class _Cutter:
    """Turns tags into pieces. A piece ends right after an activity; the last one at the root's end."""

    head: Head
    size: int
    line: int  # of the byte at `cut`
    stream: Stream
    number: int = 1
    cut: int = 0
    end: int = 0
    depth: int = 0
    begun: Tag | None = None
    list_ended: int | None = None
    marks: list[Mark] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """True once the root has ended."""
        return self.list_ended is not None

    def take(self, tag: Tag) -> Piece | None:
        """Take the next tag in; a piece where one is full and another activity follows."""
        if tag.kind == "declaration":
            raise Unended("a declaration stands among the elements", tag.line)
        if tag.kind in ("list begins", "list ends"):
            self._list(tag)
            return None
        piece = None
        if tag.kind in ("begin", "lone") and self.depth == 0:
            piece = self._full(tag)
            self.begun = tag
        self.depth += {"begin": 1, "end": -1}.get(tag.kind, 0)
        if self.depth < 0:
            raise Unended("an activity ends that was not begun", tag.line)
        if self.depth == 0 and self.begun is not None:
            self._mark(self.begun, tag)
        return piece

    def _mark(self, begun: Tag, tag: Tag) -> None:
        self.marks.append(Mark(begun.start - self.cut, tag.end - self.cut, begun.line))
        if self.head.bare:
            self.list_ended = self.end = tag.end

    def _list(self, tag: Tag) -> None:
        if tag.kind == "list begins" or self.head.bare:
            raise Unended("a list begins inside the list", tag.line)
        if self.depth and self.begun is not None:
            raise Unended(
                f"the list ends inside the activity that begins in line {self.begun.line}", tag.line
            )
        self.list_ended, self.end = tag.start, tag.end

    def _full(self, following: Tag) -> Piece | None:
        """The piece so far, when it is large enough; its last byte is the end of an activity."""
        if not self.marks or self.marks[-1].end < self.size:
            return None
        length = self.marks[-1].end
        text = self.stream.slice(self.cut, self.cut + length)
        piece = Piece(self.number, self.line, text, tuple(self.marks))
        self.number += len(self.marks)
        self.cut += length
        between = self.stream.slice(self.cut, following.start)
        self.line = following.line - between.count(b"\n")
        self.stream.keep = self.cut
        self.marks = []
        return piece

    def last(self) -> Piece:
        """What is left up to the end of the root."""
        text = self.stream.slice(self.cut, self.list_ended or 0)
        return Piece(self.number, self.line, text, tuple(self.marks))

    def check_whole(self) -> None:
        """Raise Refused where the file ended before its root."""
        if self.done:
            return
        inside = self.depth > 0 and self.begun is not None
        at = f"line {self.begun.line}" if inside and self.begun else ""
        number = self.number + len(self.marks)
        where = (
            f"inside activity {number}, which begins there"
            if inside
            else f"before its end, after activity {number - 1}"
        )
        raise Refused(self.head.file, at, f"is cut off {where}", TO_FETCH)


def open_piece(head: Head, piece: Piece) -> Opened:
    """The piece parsed inside the file's own root. Raises Refused, with the line."""
    tree = parsed(head.file, head.start + piece.text + head.end, piece.line)
    activities = list(tree.getroot().iterchildren("iati-activity"))
    return Opened(head, piece, tree, activities)


def parsed(file: str, text: bytes, line: int) -> etree._ElementTree:
    """UTF-8 text as a tree without blank text, comments and processing instructions.

    `line` is the line of the file that the text begins in. Raises Refused.
    """
    try:
        return etree.ElementTree(etree.fromstring(text, meaning_parser()))
    except etree.XMLSyntaxError as error:
        refuse_wrong_bytes(file, text, line)
        at = line + (error.lineno or 1) - 1
        raise Refused(file, f"line {at}", f"is not well-formed: {said(error)}", TO_FETCH) from None


def said(error: etree.XMLSyntaxError) -> str:
    """What the parser said, without its own count of lines."""
    return re.sub(r", line \d+, column \d+.*$", "", str(error.msg or error), flags=re.DOTALL)


def _with_namespaces(text: bytes, namespaces: tuple[tuple[str, str], ...]) -> bytes:
    """The activity with the root's prefixes declared on it, unless it declares them itself."""
    if not namespaces:
        return text
    tag = ROOT.match(text)
    attributes = re.sub(rb"\s*=", b"=", tag.group(2)) if tag else b""
    missing = b"".join(
        b' xmlns:%s="%s"' % (prefix.encode(), _escaped(address).encode())
        for prefix, address in namespaces
        if b"xmlns:%s=" % prefix.encode() not in attributes
    )
    name = len(b"<iati-activity")
    return text[:name] + missing + text[name:]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
