"""Words for bodies, meetings and issues in the reader's language, where one code means two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmg.site.words import Words


def body_kinds(words: Words) -> dict[str, str]:
    """Kinds of bodies."""
    _ = words._
    return {
        "group": _("group"),
        "principals": _("principals"),
        "working level": _("working level"),
        "working group": _("working group"),
        "task team": _("task team"),
        "task force": _("task force"),
        "secretariat": _("secretariat"),
    }


def statuses(words: Words) -> dict[str, str]:
    """What has become of a meeting."""
    _ = words._
    return {
        "planned": _("planned"),
        "running": _("under way"),
        "held": _("has ended"),
        "cancelled": _("cancelled"),
    }


def hows(words: Words) -> dict[str, str]:
    """How an agency took part."""
    _ = words._
    return {
        "in person": _("in person"),
        "remotely": _("remotely"),
        "excused": _("excused"),
        "absent": _("absent"),
    }


def issue_kinds(words: Words) -> dict[str, str]:
    """What an issue is about."""
    _ = words._
    return {"finding": _("finding"), "gap": _("gap"), "other": _("another matter")}
