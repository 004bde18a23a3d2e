"""What intake remembers beside the logs: what programs sent, and what came before anything was agreed."""

import json
from typing import ClassVar, Self

from django.db import models

from upheld_desk.actions import given
from upheld_desk.facts import Fact, canonical, read
from upheld_desk.people.models import Customer, Person
from upheld_desk.store.models import Log


class Submission(models.Model):
    """A report that a program sent under a key of its own: the same one sent twice is one case."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256, hex, of what was sent
    log = models.ForeignKey(Log, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="submission_key")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"


class NotTaken(models.Model):
    """A report that was refused because nothing was ever agreed with the customer: no log is there for it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    body = models.TextField()  # the fact, as a log would have it

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, customer: Customer, fact: Fact) -> Self:
        """Keep such a report."""
        return cls.objects.create(customer=customer, at=fact.at, body=canonical.text(given.storable(fact.data())))

    @property
    def fact(self) -> Fact:
        """Return the fact that it is."""
        return read(json.loads(self.body))
