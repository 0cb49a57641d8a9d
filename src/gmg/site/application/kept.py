"""Answers kept in memory: a release never changes, so a page made of it needs making once."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST = 96_000_000  # bytes
LONG_ENOUGH = 600  # bytes from which packing pays


@dataclass(frozen=True, slots=True)
class Kept:
    """The body of an answer, packed and plain, and its tag."""

    body: bytes
    packed: bytes | None
    tag: str
    media_type: str
    file_name: str = ""

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.body) + len(self.packed or b"")


def kept(body: bytes, media_type: str, file_name: str = "") -> Kept:
    """An answer with its tag, packed where that pays."""
    packed = gzip.compress(body, 6, mtime=0) if len(body) >= LONG_ENOUGH else None
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Kept(body, packed, tag, media_type, file_name)


def packed_json(document: object) -> Kept:
    """A document as JSON, without blanks."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return kept(text.encode("utf-8", "replace"), "application/json")


class Keep:
    """Answers by key, the longest unused forgotten first; never more than `most` bytes."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.held = 0
        self.answers: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.making: dict[tuple[str, ...], threading.Lock] = {}
        self.lock = threading.Lock()

    def get(self, key: tuple[str, ...], make: Callable[[], Kept]) -> tuple[Kept, bool]:
        """The answer, and whether it was kept already.

        Of several that ask for the same at once one makes it and the others wait for it.
        """
        found = self._found(key)
        if found is not None:
            return found, True
        with self.lock:
            turn = self.making.setdefault(key, threading.Lock())
        with turn:
            found = self._found(key)
            if found is not None:
                return found, True
            try:
                made = make()
                self._keep(key, made)
            finally:
                with self.lock:
                    self.making.pop(key, None)
        return made, False

    def _found(self, key: tuple[str, ...]) -> Kept | None:
        with self.lock:
            found = self.answers.get(key)
            if found is not None:
                self.answers.move_to_end(key)
            return found

    def _keep(self, key: tuple[str, ...], made: Kept) -> None:
        if made.size > self.most // 8:
            return
        with self.lock:
            if key not in self.answers:
                self.answers[key] = made
                self.held += made.size
            while self.held > self.most:
                self.held -= self.answers.popitem(last=False)[1].size
