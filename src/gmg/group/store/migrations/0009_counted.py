"""A table in which attempts to sign in are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("room", "0008_turns_of_a_practice")]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "cache_key",
                    models.CharField(max_length=255, primary_key=True, serialize=False),
                ),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "room_counted"},
        ),
    ]
