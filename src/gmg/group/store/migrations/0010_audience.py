"""Whom a document is for."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """After what is counted."""

    dependencies = (("room", "0009_counted"),)
    operations = (
        migrations.AddField(
            model_name="document",
            name="audience",
            field=models.CharField(default="public", max_length=20),
        ),
    )
