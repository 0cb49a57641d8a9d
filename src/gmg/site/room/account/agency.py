"""Signing in at an agency's own provider: away, and back with a proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect

from gmg.group.acts.refusals import Refusal
from gmg.site.application.answers import origin
from gmg.site.room.account import openid, second
from gmg.site.room.account.noted import note
from gmg.site.room.account.providers import providers
from gmg.site.room.account.spoken import _, carried, language
from gmg.site.room.frame import question, refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gmg.group.store.models import Person

KEPT = "openid"
"""Where a session keeps the question until somebody comes back."""


class NotKnown(Refusal):
    """The provider proved who is there, and they may not come in."""


def start(request: HttpRequest, agency: str) -> HttpResponse:
    """Away to the provider. Only by a form of ours: a link from elsewhere signs nobody in."""
    from allauth.account.utils import get_next_redirect_url

    if request.method != "POST":
        return HttpResponseRedirect(f"/room/account/login/?{carried(request, language(request))}")
    provider = providers().get(agency)
    if provider is None:
        return no(request, 404, _("No agency of that name has a sign-in of its own here"))
    begun = openid.begin(agency, get_next_redirect_url(request) or "")
    try:
        address = openid.question(provider, begun, back_of(request, agency))
    except openid.NotProved as why:
        return failed(request, agency, why)
    request.session[KEPT] = begun.kept()
    return HttpResponseRedirect(address)


def back(request: HttpRequest, agency: str) -> HttpResponse:
    """Back from the provider: in, where what came back holds and names an enrolled person."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET"])
    provider = providers().get(agency)
    kept: dict[str, Any] | None = request.session.pop(KEPT, None)
    if provider is None or kept is None:
        return no(request, 400, _("Nobody set out from here to sign in there: begin anew"))
    begun = openid.Begun(**kept)
    try:
        came = {name: request.GET[name] for name in request.GET}
        proved = openid.proved(provider, begun, came, back_of(request, agency))
        person = linked(agency, proved)
    except openid.NotProved as why:
        return failed(request, agency, why)
    except NotKnown as why:
        note(request, "agency refused", way=agency, why=why.text)
        return no(request, 403, why.text)
    return opened(request, person, agency, proved, begun.after)


def linked(agency: str, proved: openid.Proved) -> Person:
    """The enrolled person of a proved address, linked once to the provider's lasting name for them.

    Raises NotKnown: an address that the agency gave to somebody else opens nothing of the one before.
    """
    from allauth.socialaccount.models import SocialAccount

    from gmg.group.store.models import Person

    person = Person.objects.filter(email=proved.address, is_active=True).first()
    if person is None:
        raise NotKnown(
            _("Nobody is enrolled here with your address: ask who gives your agency seats")
        )
    links = SocialAccount.objects.filter(provider=agency)
    held = links.filter(user=person).first() or links.filter(uid=proved.subject).first()
    if held is not None and (held.user_id, held.uid) != (person.pk, proved.subject):
        raise NotKnown(
            _("This address was another account of your agency before: ask the operator")
        )
    if held is None:
        try:
            with transaction.atomic():
                SocialAccount.objects.create(user=person, provider=agency, uid=proved.subject)
        except IntegrityError:
            raise NotKnown(_("This account of your agency is linked already: try again")) from None
    return person


def opened(
    request: HttpRequest, person: Person, agency: str, proved: openid.Proved, after: str
) -> HttpResponse:
    """Signed in; the second factor was the provider's, and it is answerable for it."""
    from allauth.account.adapter import get_adapter
    from allauth.account.internal.flows.login import perform_login, record_authentication
    from allauth.account.models import Login

    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    record_authentication(request, person, "socialaccount", provider=agency, uid=proved.subject)
    response: HttpResponse = perform_login(
        request, Login(user=person, email=proved.address, redirect_url=after or None)
    )
    if request.user.is_authenticated:
        second.vouched(request, person)
    return response


def back_of(request: HttpRequest, agency: str) -> str:
    """The address to which the provider sends people back; it is registered there."""
    return f"{origin(request)}/room/account/agency/{agency}/back/"


def failed(request: HttpRequest, agency: str, why: openid.NotProved) -> HttpResponse:
    """Nobody came in: the log says why, the page does not, for it may be somebody else's doing."""
    note(request, "agency not believed", way=agency, why=str(why))
    return no(request, 403, _("The sign-in of your agency did not prove who you are: begin anew"))


def no(request: HttpRequest, status: int, text: str) -> HttpResponse:
    """A page that says why nobody was signed in."""
    return refused(question(request, language(request)), status, text)
