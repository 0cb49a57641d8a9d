"""Forms of passkeys: what no browser would send is refused like any wrong answer, and fails nowhere."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.core.exceptions import ValidationError
from django.forms import HiddenInput, JSONField

BROKEN = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError,
    InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip
"""What the parsers of an answer raise where it is not built as one."""


class Answer(JSONField):
    """The answer of a browser, as JSON."""

    def to_python(self, value: Any) -> Any:
        """The answer, unless it is nested without end."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class Use:
    """An answer of a passkey that is there."""

    def clean_credential(self) -> Any:
        """The passkey, where the answer holds."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except BROKEN:
            raise get_adapter().validation_error("incorrect_code") from None


class Login(Use, forms.LoginWebAuthnForm):  # type: ignore[misc]
    """In by passkey alone."""

    credential = Answer(widget=HiddenInput)


class Second(Use, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""

    credential = Answer(widget=HiddenInput)


class Again(Use, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey to show once more who one is."""

    credential = Answer(widget=HiddenInput)


class Add(forms.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    credential = Answer(widget=HiddenInput)

    def clean(self) -> Any:
        """The new passkey, where the answer holds."""
        try:
            return super().clean()
        except BROKEN:
            raise get_adapter().validation_error("incorrect_code") from None
