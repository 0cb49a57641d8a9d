"""What allauth may do here: nobody signs up, nobody joins, and little is said to who asks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest

FRESH = 300
"""Seconds after sign-in in which nothing is asked for again."""


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in with e-mail and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: persons are enrolled by those who give seats."""
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

    def is_reauthentication_required(self, *, app: str, **also: Any) -> bool:
        """Not in the first minutes after sign-in."""
        from allauth.account.internal.flows.login import get_authentication_records

        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < FRESH for record in records)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return "/room/account/"


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor."""

    def _get_site_name(self) -> str:
        return "gmg"
