"""gmg: what ten agencies publish on migration, in one evidence base that leads back to the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from gmg.evidence.base import Base


def open(base: str | Path | None = None, release: str | None = None) -> Base:  # noqa: A001
    """Open the evidence base at `base` (default: `$GMG_BASE`, else the nearest `.gmg`).

    Raises `gmg.evidence.base.NoBase` when there is no finished release to open.
    """
    from gmg.evidence.base import open_base

    return open_base(base, release)


def flows(base: Base | str | Path | None = None, **asked: Any) -> pl.DataFrame:
    """Estimated bilateral flows, ours and not an agency's: see `gmg.evidence.base.Base.flows`."""
    from gmg.evidence.base import Base

    return (base if isinstance(base, Base) else open(base)).flows(**asked)
