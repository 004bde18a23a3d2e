"""Keeps who wrote down the address of a person: who can change where links go can act in their name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_cache")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="email_by",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
