"""What follows from signing in and from a change of password or second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gmg.group.acts import clock
from gmg.site.room.account import second, sessions
from gmg.site.room.account.noted import note
from gmg.site.room.account.post import send_later, written
from gmg.site.room.account.spoken import _
from gmg.site.words import words

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest

    from gmg.group.store.models import Person


def listen() -> None:
    """Hear what Django and allauth tell; once in a process, however often it is called."""
    from allauth.account import signals as account
    from allauth.mfa import signals as mfa
    from django.contrib.auth.signals import user_logged_in, user_logged_out

    heard = {
        user_logged_in: signed_in,
        user_logged_out: signed_out,
        account.authentication_step_completed: again,
        mfa.authentication_failed: second_refused,
        account.password_changed: other_secret,
        account.password_reset: other_secret,
        mfa.authenticator_added: added,
        mfa.authenticator_reset: new_codes,
        mfa.authenticator_removed: removed,
    }
    for signal, act in heard.items():
        signal.connect(act, dispatch_uid=f"gmg {act.__name__} {id(signal)}")


def signed_in(request: HttpRequest, user: Person, **_also: Any) -> None:
    """Note how a session was opened."""
    from allauth.account.internal.flows.login import get_authentication_records

    records = get_authentication_records(request, user)
    ways = [record.get("type") or record["method"] for record in records]
    agency = next((r["provider"] for r in records if r["method"] == "socialaccount"), "")
    alone = any(record.get("passwordless") for record in records)
    way = agency or ("passkey" if alone and "webauthn" in ways else "password")
    sessions.begun(request, way)
    note(request, "signed in", user.key, way=way)


def signed_out(request: HttpRequest, user: Person | None, **_also: Any) -> None:
    """Out again."""
    if user is not None:
        note(request, "signed out", user.key)


def again(request: HttpRequest, user: Person, method: str, **also: Any) -> None:
    """Who showed once more who they are goes on under a new key of their session."""
    if also.get("reauthenticated"):
        request.session.cycle_key()
        note(request, "shown once more", user.key, way=str(method))


def second_refused(request: HttpRequest, user: Person, **_also: Any) -> None:
    """A password was right, and the code after it was not."""
    note(request, "second step refused", user.key)


def other_secret(request: HttpRequest, user: Person, **_also: Any) -> None:
    """With a new password, every other session of the person ends."""
    sessions.end_all(user, but=mine(request, user))
    note(request, "password set", user.key)
    tell(user, _("The password of your account was set anew."))


def added(request: HttpRequest, user: Person, authenticator: Authenticator, **_also: Any) -> None:
    """With a second factor set up, sessions end that were opened without one."""
    if authenticator.type not in second.KINDS:
        return
    sessions.end_all(user, but=mine(request, user))
    note(request, "second step added", user.key, way=str(authenticator.type))
    tell(user, _("A passkey or an app was set up for your account."))


def new_codes(request: HttpRequest, user: Person, **_also: Any) -> None:
    """New spare codes."""
    sessions.end_all(user, but=mine(request, user))
    note(request, "spare codes made", user.key)
    tell(user, _("New spare codes were made for your account."))


def removed(request: HttpRequest, user: Person, authenticator: Authenticator, **_also: Any) -> None:
    """With a factor taken away, whether there is another is asked anew."""
    second.forgotten(request)
    if authenticator.type not in second.KINDS:
        return
    sessions.end_all(user, but=mine(request, user))
    note(request, "second step removed", user.key, way=str(authenticator.type))
    tell(user, _("A passkey or an app was taken away from your account."))


def mine(request: HttpRequest, person: Person) -> str | None:
    """The key of the session in which the person acts; None where the request is not theirs."""
    signed: Any = request.user
    return request.session.session_key if signed.pk == person.pk else None


def tell(person: Person, what: str) -> None:
    """Write to a person that their way of signing in was changed: it may not have been they."""
    at = clock.now().strftime("%Y-%m-%d %H:%M UTC")
    said = words(person.language)._(what)
    send_later(written(person, "account/email/changed", what=said, at=at))
