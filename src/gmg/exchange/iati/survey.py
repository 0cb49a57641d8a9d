"""What stands in a piece, asked of libxml2 at once for all its activities.

A rule or a code list then need not look at each activity where there is nothing to be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from lxml import etree

from gmg.sources.forms.iati import Element, Stated

BASE = "/iati-activities/iati-activity"


class Survey:
    """The activities of one tree, and answers about them, each worked out once."""

    def __init__(self, tree: etree._ElementTree, activities: Sequence[Stated]) -> None:
        """`activities` are those of the tree that the schema finds sound."""
        self._tree = tree
        self._exists: dict[tuple[str, str], bool] = {}
        self._first: dict[str, list[Element]] = {}
        self.roots = [activity.element for activity in activities]
        for activity in activities:
            for name, items in activity.children.items():
                self._first.setdefault(name, []).extend(items)

    def holds(self, first: str, name: str | None = None) -> bool:
        """Whether a child `first` is there, and, below one, an element `name` at any depth."""
        if first not in self._first:
            return False
        if name is None:
            return True
        known = self._exists.get((first, name))
        if known is None:
            known = bool(_path(f"boolean({BASE}/{first}//{name})")(self._tree))
            self._exists[first, name] = known
        return known

    def values(self, path: str) -> set[str]:
        """The different values of an attribute or text, by its path below the activity."""
        return set(_path(f"{BASE}/{path}")(self._tree))  # type: ignore[arg-type]

    def any(self, path: str) -> bool:
        """Whether anything stands at an XPath below the activity."""
        return bool(_path(f"boolean({BASE}/{path})")(self._tree))

    def at(self, steps: Sequence[str]) -> Sequence[Element]:
        """The elements at a path below the sound activities; the activities at the empty one."""
        found: Sequence[Element] = self._first.get(steps[0], ()) if steps else self.roots
        for step in steps[1:]:
            found = [item for one in found for item in one.iterchildren(step)]
        return found


@lru_cache(maxsize=512)
def _path(text: str) -> etree.XPath:
    return etree.XPath(text, smart_strings=False)
