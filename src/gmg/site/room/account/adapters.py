"""What allauth may do here: nobody signs up, nobody joins, and little is said to who asks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import logging
import secrets
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpResponseRedirect

from gmg.group.acts import clock

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gmg.group.store.models import Person

FRESH = 300
"""Seconds after sign-in in which nothing is asked for again."""
log = logging.getLogger("gmg.site")


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in with e-mail and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: persons are enrolled by those who give seats."""
        del request
        return False

    def get_login_stages(self) -> list[str]:
        """After the password, the second factor and nothing else."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages answer as pages, whatever a header says; only a passkey's question is JSON."""
        return (
            request.path.endswith("/passkeys/login/")
            and request.META.get("HTTP_ACCEPT") == "application/json"
        )

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site, written from its root."""
        from django.utils.http import url_has_allowed_host_and_scheme

        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_reauthentication_required(self, *, app: str, **also: Any) -> bool:
        """Not in the first minutes after sign-in."""
        from allauth.account.internal.flows.login import get_authentication_records

        from gmg.site.room.account.sessions import instant

        del app, also
        records = get_authentication_records(self.request, self.request.user)
        shown = [record["at"] for record in records]
        shown.append(instant(self.request.session).timestamp())
        return bool(time.time() - max(shown) >= FRESH)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        del request
        return "/room/account/"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password; of an address that is enrolled, the log has the person's random id."""
        from gmg.group.store.models import Person
        from gmg.site.room.account.noted import note

        address = str(credentials.get("email", "")).strip().lower()
        person = Person.objects.filter(email=address[:254]).first()
        note(request, "password refused", person.key if person else "")

    def pre_login(self, request: HttpRequest, user: Person, **also: Any) -> HttpResponse | None:
        """Who is to sign in at their agency alone does so there, whatever else they know."""
        from allauth.account.internal.flows.login import get_authentication_records
        from allauth.account.internal.stagekit import clear_login

        from gmg.site.room.account.providers import of_address

        provider = of_address(user.email)
        ways = {record["method"] for record in get_authentication_records(request, user)}
        if provider is not None and provider.only and "socialaccount" not in ways:
            clear_login(request)
            return HttpResponseRedirect("/room/account/login/?refused=elsewhere")
        refused: HttpResponse | None = super().pre_login(request, user, **also)
        return refused

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a mail: at the address that the operator names, never at one of a request.

        Empty where none is named: then no mail is sent, and who asks is not told.
        """
        from gmg.site.room.account.spoken import language

        origin = known_origin(self.request)
        if not origin:
            log.error("no link was mailed: name the public address with --origin or $GMG_ORIGIN")
            return ""
        return f"{origin}/room/account/password/new/{key}/?lang={language(self.request)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails of allauth: of those that it knows, a link to a new password is all we send."""
        from gmg.site.room.account.links import lasts
        from gmg.site.room.account.post import send_later, written

        person = context["user"]
        until = (clock.now() + lasts(person)).strftime("%Y-%m-%d %H:%M UTC")
        message = written(person, template_prefix, **{**context, "until": until})
        message.to = [email]
        send_later(message)

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """The link; for who signs in at their agency alone, the word that they do."""
        from gmg.site.room.account.post import send_later, written
        from gmg.site.room.account.providers import of_address

        provider = of_address(user.email)
        if provider is not None and provider.only:
            send_later(written(user, "account/email/elsewhere", agency=provider.agency))
        elif context["password_reset_url"]:
            self.send_mail("account/email/password_reset_key", email, context)

    def send_notification_mail(self, *given: Any, **also: Any) -> None:
        """Changes are told by `heard`."""


def known_origin(request: HttpRequest) -> str:
    """The address of the site as set; as the request says only where it is this machine's own."""
    from django.conf import settings

    if settings.GMG_ORIGIN:  # type: ignore[misc]
        return str(settings.GMG_ORIGIN)  # type: ignore[misc]
    name = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"{request.scheme}://{request.get_host()}" if of_this_machine(name) else ""


def of_this_machine(name: str) -> bool:
    """Whether a host is the machine itself."""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor. What the apps and the spare codes rest on is kept encrypted."""

    def _get_site_name(self) -> str:
        return "gmg"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name to which passkeys are bound: the site's own, never one that a request makes up."""
        from allauth.core import context

        from gmg.site.application.answers import origin

        return {"id": urlsplit(origin(context.request)).hostname or "localhost", "name": "gmg"}

    def encrypt(self, text: str) -> str:
        """A text that only the site's key opens."""
        return str(fernet().encrypt(text.encode()).decode())

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; something at random, which no code fits, where the key is another."""
        from cryptography.fernet import InvalidToken

        try:
            return str(fernet().decrypt(encrypted_text.encode()).decode())
        except InvalidToken:
            log.error("a second factor was kept with another key than the site's")
            return base64.b32encode(secrets.token_bytes(20)).decode()


def fernet() -> Any:
    """The cipher of second factors: its key is drawn from the site's own."""
    from cryptography.fernet import Fernet
    from django.conf import settings

    drawn = hmac.new(settings.SECRET_KEY.encode(), b"gmg second factors", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(drawn.digest()))
