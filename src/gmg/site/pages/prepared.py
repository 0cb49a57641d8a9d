"""What is slow the first time: worked out before anyone asks, and kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gmg.evidence.base import open_base
from gmg.site.pages import parts_gaps, parts_note, parts_revisions


def prepare(folder: Path, release: str | None = None, languages: Iterable[str] = ("en",)) -> None:
    """Gaps, revisions and the information note of a release, in some languages.

    It opens the release for itself, so it may run in a thread of its own while the site answers:
    what it works out is found in memory or beside the release. Raises NoBase where there is none.
    """
    base = open_base(folder, release)
    parts_gaps.cells(base, None, None)
    for source in base.release.sources.values():
        parts_revisions.revisions(base, source)
    for lang in languages:
        parts_note.told(base, parts_note.LAST_DAY, lang)
