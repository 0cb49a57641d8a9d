"""The room's clock: the server's, in UTC; a test or the demonstration may stand it still."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STANDS: ContextVar[datetime | None] = ContextVar("stands", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _STANDS.get() or datetime.now(UTC)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant."""
    token = _STANDS.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _STANDS.reset(token)
