"""Answers that are slow to work out, kept in memory as long as the opened release is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from gmg.evidence.base import Base

T = TypeVar("T")


class PerRelease:
    """Answers by opened release and key: of one release at most `most`, the longest unused go first.

    A release never changes, so an answer never goes stale; it goes with the release when that is
    closed. Two threads that miss at once both work it out, and the answers are the same.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: WeakKeyDictionary[Base, OrderedDict[Hashable, object]] = WeakKeyDictionary()
        self.lock = threading.Lock()

    def get(self, base: Base, key: Hashable, make: Callable[[], T]) -> T:
        """The answer of that key, made now if need be."""
        with self.lock:
            answers = self.held.setdefault(base, OrderedDict())
            if key in answers:
                answers.move_to_end(key)
                return answers[key]  # type: ignore[return-value]
        made = make()
        with self.lock:
            answers[key] = made
            if len(answers) > self.most:
                answers.popitem(last=False)
        return made
