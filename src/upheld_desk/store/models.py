"""The tables: `Log`, `Entry`, `Agreement`, `Edition` and `Blob` are the truth; `...Row` and `Look` follow from it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from upheld_desk.people.models import Customer, Person, Vendor


class Blob(models.Model):
    """Bytes by their hash: an attachment, a raw mail. They are kept once."""

    digest = models.CharField(primary_key=True, max_length=64)  # SHA-256, hex
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.digest[:12]


class Agreement(models.Model):
    """A signed agreement with a customer, or a vendor's offer, which has no customer."""

    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="agreements")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="agreements", null=True, blank=True)
    number = models.CharField(max_length=80)  # as the file has it: "SOS-2026-019", or the offer's id
    title = models.CharField(max_length=200, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    log = models.OneToOneField("Log", models.PROTECT, related_name="contract", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "number"], name="agreement_number")]
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return self.number


class Edition(models.Model):
    """One version of an agreement: its files as they were, its hash, and who signed. It is never edited."""

    STATES: ClassVar = [("draft", "draft"), ("signed", "signed"), ("discarded", "discarded")]

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()  # 0 is the agreement, 1 its first amendment
    state = models.CharField(max_length=9, choices=STATES, default="draft")
    main = models.CharField(max_length=200)  # the name of the file to read
    files = models.JSONField()  # name -> text; the offer it rests on and earlier amendments included
    hash = models.CharField(max_length=64)  # the engine's, of the version
    findings = models.JSONField(default=list)  # what the linter found when it was brought
    effective = models.DateField(null=True, blank=True)
    uploaded = models.DateTimeField()
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    signed_by_vendor = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    signed_by_vendor_at = models.DateTimeField(null=True)
    signed_by_customer = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    signed_by_customer_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"], condition=~models.Q(state="discarded"), name="edition_number"
            )
        ]
        ordering: ClassVar = ["agreement", "number"]

    def __str__(self) -> str:
        return f"{self.agreement.number} ({self.number})"


class Log(models.Model):
    """What a sequence of facts is about: a case, or an agreement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=9, choices=[("case", "case"), ("agreement", "agreement")])
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="logs")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="logs")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="logs")
    reference = models.CharField(max_length=80)  # "SOS-1001"; of an agreement its number

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "kind", "reference"], name="log_reference")]

    def __str__(self) -> str:
        return self.reference


class Entry(models.Model):
    """One fact of a log, as the text that was hashed."""

    pk = models.CompositePrimaryKey("log_id", "number")
    log = models.ForeignKey(Log, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()  # from 1
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    body = models.TextField()  # canonical JSON
    hash = models.CharField(max_length=64)  # of the hash before and the body

    def __str__(self) -> str:
        return f"{self.log_id} {self.number} {self.kind}"


# --- Rows to list from ------------------------------------------------------------------------------------------------


class CaseRow(models.Model):
    """A case as lists show it. Nothing here depends on when one looks."""

    log = models.OneToOneField(Log, models.CASCADE, primary_key=True, related_name="row")
    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    reference = models.CharField(max_length=80)
    subject = models.CharField(max_length=300)
    status = models.CharField(max_length=12)  # new, open, waiting, restored, proposed, closed, merged, withdrawn
    kind = models.CharField(max_length=80)
    service = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=80, blank=True)
    severity_rank = models.PositiveSmallIntegerField(default=99)  # 1 is worst
    plan_rank = models.PositiveSmallIntegerField(default=9)  # 0 goes first
    level = models.PositiveSmallIntegerField(default=2)
    assignee = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reporter = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    watchers = ArrayField(models.CharField(max_length=64), default=list)  # handles of those who want to be told
    reported = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    last_at = models.DateTimeField()
    last_by_customer = models.BooleanField(default=False)  # the last word is the customer's, and it is for us
    next_due = models.DateTimeField(null=True)
    length = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["vendor", "status", "next_due"], name="caserow_queue"),
            models.Index(fields=["vendor", "customer", "-reported"], name="caserow_customer"),
        ]

    def __str__(self) -> str:
        return self.reference


class DutyRow(models.Model):
    """A duty that is still open, as the list of today shows it; late and at risk are told by comparing instants."""

    pk = models.CompositePrimaryKey("log_id", "duty")
    log = models.ForeignKey(Log, models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=200)  # its id in the evaluation
    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)  # the promise's id
    title = models.JSONField(default=dict)  # what it is called, by language; empty: it has no name
    of = models.CharField(max_length=8)  # vendor or customer
    state = models.CharField(max_length=8)  # running, paused, or broken and not made good yet
    start = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    late_from = models.DateTimeField(null=True)
    risk_from = models.DateTimeField(null=True)  # three quarters of the budget, on the working clock
    budget = models.DurationField(null=True)
    open_time = models.JSONField(default=list)  # when its time runs, up to due: from and until, in seconds since 1970
    team = models.CharField(max_length=8, default="support")  # support, accounts, finance
    tell = ArrayField(models.CharField(max_length=80), default=list)  # roles
    plan_rank = models.PositiveSmallIntegerField(default=9)
    severity_rank = models.PositiveSmallIntegerField(default=99)
    assignee = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["vendor", "due", "plan_rank"], name="dutyrow_today")]

    def __str__(self) -> str:
        return f"{self.log_id} {self.duty}"


class Look(models.Model):
    """When to look at a log again, although nothing happened."""

    log = models.OneToOneField(Log, models.CASCADE, primary_key=True, related_name="look")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.log_id} {self.at:%Y-%m-%d %H:%M}"
