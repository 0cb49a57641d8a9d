"""The shelf: what pages ask for, sorted the way they ask, derived from a release and never edited.

It can be deleted at any time and is made again from the release. See `gmg.site.shelf.build` for
its tables.
"""

from __future__ import annotations

from gmg.site.shelf.line import Line, Total
from gmg.site.shelf.shelf import Shelf, open_shelf

__all__ = ["Line", "Shelf", "Total", "open_shelf"]
