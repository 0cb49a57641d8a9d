"""Words of the room's own states and kinds, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from gmg.site.words import words


def term(lang: str, code: str) -> str:
    """A state, kind, role or verdict as it is said; the code itself where it has no word."""
    return terms(lang).get(code, code)


@lru_cache(maxsize=8)
def terms(lang: str) -> dict[str, str]:
    """All words of a language."""
    _ = words(lang)._
    return {
        "yet to start": _("yet to start"),
        "ongoing": _("ongoing"),
        "completed": _("completed"),
        "verified": _("verified"),
        "overdue": _("overdue"),
        "action": _("action"),
        "decision": _("decision"),
        "recommendation": _("recommendation"),
        "pledge": _("pledge"),
        "principal": _("principal"),
        "focal point": _("focal point"),
        "alternate": _("alternate"),
        "chair": _("chair"),
        "co-chair": _("co-chair"),
        "interim chair": _("interim chair"),
        "secretariat": _("secretariat"),
        "penholder": _("penholder"),
        "observer": _("observer"),
        "consultation": _("consultation"),
        "clearance": _("clearance"),
        "silence": _("silence procedure"),
        "principals": _("principals' sign-off"),
        "peer review": _("peer review"),
        "cleared": _("cleared"),
        "cleared with comments": _("cleared with comments"),
        "objects": _("objects"),
        "does not associate": _("does not associate"),
        "no view": _("no view"),
        "announced": _("announced"),
        "open": _("open"),
        "closed": _("closed"),
        "adopted": _("adopted"),
        "not adopted": _("not adopted"),
        "silence broken": _("silence broken"),
        "withdrawn": _("withdrawn"),
        "draft": _("draft"),
        "frozen": _("frozen"),
        "held": _("held back"),
        "published": _("published"),
        "statement": _("statement"),
        "position": _("position"),
        "note": _("note"),
        "guidance": _("guidance"),
        "practice": _("practice"),
        "minutes": _("minutes"),
        "in a round": _("in a round"),
        "comment": _("comment"),
        "question": _("question"),
        "proposed wording": _("proposed wording"),
        "own agency": _("own agency"),
        "drafters": _("drafters"),
        "answered": _("answered"),
        "accepted": _("accepted"),
        "declined": _("declined"),
        "paragraph kept": _("kept"),
        "paragraph changed": _("changed"),
        "paragraph moved": _("moved"),
        "paragraph added": _("added"),
        "paragraph removed": _("removed"),
        "counts": _("counts"),
        "replaced by a later one": _("replaced by a later one"),
        "late": _("late: it does not count"),
        "before the opening": _("before the opening: it does not count"),
        "not entitled": _("not entitled: it does not count"),
        "about another text": _("about another text: it does not count"),
        "stands": _("stands"),
        "reopen": _("asks to reopen"),
        "asked to reopen": _("asked to reopen"),
        "re-opened": _("re-opened"),
        "under review": _("under review"),
        "fully completed": _("fully completed"),
        "mostly completed": _("mostly completed"),
        "under way": _("under way"),
        "planned": _("planned"),
        "waiting for reviewers": _("waiting for reviewers"),
        "another reviewer is needed": _("another reviewer is needed"),
        "publish": _("publish"),
        "improve": _("improve"),
        "decline": _("decline"),
        "objectives": _("objectives"),
        "principles": _("principles"),
        "innovative": _("innovative"),
        "replicable": _("replicable"),
        "recent": _("recent"),
        "Serves at least one of the 23 objectives": _("Serves at least one of the 23 objectives"),
        "Keeps to the guiding principles": _("Keeps to the guiding principles"),
        "Is completed, fully or mostly": _("Is completed, fully or mostly"),
        "Is innovative": _("Is innovative"),
        "Can be done elsewhere": _("Can be done elsewhere"),
        "Was done after December 2018": _("Was done after December 2018"),
        "Name at least one of the 23 objectives of the Global Compact": _(
            "Name at least one of the 23 objectives of the Global Compact"
        ),
        "A practice is reviewed once it is completed, fully or mostly": _(
            "A practice is reviewed once it is completed, fully or mostly"
        ),
    }
