"""Bodies, the persons who act in them, and the dated seats by which they do."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from gmg.group.rules import seats
from gmg.group.store.models.kept import Kept


class Body(Kept):
    """The group, its principals, a working group or a task team, and its own rules.

    `silence_hours` 0 means that the body has no silence procedure; `quorum` 0 that it has none.
    `languages` are those that its texts are asked for in; none means that the rules name none.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True)
    silence_hours = models.PositiveIntegerField(default=0)
    quorum = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=list)


class Persons(BaseUserManager["Person"]):
    """Persons, found by e-mail whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person of an address."""
        return self.get(email=(username or "").strip().lower())


class Person(Kept, AbstractBaseUser):
    """Somebody who signs in, and who acts through seats and in no other way.

    `calendar` is the SHA-256 of the token of the person's calendar feed; empty where there is none.
    """

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    calendar = models.CharField(max_length=64, blank=True, db_index=True)
    digest = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    PERSONAL: ClassVar[tuple[str, ...]] = ("email", "password", "last_login", "calendar")

    objects = Persons()


class Seat(Kept):
    """A dated seat of an agency in a body."""

    body = models.ForeignKey(Body, models.PROTECT)
    agency = models.CharField(max_length=20, db_index=True)
    role = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True)

    class Meta:
        indexes = (models.Index(fields=["body", "first"]), models.Index(fields=["person", "first"]))

    def as_rule(self) -> seats.Seat:
        """The seat as the rules know it."""
        return seats.Seat(
            self.body.code,
            self.agency,
            seats.Role(self.role),
            self.first,
            self.last,
            self.person.key if self.person else None,
            self.key,
        )
