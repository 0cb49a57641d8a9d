"""Answers that are slow to work out, kept in memory for the last few releases."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from gmg.evidence.base import Base

T = TypeVar("T")
RELEASES = 3
"""As many releases as a site holds open at once."""


class PerRelease:
    """Answers by release and key: of one release at most `most`, the longest unused go first.

    A release never changes, so an answer never goes stale, and whoever opens the same release again
    finds it. Two threads that miss at once both work it out, and the answers are the same.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: OrderedDict[tuple[str, str], OrderedDict[Hashable, object]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, base: Base, key: Hashable, make: Callable[[], T]) -> T:
        """The answer of that key, made now if need be."""
        with self.lock:
            answers = self._of(base)
            if key in answers:
                answers.move_to_end(key)
                return answers[key]  # type: ignore[return-value]
        made = make()
        with self.lock:
            answers = self._of(base)
            answers[key] = made
            if len(answers) > self.most:
                answers.popitem(last=False)
        return made

    def _of(self, base: Base) -> OrderedDict[Hashable, object]:
        name = str(base.folder), base.release.id
        answers = self.held.setdefault(name, OrderedDict())
        self.held.move_to_end(name)
        if len(self.held) > RELEASES:
            self.held.popitem(last=False)
        return answers
