"""What all rows share: a public name that says nothing, and a hash of how they stand."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, datetime
from typing import Any

from django.db import models

from gmg.group.rules import texts


def new_key() -> str:
    """A random name of 128 bits, that cannot be counted through."""
    return uuid.uuid4().hex


class Kept(models.Model):
    """A row with a public name that says nothing."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)

    class Meta:
        abstract = True


def fields_of(row: models.Model) -> dict[str, Any]:
    """A row as it stands, in plain values; of what it calls personal, nothing."""

    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date | datetime) else value

    personal = getattr(row, "PERSONAL", ())
    return {
        f.attname: plain(f.value_from_object(row))
        for f in row._meta.concrete_fields
        if f.attname not in personal
    }


def state_hash(row: models.Model) -> str:
    """The SHA-256 of a row as it stands; of what it calls personal, nothing goes in."""
    return hashlib.sha256(texts.canonical(fields_of(row))).hexdigest()
