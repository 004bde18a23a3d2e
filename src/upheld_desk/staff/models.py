"""What staff's pages keep for themselves: drafts of what is being written, and which forms were sent already."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models

from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

REMEMBERED: Final = timedelta(days=2)  # so long a form is known to have been sent


class Draft(models.Model):
    """What somebody is writing on a case and has not sent yet."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    log = models.ForeignKey(Log, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)  # reply, note, propose
    text = models.TextField()
    changed = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "log", "kind"], name="draft_of")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.log_id} {self.kind}"


class Sent(models.Model):
    """A form that was sent: sent again, by a second click or a reload, it does nothing."""

    form = models.UUIDField(primary_key=True, default=uuid.uuid4)  # as the page named it
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.form)


def was_sent(form: str) -> bool:
    """Say whether a form was sent: what a browser still keeps of it then is no draft any more."""
    try:
        return Sent.objects.filter(form=uuid.UUID(form)).exists()
    except ValueError:
        return False


def is_first(form: uuid.UUID, person: Person, at: datetime) -> bool:
    """Note in this transaction that a form was sent; False if it was already. Two at once wait for each other."""
    Sent.objects.filter(person=person, at__lt=at - REMEMBERED).delete()
    _, is_new = Sent.objects.get_or_create(form=form, defaults={"person": person, "at": at})
    return is_new
