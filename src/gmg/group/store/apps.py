"""The room as Django knows it."""

from django.apps import AppConfig


class Room(AppConfig):
    """The tables of the room, under the label `room`."""

    name = "gmg.group.store"
    label = "room"
    default_auto_field = "django.db.models.BigAutoField"
