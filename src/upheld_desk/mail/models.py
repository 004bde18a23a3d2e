"""The table of mails as they came. A mail is kept before its sender is told that it was taken, and for good.

Its bytes lie with the attachments, under their digest. A mail that cannot be worked stays with the reason.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from upheld_desk.people.models import Vendor
from upheld_desk.store.models import Log


class RawMessage(models.Model):
    """A mail that came for a vendor."""

    STATES: ClassVar = [
        ("new", "new"),  # to be worked
        ("done", "done"),  # `outcome` says what became of it
        ("triage", "triage"),  # somebody of the staff must look
        ("failed", "failed"),  # could not be worked, as `reason` says; somebody must look
    ]

    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="mails")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    source = models.CharField(max_length=4, choices=[("smtp", "smtp"), ("imap", "imap")])
    received = models.DateTimeField()
    envelope_from = models.TextField(null=True)  # noqa: DJ001 - empty says that a machine sent it; null that nobody told
    envelope_to = ArrayField(models.TextField(), default=list)
    sender = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)  # of the sender
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=6, choices=STATES, default="new")
    outcome = models.CharField(max_length=20, blank=True)  # reported, replied, refused, ignored, ...
    reason = models.TextField(blank=True)
    log = models.ForeignKey(Log, models.PROTECT, related_name="+", null=True)  # the case it belongs to, or may
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    worked = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "digest"], name="rawmessage_digest")]
        indexes = [
            models.Index(fields=["not_before"], condition=models.Q(state="new"), name="rawmessage_new"),
            models.Index(fields=["vendor", "message_id"], name="rawmessage_message_id"),
            models.Index(fields=["vendor", "state", "received"], name="rawmessage_state"),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"


class Mailbox(models.Model):
    """How far a mailbox has been read. A number of a mail counts only with the validity that the server gave it."""

    address = models.CharField(max_length=300, unique=True)  # without the password
    validity = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.address
