"""Views of sign-in that differ from allauth's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpResponseRedirect

from gmg.site.application.middleware.headers import POLICY
from gmg.site.room.account.providers import providers
from gmg.site.room.account.spoken import _, carried, language
from gmg.site.room.frame import question, refused
from gmg.site.words import words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WHY = {
    "passkey": _("This passkey is not known here, or was not used in time"),
    "elsewhere": _("Your agency has a sign-in of its own here: choose it below"),
}


class Login(LoginView):  # type: ignore[misc]
    """E-mail and password, a passkey, or the agency's own provider."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also which agencies have a provider, and why one was sent back here."""
        why = WHY.get(self.request.GET.get("refused", ""), "")
        return {
            **super().get_context_data(**kwargs),
            "agencies": sorted(providers()),
            "why": words(language(self.request))._(why) if why else "",
        }

    def render_to_response(self, context: dict[str, Any], **also: Any) -> HttpResponse:
        """The page, from which a form may lead to the providers' own pages, and no other page's may."""
        response: HttpResponse = super().render_to_response(context, **also)
        origins = sorted({origin for one in providers().values() for origin in one.origins})
        if origins:
            response.headers["Content-Security-Policy"] = POLICY.replace(
                "form-action 'self'", f"form-action 'self' {' '.join(origins)}"
            )
        return response


class Logout(LogoutView):  # type: ignore[misc]
    """Out, by a form."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """The session ends, and the browser clears what it may have kept."""
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response


class PasskeyLogin(LoginWebAuthnView):  # type: ignore[misc]
    """In by passkey alone: it is both factors, for the device asks for a finger, a face or a PIN."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the page of sign-in, which says why."""
        del form
        asked = carried(self.request, language(self.request))
        return HttpResponseRedirect(f"/room/account/login/?{asked}&refused=passkey")


class PasskeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """A passkey to show once more who one is."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page once more, with a new question."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the form that was refused."""
        return {**super().get_context_data(), "webauthn_form": kwargs.get("form")}


class PasswordChange(PasswordChangeView):  # type: ignore[misc]
    """A new password for the one of before."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who has none, for they sign in at their agency or by a link, is told so."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            asked = question(request, language(request))
            return refused(asked, 409, _("You have no password here: a link by mail sets one"))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response
