"""The tables of the room: brought forwards and back on both databases, and just those of the models."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from gmg.group.acts import clock
from gmg.group.store.models import Event
from room_made import NOON
from room_people import group


@pytest.mark.usefixtures("room_url")
def test_back_to_nothing_and_forwards_again() -> None:
    call_command("migrate", "room", "zero", verbosity=0, interactive=False)
    assert "room_event" not in connection.introspection.table_names()
    call_command("migrate", verbosity=0, interactive=False)
    assert "room_event" in connection.introspection.table_names()
    with clock.standing_at(NOON):
        group()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(action="forged")


@pytest.mark.usefixtures("room_url")
def test_what_is_only_added_stays_so_on_the_way_back_and_forth() -> None:
    call_command("migrate", "room", "0003", verbosity=0, interactive=False)
    call_command("migrate", "room", verbosity=0, interactive=False)
    with clock.standing_at(NOON):
        group()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()


@pytest.mark.usefixtures("room_url")
def test_no_model_waits_for_a_migration() -> None:
    call_command("makemigrations", "room", check=True, dry_run=True, verbosity=0)
