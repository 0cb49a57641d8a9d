"""The elements of many activities by their path, each path walked once.

Rules and code lists ask it about a whole piece, so that they need not look at each activity where
there is nothing to be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gmg.sources.forms.iati import Element, Stated

Groups = dict[str, list[Element]]
DEEP = "result"
DEEP_NAMES = ("document-link", "reference")
"""What stands deep inside results, and hardly ever does: asked for before a walk through all of them."""


class Survey:
    """Some activities, and what stands in them."""

    def __init__(self, activities: Iterable[Stated]) -> None:
        """Nothing is walked yet but the children of the activities."""
        self._below: dict[tuple[str, ...], Groups] = {}
        self._deep: frozenset[str] | None = None
        first: Groups = {}
        self.roots = []
        for activity in activities:
            self.roots.append(activity.element)
            for name, items in activity.children.items():
                if name in first:
                    first[name].extend(items)
                else:
                    first[name] = list(items)
        self._below[()] = first

    def at(self, *steps: str) -> Sequence[Element]:
        """The elements at a path below the activities; the activities themselves at the empty one."""
        if not steps:
            return self.roots
        if steps[0] == DEEP and not self._may_hold(steps):
            return ()
        return self._groups(steps[:-1]).get(steps[-1], ())

    def _groups(self, steps: tuple[str, ...]) -> Groups:
        known = self._below.get(steps)
        if known is None:
            known = {}
            wanted = ("indicator", *DEEP_NAMES) if steps == (DEEP,) else ()
            for parent in self._groups(steps[:-1]).get(steps[-1], ()):
                for child in parent.iterchildren(*wanted) if wanted else parent:
                    tag = child.tag
                    if tag in known:
                        known[tag].append(child)
                    else:
                        known[tag] = [child]
            self._below[steps] = known
        return known

    def _may_hold(self, steps: tuple[str, ...]) -> bool:
        wanted = [name for name in DEEP_NAMES if name in steps]
        if not wanted:
            return True
        if self._deep is None:
            self._deep = frozenset(
                item.tag for result in self.at(DEEP) for item in result.iter(*DEEP_NAMES)
            )
        return all(name in self._deep for name in wanted)
