"""Clocks: a closing instant, and how long it is to it; a script may let it run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gmg.group.acts import clock

if TYPE_CHECKING:
    from gmg.site.words import Words

ZONES = (
    "UTC",
    "Europe/Zurich",
    "America/New_York",
    "Europe/Vienna",
    "Africa/Nairobi",
    "Africa/Addis_Ababa",
    "Asia/Bangkok",
    "Asia/Beirut",
    "America/Santiago",
)
"""Zones in which an hour may be given: those of the duty stations of the members' headquarters and of
the regional commissions. Whatever is given is kept and shown in UTC."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An instant that is waited for. `now` and `closes` in milliseconds are for the script."""

    closes: datetime
    read: datetime
    left: str

    @property
    def milliseconds(self) -> tuple[int, int]:
        """The closing instant and the server's own now."""
        return tuple(int(instant.timestamp() * 1000) for instant in (self.closes, self.read))  # type: ignore[return-value]


def running(words: Words, closes: datetime, now: datetime | None = None) -> Clock:
    """The clock that runs to an instant."""
    read = now or clock.now()
    return Clock(closes, read, left(words, closes - read))


def left(words: Words, span: timedelta) -> str:
    """How long it is, in its two largest units; empty when the hour has passed."""
    seconds = int(span.total_seconds())
    if span <= timedelta(0):
        return ""
    days, hours, minutes = seconds // 86_400, seconds % 86_400 // 3_600, seconds % 3_600 // 60
    said = {
        "days": words.n_("{count} day", "{count} days", days).format(count=days),
        "hours": words.n_("{count} hour", "{count} hours", hours).format(count=hours),
        "minutes": words.n_("{count} minute", "{count} minutes", minutes).format(count=minutes),
    }
    if days:
        parts = [said["days"], *([said["hours"]] if hours else [])]
    elif hours:
        parts = [said["hours"], *([said["minutes"]] if minutes else [])]
    else:
        parts = [said["minutes"] if minutes else words._("less than a minute")]
    return words._("{time} left").format(time=" ".join(parts))


def exact(instant: datetime) -> str:
    """An instant to the second, in UTC."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def zones(words: Words) -> list[tuple[str, str]]:
    """The zones of a form, by the names that people know."""
    _ = words._
    names = {
        "UTC": _("UTC"),
        "Europe/Zurich": _("Geneva"),
        "America/New_York": _("New York, Washington"),
        "Europe/Vienna": _("Vienna"),
        "Africa/Nairobi": _("Nairobi"),
        "Africa/Addis_Ababa": _("Addis Ababa"),
        "Asia/Bangkok": _("Bangkok"),
        "Asia/Beirut": _("Beirut"),
        "America/Santiago": _("Santiago"),
    }
    return [(zone, names[zone]) for zone in ZONES]
