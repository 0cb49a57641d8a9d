"""How a page of the room is answered: who asks is found, the matrix is asked, the page is drawn."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import translation
from markupsafe import Markup

from gmg.axes.where import LANGUAGES
from gmg.group.acts import clock
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.permissions import allowed
from gmg.group.rules.seats import day_of
from gmg.site.application.answers import addresses, origin
from gmg.site.application.assets import assets
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.languages import NAMES, preferred
from gmg.site.frame.render import environment
from gmg.site.room.apart import apart
from gmg.site.room.asked import Asked, Said
from gmg.site.room.terms import term
from gmg.site.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from gmg.group.store.models import Person, Seat
    from gmg.site.room.routes import Route

log = logging.getLogger("gmg.site")
SECOND_FACTOR = "/room/account/2fa/"
ABSENT = "There is no such page, or no seat of yours may open it"


def answer(request: HttpRequest, route: Route, lang: str, **parameters: str) -> HttpResponse:
    """The page of a route, for who may open it.

    Who is not signed in is sent to do so; who is, and may not, learns no more than that there is
    no such page for them. A page that changes nothing answers no form.
    """
    from django.conf import settings

    asked = question(request, lang)
    if not settings.GMG_ROOM:  # type: ignore[misc]
        return refused(asked, 404, "This site has no room: it serves published figures alone")
    if request.method == "POST" and not route.writes:
        return refused(asked, 405, "Nothing can be changed on this page")
    with translation.override(DJANGO_SAYS.get(lang, lang)):
        if not opened_to(asked, route):
            return shut(asked)
        if any("\x00" in part for part in parameters.values()):
            return refused(asked, 404, ABSENT)
        if address := waits(asked):
            if route.signed:
                return private(HttpResponseRedirect(address))
            asked.person, asked.seats = None, ()  # a password alone reads what the public reads
        try:
            return private(route.view(asked, **parameters), shared=not route.signed)
        except (NotAllowed, NotFound):
            return refused(asked, 404, ABSENT)
        except BadQuery as no:
            return refused(asked, 400, no.text)


DJANGO_SAYS = {"zh": "zh-hans"}
"""Languages that Django names otherwise."""


def question(request: HttpRequest, lang: str) -> Asked:
    """Who asks, and in which language."""
    person = person_of(request)
    return Asked(
        request=request,
        lang=lang,
        words=words(lang),
        to=addresses(lang, None, origin(request)),
        person=person,
        seats=seats_today(person),
    )


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in; None where nobody is, and where there is no room."""
    from django.conf import settings

    if not settings.GMG_ROOM:  # type: ignore[misc]
        return None
    user: Any = request.user
    return user if user.is_authenticated else None


def seats_today(person: Person | None) -> tuple[Seat, ...]:
    """The seats of a person on this day, in all bodies."""
    from django.db.models import Q

    from gmg.group.store.models import Seat

    if person is None:
        return ()
    day = day_of(clock.now())
    running = Q(last__isnull=True) | Q(last__gte=day)
    rows = Seat.objects.select_related("body", "person")
    return tuple(rows.filter(running, person=person, first__lte=day).order_by("id"))


def opened_to(asked: Asked, route: Route) -> bool:
    """Whether the matrix lets who asks open the page."""
    if not route.signed:
        return True
    held: Iterable[str] = {seat.role for seat in asked.seats}
    if not asked.seats:
        held = ("former",) if asked.person else ("public",)
    return any(allowed(route.page, "any", role, own=True) for role in held)


def shut(asked: Asked) -> HttpResponse:
    """To the sign-in, or, for who is signed in, that there is nothing here for them."""
    if asked.person is None:
        back = urlencode({"next": asked.request.get_full_path(), "lang": asked.lang})
        from django.conf import settings

        return private(HttpResponseRedirect(f"{settings.LOGIN_URL}?{back}"))
    if not asked.seats:
        return refused(asked, 403, "You hold no seat today: what the room holds is for seats")
    return refused(asked, 404, ABSENT)


def waits(asked: Asked) -> str:
    """Where a person must go first: to set up the second factor; empty where nothing waits."""
    from gmg.site.room.account.second import is_set

    return "" if asked.person is None or is_set(asked.request, asked.person) else SECOND_FACTOR


def refused(asked: Asked, status: int, text: str) -> HttpResponse:
    """A page that says why there is none."""
    asked.said = Said(asked.words._(text), status)
    return drawn(asked, "room/refused.html.j2", {})


def drawn(asked: Asked, template: str, values: dict[str, Any]) -> HttpResponse:
    """A template with what all pages of the room need."""
    from django.middleware.csrf import get_token
    from django.utils.functional import SimpleLazyObject

    page = environment(asked.lang).get_template(template)
    text = page.render(
        asked=asked,
        to=asked.to,
        said=asked.said,
        given=asked.given,
        csrf=SimpleLazyObject(lambda: get_token(asked.request)),
        static=assets().names,
        names=NAMES,
        term=partial(term, asked.lang),
        terms_of=lambda codes: [(code, term(asked.lang, code)) for code in codes],
        options_of=lambda codes: [(code, asked.words.agency(code)) for code in codes],
        instant=shown,
        apart=partial(apart, asked.words),
        wrong=wrong,
        **values,
    )
    status = asked.said.status if asked.said else 200
    return private(HttpResponse(text.encode("utf-8", "replace"), status=status))


def wrong(name: str) -> Markup:
    """Attributes of the field that was refused."""
    return Markup(' aria-invalid="true" aria-describedby="{}-problem"').format(name)


def shown(instant: datetime) -> str:
    """An instant as it is shown: to the minute, in UTC."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def private(response: HttpResponse, *, shared: bool = False) -> HttpResponse:
    """Nothing of the room is kept by browsers or by proxies; public records may be for a minute."""
    kept = "public, max-age=60" if shared and response.status_code == 200 else "private, no-store"
    response.headers.setdefault("Cache-Control", kept)
    return response


def language_of(request: HttpRequest) -> str:
    """The language of a page whose address names none: asked for, the person's, the browser's."""
    named = request.GET.get("lang", "")
    if named in LANGUAGES:
        return named
    person = person_of(request)
    if person is not None and person.language in LANGUAGES:
        return str(person.language)
    return preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500])


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that does not come from a page of ours."""
    del reason
    asked = question(request, language_of(request))
    return refused(
        asked, 403, "This form was not sent from a page of this site, or its page is too old: "
        "go back, load the page anew and send it again"
    )  # fmt: skip
