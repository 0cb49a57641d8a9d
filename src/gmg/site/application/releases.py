"""The releases that are served: the current one, and named ones for permanent addresses."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gmg.evidence.base import Base, NoBase, open_base
from gmg.evidence.release import current_name
from gmg.site.application.settings import folder
from gmg.site.frame.errors import NotFound
from gmg.site.shelf import open_shelf

if TYPE_CHECKING:
    from gmg.site.shelf import Shelf

HELD = 3
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """A release ready to be asked. One page is made at a time: its tables of the session are shared."""

    base: Base
    shelf: Shelf
    making: threading.RLock = field(default_factory=threading.RLock)

    def own(self) -> Base:
        """The release with a cursor of the caller's own: what is read through it holds up nobody."""
        with self.making:
            cursor = self.base.connection.cursor()
        own = Base(self.base.folder, self.base.release)
        own.connection = cursor
        return own


class Releases:
    """Opened releases of one base, the least used closed first.

    The name of the current release is read on every request, so that a release swapped in by a
    build is served from the next request on; a request that has begun keeps the one it began with.
    """

    def __init__(self, base_folder: Path) -> None:
        self.folder = base_folder
        self.opened: OrderedDict[str, Opened] = OrderedDict()
        self.opening: dict[str, threading.Lock] = {}
        self.lock = threading.Lock()

    def close(self) -> None:
        """Close what is open, before the process ends: no thread may still read then."""
        with self.lock:
            for opened in self.opened.values():
                opened.shelf.close()
                opened.base.connection.close()
            self.opened.clear()

    def current_name(self) -> str:
        """The id of the current release. Raises NoBase where there is none."""
        name = current_name(self.folder)
        if name is None:
            raise NoBase(f"{self.folder}: no evidence base here yet; run `gmg build`")
        return name

    def get(self, name: str | None = None) -> Opened:
        """A release by its id, or the current one. Raises NotFound for a release that is not kept.

        One that is opened for the first time, which may make its shelf, holds up nobody who asks
        for another.
        """
        wanted = name or self.current_name()
        found = self._opened(wanted)
        if found is not None:
            return found
        with self.lock:
            turn = self.opening.setdefault(wanted, threading.Lock())
        with turn:
            found = self._opened(wanted)
            if found is not None:
                return found
            try:
                opened = self._open(wanted)
                self._hold(wanted, opened)
            finally:
                with self.lock:
                    self.opening.pop(wanted, None)
        return opened

    def _opened(self, name: str) -> Opened | None:
        with self.lock:
            found = self.opened.get(name)
            if found is not None:
                self.opened.move_to_end(name)
            return found

    def _hold(self, name: str, opened: Opened) -> None:
        with self.lock:
            self.opened[name] = opened
            if len(self.opened) > HELD:
                self.opened.popitem(last=False)

    def _open(self, name: str) -> Opened:
        if not (name.isascii() and name.isalnum() and len(name) <= LONGEST_NAME):
            raise NotFound("No release has that name")
        try:
            base = open_base(self.folder, name)
        except NoBase:
            raise NotFound(
                "That release is not kept here; the newest one answers without it", name
            ) from None
        return Opened(base, open_shelf(base))


@lru_cache(maxsize=1)
def releases() -> Releases:
    """The releases of the base that the settings name."""
    return Releases(folder())
