"""What was frozen lately is found without reading all that was."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("room", "0010_audience"),)
    operations = (
        migrations.AddIndex(
            "version", models.Index(fields=["frozen"], name="room_versio_frozen_f00332_idx")
        ),
    )
