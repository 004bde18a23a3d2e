"""The table of logs that could not be looked at: why, and when it is tried again. No row: all is well."""

from django.db import models

from upheld_desk.store.models import Log


class Trouble(models.Model):
    """A log that could not be looked at."""

    log = models.OneToOneField(Log, models.CASCADE, primary_key=True, related_name="trouble")
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    again = models.DateTimeField(db_index=True)
    why = models.TextField()

    def __str__(self) -> str:
        return f"{self.log.reference}: {self.why}"
