"""Reporting: the one way in. What is decided here is what the preview said, asked again at the instant.

A report that cannot be taken is refused with a courteous sentence, and kept all the same: the whole of it stands on
the agreement's log, or beside the logs where nothing was ever agreed. That fact is written before `Refused` is raised,
in a transaction of its own; who calls this inside a transaction must not let the refusal undo it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from upheld_desk import access
from upheld_desk.actions.acting import Change, until_settled
from upheld_desk.actions.agreements import activate
from upheld_desk.actions.cases import open_case
from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact
from upheld_desk.intake import keeping, wording
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.models import NotTaken, Submission
from upheld_desk.intake.preview import Preview, preview
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import logs
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Agreement, Log

KEY_LIVES: Final = timedelta(hours=24)  # so long a key names the same report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Everything that came in."""

    customer: Customer
    person: Person | None
    draft: Draft
    at: datetime
    logged_by: Person | None
    mail: Mapping[str, object] | None
    key: str


def report(
    customer: Customer,
    person: Person | None,
    draft: Draft,
    at: datetime,
    *,
    logged_by: Person | None = None,
    mail: Mapping[str, object] | None = None,
    key: str = "",
) -> Log:
    """Open a case, or raise `Refused` and keep what was refused. With a key the same report is one case for a day."""
    if logged_by:
        access.require(logged_by, "log call")
        if logged_by.vendor_id != customer.vendor_id:
            raise NotFound(f"{logged_by.handle} sees no customer {customer.slug}")
    elif person and person.active:
        access.require(person, "report")
    asked = _Asked(
        customer=customer,
        person=person,
        draft=draft,
        at=at.replace(microsecond=0),
        logged_by=logged_by,
        mail=mail,
        key=key if person else "",
    )
    if earlier := _submitted(asked):
        return earlier
    try:
        return _opened(asked)
    except IntegrityError:
        earlier = _submitted(asked)
        if earlier is None:
            raise
        return earlier  # the same report came twice at the same moment


def _opened(asked: _Asked) -> Log:
    """Open the case; what the agreement does not take is kept and refused."""
    found, log = _decided(asked)
    if log:
        return log
    why = refused(found)
    _keep(asked, found, why)
    raise why


@transaction.atomic
def _decided(asked: _Asked) -> tuple[Preview, Log | None]:
    """Return what is so, and the case if there is one now.

    Where units are counted the agreement's log is held while it is decided on: of two who ask for the last one the
    second waits, and then sees that it is gone.
    """
    found = preview(asked.customer, asked.person, asked.draft, asked.at)
    if found.allowances and found.agreement and found.agreement.log:
        logs.lock(found.agreement.log)
        found = preview(asked.customer, asked.person, asked.draft, asked.at)
    return found, None if found.refused else _open(asked, found)


def _open(asked: _Asked, found: Preview) -> Log:
    assert found.agreement
    assert found.report
    log = open_case(
        asked.customer,
        found.agreement,
        found.report,
        subject=asked.draft.subject,
        text=asked.draft.text,
        html=asked.draft.html,
        attachments=asked.draft.attachments,
        by=asked.person,
        mail=asked.mail,
        logged_by=asked.logged_by,
    )
    if asked.key and asked.person:
        Submission.objects.create(person=asked.person, key=asked.key, digest=_digest(asked.draft), log=log, at=asked.at)
    return log


# --- Refusals ---------------------------------------------------------------------------------------------------------


def refused(found: Preview) -> Refused:
    """Return why a report is not taken, all reasons of it, in the reader's language."""
    sentences = [wording.whole(refusal.code, refusal.fields, refusal.clause_named) for refusal in found.refused]
    first = found.refused[0]
    fields: dict[str, object] = {
        "reasons": [refusal.code for refusal in found.refused],
        "clauses": [refusal.clause_named for refusal in found.refused if refusal.clause],
        "alternatives": [refusal.alternative for refusal in found.refused],
    }
    return Refused(" ".join(sentences), first.code, fields)


@transaction.atomic
def _keep(asked: _Asked, found: Preview, why: Refused) -> None:
    """Keep a report that was not taken, whole, on the log of the agreement in force, else of the newest there was.

    Where nothing was ever agreed there is no log that it could stand on; it is kept beside them.
    """
    fact = _not_taken(asked, found, why)
    agreement = found.agreement or _newest(asked.customer)
    if agreement is None:
        NotTaken.keep(asked.customer, fact)
        return
    log = Agreement.objects.get(pk=agreement.pk).log or activate(agreement, asked.at)
    until_settled(lambda: [Change(Dossier.of(log), (fact,))])


def _not_taken(asked: _Asked, found: Preview, why: Refused) -> Fact:
    return Fact.own(
        "refused",
        asked.at,
        asked.person.handle if asked.person else "",
        code=why.code,
        sentence=why.sentence,
        reasons=keeping.reasons(found.refused),
        **_told(asked.draft),
        **({"logged_by": asked.logged_by.handle} if asked.logged_by else {}),
        **(dict(asked.mail) if asked.mail else {}),
    )


def _newest(customer: Customer) -> Agreement | None:
    return customer.agreements.filter(editions__state="signed").order_by("-starts").first()


def _told(draft: Draft) -> dict[str, object]:
    """Return everything that somebody said, as plain data."""
    return {
        "report": {
            "channel": draft.channel,
            "kind": draft.kind,
            "service": draft.service,
            "severity": draft.severity,
            "answers": dict(draft.answers),
        },
        "subject": draft.subject,
        "text": draft.text,
        "attachments": [attachment.data() for attachment in draft.attachments],
    }


# --- The same report twice --------------------------------------------------------------------------------------------


def _submitted(asked: _Asked) -> Log | None:
    """Return the case that was opened under a key; `Refused` where something else was sent under it."""
    if not asked.key or asked.person is None:
        return None
    under = Submission.objects.filter(person=asked.person, key=asked.key)
    under.filter(at__lt=asked.at - KEY_LIVES).delete()
    found = under.select_related("log").first()
    if found is None:
        return None
    if found.digest != _digest(asked.draft):
        raise Refused(
            _("Under this key another report was sent already. Please use a new key for a new report."),
            "key-used",
            {"key": asked.key, "case": found.log.reference},
        )
    return found.log


def _digest(draft: Draft) -> str:
    return sha256(json.dumps(_told(draft), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
