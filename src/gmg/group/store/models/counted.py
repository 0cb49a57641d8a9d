"""What is counted and forgotten again: attempts to sign in, codes that were used."""

from __future__ import annotations

from django.db import models


class Counted(models.Model):
    """A row of Django's cache in the database (`django.core.cache.backends.db`).

    It stands in the room so that limits hold over all processes of the site and through a restart.
    Nothing of it is backed up.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "room_counted"
