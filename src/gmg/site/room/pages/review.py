"""The review of a signed text whose figures were revised: what its signatories say of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.group.acts import records, reviews, versions
from gmg.group.acts.outcomes import come_to
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.acts.versions import key_of
from gmg.group.rules import reviews as rules
from gmg.group.rules.permissions import Action
from gmg.site.room.asked import BadForm
from gmg.site.room.clocks import exact
from gmg.site.room.evidence import moved_of
from gmg.site.room.pages.wording import decimals, shown_text

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.rules.reviews import Moved
    from gmg.group.store.models import Publication, Review
    from gmg.site.room.asked import Asked

LONGEST = 4_000


def page(asked: Asked, key: str) -> HttpResponse:
    """The figures that moved, who has answered, and the form of a signatory."""
    publication = named(asked, key)
    version = publication.round.version
    words = versions.words_of([version])[version.key]
    moved = moved_of(words)
    if asked.posted:
        row = asked.attempt(lambda: answered(asked, publication, moved))
        if row is not None:
            return asked.go(asked.at(f"review/{publication.key}"))
    signatories = come_to(publication.round).signatories
    found = reviews.of(publication, moved, signatories)
    mine = asked.agencies(publication.round.body)
    return asked.draw(
        "room/review.html.j2",
        publication=publication,
        text=shown_text(version, words),
        reviews=found,
        standing=rules.worst(found),
        answers=[
            agency
            for agency in signatories
            if agency in mine and asked.may(Action.REVIEW, publication.round.body, agency)
        ],
        exact=exact,
        decimal=decimals(asked.lang),
        longest=LONGEST,
    )


def named(asked: Asked, key: str) -> Publication:
    """The publication that the address names, for a seat that reads its record."""
    row = records.publications(asked.hand).filter(key=key_of(key)).first()
    if row is None or not asked.agencies(row.round.body):
        raise NotAllowed(records.NO_RECORD)
    return row


def answered(asked: Asked, publication: Publication, moved: tuple[Moved, ...]) -> Review:
    """The answer of the form: about the figure as it was shown, and as it stands."""
    about = next(
        (m for m in moved if f"{m.paragraph}:{m.citation}" == asked.given.get("about")), None
    )
    if about is None:
        raise BadForm("about", "This figure is as it was signed: there is nothing to review")
    shown = (asked.given.get("edition", ""), asked.given.get("value", ""))
    if shown != (about.edition, about.said):
        raise Conflict("A newer edition came meanwhile: read what it says, and answer of that")
    return reviews.answer(
        asked.hand,
        publication,
        asked.text("agency", most=20),
        about,
        rules.Verdict(asked.choice("verdict", [each.value for each in rules.Verdict])),
        asked.text("words", most=LONGEST, needed=False),
    )
