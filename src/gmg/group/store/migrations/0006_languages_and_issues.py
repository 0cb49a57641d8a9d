"""A body's rules name languages; an issue says why it was raised, and why it was closed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("room", "0005_paper_of_a_commitment"),)
    operations = (
        migrations.AddField("body", "languages", models.JSONField(default=list)),
        migrations.AddField(
            "issue", "note", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AddField(
            "issue", "closing", models.TextField(blank=True, default=""), preserve_default=False
        ),
    )
