"""Vendors, customers, and their people. A vendor is a wall: nobody and nothing belongs to two of them.

An account is how somebody signs in; a person is who they are in one vendor's world. One account may be several persons,
and a person needs no account to write mails.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import pgettext_lazy

LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("sv", "Svenska")]


class Vendor(models.Model):
    """Somebody who sells support."""

    slug = models.SlugField(unique=True)  # in addresses of pages
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=8, unique=True)  # of the references of its cases: "SOS" gives SOS-1001
    colour = models.CharField(max_length=7, default="#2563c9")
    zone = models.CharField(max_length=64, default="Europe/Berlin")
    languages = ArrayField(models.CharField(max_length=2), default=list)  # the first is the usual one
    mail_address = models.EmailField(unique=True)  # reports arrive here
    unknown_senders = models.CharField(
        max_length=8, choices=[("answer", "one polite answer"), ("triage", "a list for staff")], default="triage"
    )
    notify_hours = models.CharField(max_length=200, default="mon-fri 07:00-19:00")  # when people are told things
    last_number = models.PositiveIntegerField(default=1000)  # of a case

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """A firm that a vendor supports."""

    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="customers")
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    zone = models.CharField(max_length=64, blank=True)  # empty: the vendor's
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "slug"], name="customer_slug")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; Django asks for it by this interface."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":  # noqa: ANN401
        """Return a new account; without a password one can sign in by a one-time link only."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """How somebody signs in."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)  # empty: as the browser asks
    zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=5, choices=[("light", "light"), ("dark", "dark")], blank=True)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    def __str__(self) -> str:
        return self.email


class Person(models.Model):
    """One human in one vendor's world: a contact of a customer, or staff of the vendor."""

    ROLES: ClassVar = [
        ("contact", pgettext_lazy("role", "contact")),
        ("customer-lead", pgettext_lazy("role", "lead of the customer")),
        ("level-1", pgettext_lazy("role", "level 1 of the customer")),
        ("staff", pgettext_lazy("role", "staff")),
        ("lead", pgettext_lazy("role", "lead")),
        ("account-manager", pgettext_lazy("role", "account manager")),
        ("finance", pgettext_lazy("role", "finance")),
        ("admin", pgettext_lazy("role", "administrator")),
    ]

    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="people")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="people", null=True, blank=True)  # None: staff
    account = models.ForeignKey(Account, models.SET_NULL, related_name="persons", null=True, blank=True)
    handle = models.CharField(max_length=64)  # how agreements and events name them: "l.huber"
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    email_by = models.CharField(max_length=64, blank=True)  # the handle of who wrote the address down; empty: a file
    phone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=16, choices=ROLES)
    caller = models.CharField(max_length=16, default="customer", blank=True)  # as gates know them: partner, level-1
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vendor", "handle"], name="person_handle"),
            models.UniqueConstraint(fields=["vendor", "email"], condition=~models.Q(email=""), name="person_email"),
            models.UniqueConstraint(
                fields=["vendor", "account"], condition=models.Q(account__isnull=False), name="person_account"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    customer__isnull=True, role__in=["staff", "lead", "account-manager", "finance", "admin"]
                )
                | models.Q(customer__isnull=False, role__in=["contact", "customer-lead", "level-1"]),
                name="person_side",
            ),
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Say whether the person is of the vendor."""
        return self.customer_id is None

    @property
    def is_there(self) -> bool:
        """Say whether the person is active, and their customer too: who is not is written nothing."""
        return self.active and (self.customer is None or self.customer.active)

    @property
    def language(self) -> str:
        """Return the language to write to them in."""
        if self.account and self.account.language:
            return self.account.language
        if self.languages:
            return self.languages[0]
        return self.customer.language if self.customer else (self.vendor.languages or ["en"])[0]

    @property
    def zone(self) -> str:
        """Return the time zone to write to them in."""
        own = self.account.zone if self.account else ""
        return own or (self.customer.zone if self.customer else "") or self.vendor.zone


class Token(models.Model):
    """What a program signs in with; only its digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, hex
    start = models.CharField(max_length=12)  # shown, to tell tokens apart
    scopes = ArrayField(models.CharField(max_length=32))
    created = models.DateTimeField()
    expires = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"


class Link(models.Model):
    """An address that signs somebody in, once; only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, hex
    created = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account} until {self.expires:%Y-%m-%d %H:%M}"
