"""The table of what must leave. A key makes a letter once; a letter is waiting, sent, or given up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from upheld_desk.people.models import Vendor
from upheld_desk.store.models import Log


class Outgoing(models.Model):
    """A mail that must leave, or has left."""

    key = models.CharField(max_length=200, unique=True)  # what it tells, and whom: putting it again changes nothing
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="+", null=True)  # None: of the desk itself
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=40)  # "replied", "due soon", ...
    to = models.EmailField()
    name = models.CharField(max_length=200, blank=True)  # of the addressee
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    automatic = models.BooleanField(default=True)  # no person wrote it
    references = ArrayField(models.CharField(max_length=500), default=list)  # the last is what it answers
    message_id = models.CharField(max_length=255, unique=True)  # follows from the key: who gets it twice can tell
    not_before = models.DateTimeField()
    created = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)  # of the last try
    sent = models.DateTimeField(null=True)
    given_up = models.DateTimeField(null=True)
    noted = models.BooleanField(default=False)  # that it was given up stands on its case

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(sent__isnull=True, given_up__isnull=True),
                name="outgoing_waiting",
            ),
            models.Index(
                fields=["given_up"],
                condition=models.Q(given_up__isnull=False, noted=False),
                name="outgoing_given_up",
            ),
            models.Index(fields=["log"], name="outgoing_log"),
        ]

    def __str__(self) -> str:
        return self.key
