"""The tags of activities in a stream of UTF-8, found without building a tree.

In well-formed XML a `<` outside comments, CDATA and processing instructions begins a tag: so a
search for the names, which steps over those three, finds the very activities that a parser would.
Whether the rest is well-formed is asked of libxml2, piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

ACTIVITY_LIMIT = 64 * 1024**2
"""Bytes one activity, or what stands between two, may hold."""
LONGEST_TOKEN = 20

ATTRIBUTES = rb"[^<>\"']*+(?:\"[^\"<]*+\"[^<>\"']*+|'[^'<]*+'[^<>\"']*+)*+"
REST_OF_TAG = re.compile(ATTRIBUTES + rb">")
TOKEN = re.compile(rb"<(?:!--|!\[CDATA\[|!|\?|/?iati-activit(?:y|ies)(?=[\s/>]))")
SIGNS = ((b"<iati-activit", 0), (b"</iati-activit", 0), (b"!", 1), (b"?", 1))
"""What a token is known by, and how many bytes after its beginning that stands."""
ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}

Kind = Literal["begin", "end", "lone", "list begins", "list ends", "declaration"]
KINDS: dict[bytes, Kind] = {
    b"<iati-activity": "begin",
    b"</iati-activity": "end",
    b"<iati-activities": "list begins",
    b"</iati-activities": "list ends",
    b"<!": "declaration",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `start` and `end` count bytes from the beginning of the stream."""

    kind: Kind
    start: int
    end: int
    line: int


class Unended(ValueError):
    """A tag, comment or run of bytes that does not end where it must."""

    def __init__(self, problem: str, line: int) -> None:
        self.problem, self.line = problem, line
        super().__init__(f"line {line}: {problem}")


class Stream:
    """Bytes that arrive in blocks; those before `keep` are let go."""

    def __init__(self, text: bytes, more: Callable[[], bytes | None], line: int) -> None:
        """`text` is what has arrived, its first line is `line`; `more` gives the next block."""
        self._text, self._more, self._offset = text, more, 0
        self._counted, self._line = 0, line  # the line of the byte at `_counted`
        self._next: dict[bytes, int] = {}  # places; -1 for none in the text, -2 for not known
        self.keep = 0

    def slice(self, start: int, end: int) -> bytes:
        """The bytes between two places that are still kept."""
        return self._text[start - self._offset : end - self._offset]

    def rest(self, start: int) -> Iterator[bytes]:
        """All bytes from a place to the end, block by block."""
        yield self._text[start - self._offset :]
        while (block := self._more()) is not None:
            yield block

    def tags(self) -> Iterator[Tag]:
        """Every tag in order. Raises Unended for one that stops half-way."""
        at = 0
        while True:
            found = self._token(at - self._offset)
            if found is None:
                at = max(at, self._offset + len(self._text) - LONGEST_TOKEN)
                if not self._grow():
                    return
                continue
            start, word = self._offset + found.start(), found.group(0)
            if not self._holds(start + LONGEST_TOKEN) and self._grow():
                at = start
                continue
            if word in ENDS:
                at = self._after(start, start + len(word), ENDS[word])
                continue
            tag = self._tag(start, word)
            yield tag
            at = tag.end

    def _token(self, at: int) -> re.Match[bytes] | None:
        """The next token at or after a place of the text.

        Looking for four signs one by one is many times faster than for all beginnings at once; where
        the next of each stands is remembered.
        """
        while True:
            first = -1
            for sign, before in SIGNS:
                known = self._next.get(sign, -2)
                if known != -1 and known - self._offset < at:
                    found = self._text.find(sign, at + before)
                    known = found if found < 0 else found - before + self._offset
                    self._next[sign] = known
                place = known - self._offset if known != -1 else -1
                if place >= 0 and (first < 0 or place < first):
                    first = place
            if first < 0:
                return None
            token = TOKEN.match(self._text, first)
            if token is not None:
                return token
            at = first + 1

    def _tag(self, start: int, word: bytes) -> Tag:
        kind, line = KINDS[word], self.line_at(start)
        if kind == "declaration":
            return Tag(kind, start, start + len(word), line)
        while True:
            found = REST_OF_TAG.match(self._text, start + len(word) - self._offset)
            if found is not None:
                break
            if not self._grow():
                raise Unended("a tag does not end", line)
        end = self._offset + found.end()
        if kind == "begin" and found.group(0).endswith(b"/>"):
            kind = "lone"
        return Tag(kind, start, end, line)

    def _after(self, start: int, at: int, closing: bytes) -> int:
        """The place after `closing`. `start` is where what it closes began."""
        while True:
            found = self._text.find(closing, at - self._offset)
            if found >= 0:
                return self._offset + found + len(closing)
            at = max(at, self._offset + len(self._text) - len(closing) + 1)
            if not self._grow():
                raise Unended("a comment or CDATA section does not end", self.line_at(start))

    def line_at(self, place: int) -> int:
        """The line of a place, which must not lie before the last one asked for."""
        here = place - self._offset
        self._line += self._text.count(b"\n", self._counted - self._offset, here)
        self._counted = place
        return self._line

    def _holds(self, place: int) -> bool:
        return place <= self._offset + len(self._text)

    def _grow(self) -> bool:
        let_go = min(self.keep, self._counted) - self._offset
        if len(self._text) - let_go > ACTIVITY_LIMIT:
            raise Unended(
                f"one activity, or what stands between two, holds more than {ACTIVITY_LIMIT:,} bytes",
                self._line,
            )
        block = self._more()
        if block is None:
            return False
        self._text = self._text[let_go:] + block
        self._offset += let_go
        for sign, known in self._next.items():
            if known == -1:
                self._next[sign] = -2  # it may stand in what has come
        return True
