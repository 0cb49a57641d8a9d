"""The public library of practices that were reviewed, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.axes import what, where
from gmg.group.acts import clock, practices, texts
from gmg.group.acts.refusals import NotAllowed
from gmg.site.frame.errors import BadQuery
from gmg.site.room.paging import paged

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.site.room.asked import Asked


def page(asked: Asked) -> HttpResponse:
    """Published practices, newest first, of a place or a topic where one is asked for."""
    from gmg.group.store.models import Practice

    rows = Practice.objects.select_related("document").filter(published__lte=clock.now())
    chosen = {"place": "", "topic": ""}
    if place := asked.request.GET.get("place", "").strip():
        try:
            chosen["place"] = where.get(place.upper()).code
        except where.UnknownPlace:
            raise BadQuery("place: No place has that code") from None
        rows = rows.filter(places__icontains=f'"{chosen["place"]}"')
    if topic := asked.request.GET.get("topic", "").strip():
        if topic not in {theme.code for theme in what.themes()}:
            raise BadQuery("topic: No theme has that code")
        chosen["topic"] = topic
        rows = rows.filter(topics__icontains=f'"{topic}"')
    found = paged(asked, rows.order_by("-published", "-id"))
    return asked.draw("room/library.html.j2", slice=found, chosen=chosen, themes=what.themes())


def one(asked: Asked, key: str) -> HttpResponse:
    """A published practice. NotAllowed for one that is not."""
    from gmg.group.store.models import Practice

    rows = Practice.objects.select_related("document__body")
    row = rows.filter(document__key=key, published__lte=clock.now()).first()
    version = texts.latest(row.document, "en") if row else None
    if row is None or version is None:
        raise NotAllowed("There is no such practice")
    outcome = practices.review(row)
    return asked.draw(
        "room/published_practice.html.j2",
        row=row,
        version=version,
        paragraphs={p.uid: p.text for p in version.as_rule().paragraphs},
        parts=practices.PARTS,
        outcome=outcome,
        reviewers=sorted({each.reviewer.agency for each in outcome.counted}),
    )
