"""What programs sent, by the key they gave it: the same report sent twice is one case."""

from typing import ClassVar

from django.db import models

from upheld_desk.people.models import Person
from upheld_desk.store.models import Log


class Submission(models.Model):
    """A report that a program sent under a key of its own."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256, hex, of what was sent
    log = models.ForeignKey(Log, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="submission_key")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"
