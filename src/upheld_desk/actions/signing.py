"""Acts on agreements: to bring one, to sign it, to throw a draft away.

An edition is in force when both sides have signed the very same text: each signs its hash. Findings that must be solved
before anybody signs stop a signature, unless who signs says that they know; the log then says which they were.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from upheld.problems import Problem
from upheld_desk import access
from upheld_desk.accounts import mails
from upheld_desk.actions.agreements import activate, hold
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Agreement, Edition


@transaction.atomic
def upload(person: Person, customer: Customer | None, files: Mapping[str, str], *, main: str, at: datetime) -> Edition:
    """Keep a new agreement, amendment or offer; an offer counts at once, anything else is a draft.

    Raises `upheld.errors.Unreadable` with all problems, and `Refused` where the customer is not the one it names.
    """
    access.require(person, "upload agreement")
    version, _problems = agreements.inspect(files, main)
    signed = version.signature if version else None
    if signed and customer is None:
        raise Refused(
            _("This is an agreement with %(customer)s. Please choose the customer that it belongs to.")
            % {"customer": signed.customer.name},
            "customer-missing",
        )
    if customer and customer.vendor_id != person.vendor_id:
        raise Refused(_("This customer is not known."), "customer-unknown")
    if signed:
        _refuse_signed(person, signed.number, signed.amendment or 0)
    return agreements.store(person.vendor, customer if signed else None, files, main=main, at=at, by=person)


def _refuse_signed(person: Person, number: str, edition: int) -> None:
    """Refuse to put another text in the place of one that somebody has signed; nobody signs meanwhile."""
    held = Agreement.objects.select_for_update(no_key=True).filter(vendor=person.vendor, number=number).first()
    drafts = held.editions.filter(number=edition, state="draft") if held else Edition.objects.none()
    if any(draft.signed_by_vendor_at or draft.signed_by_customer_at for draft in drafts):
        raise Refused(
            _("One side has signed a draft of this version already. Throw that draft away first; who signed is told."),
            "draft-signed",
        )


def to_solve(edition: Edition) -> tuple[Problem, ...]:
    """Return what must be solved before anybody signs."""
    return tuple(problem for problem in agreements.findings(edition) if problem.level in ("E", "S"))


@transaction.atomic
def sign(person: Person, edition: Edition, at: datetime, *, digest: str, knowing: bool = False) -> None:
    """Sign an edition for one's side. `digest` is the hash that the person saw: what they sign is what they read."""
    access.require(person, "sign agreement")
    locked = _locked(edition)
    _refuse_unfit(person, locked, digest)
    findings = to_solve(locked)
    if findings and not knowing:
        raise Refused(
            _("There are points to solve before anybody signs. Solve them, or say that you sign knowing them."),
            "to-solve",
            {"findings": [str(finding) for finding in findings]},
        )
    side = "vendor" if person.is_staff else "customer"
    setattr(locked, f"signed_by_{side}", person)
    setattr(locked, f"signed_by_{side}_at", at)
    both = bool(locked.signed_by_vendor_at and locked.signed_by_customer_at)
    locked.state = "signed" if both else "draft"
    locked.save()
    agreement = locked.agreement
    log, _cases = hold(agreement, agreements.version_of(locked).effective_from)
    known = [f"{finding.code} {finding.path}" for finding in findings]
    fact = Fact.own(
        "signed",
        at,
        person.handle,
        edition=locked.number,
        hash=locked.hash,
        side=side,
        known=known,
        address=person.email,
        address_by=person.email_by,
    )
    logs.append(log, [fact], after=logs.load(log.pk))
    if both:
        agreements.describe(agreement, agreements.version(agreement))
        activate(agreement, at)


def _refuse_unfit(person: Person, edition: Edition, digest: str) -> None:
    if edition.agreement.vendor_id != person.vendor_id or edition.agreement.customer is None:
        raise Refused(_("There is nothing to sign here."), "nothing-to-sign")
    if not person.is_staff and edition.agreement.customer_id != person.customer_id:
        raise Refused(_("There is nothing to sign here."), "nothing-to-sign")
    if edition.state != "draft":
        raise Refused(_("This version is not open for a signature any more."), "not-open")
    if edition.hash != digest:
        raise Refused(_("The text has changed since you read it. Please read it again."), "other-text")
    signed_at = edition.signed_by_vendor_at if person.is_staff else edition.signed_by_customer_at
    if signed_at:
        raise Refused(_("Your side has signed this version already."), "signed-already")
    before = edition.agreement.editions.filter(number=edition.number - 1, state="signed")
    if edition.number and not before.exists():
        raise Refused(_("The version before this one is not signed by both sides yet. Sign that one first."), "order")


@transaction.atomic
def discard(person: Person, edition: Edition, at: datetime) -> None:
    """Throw a draft away; where one side has signed it, the log says so, and who signed is told."""
    access.require(person, "upload agreement")
    locked = _locked(edition)
    if locked.agreement.vendor_id != person.vendor_id or locked.state != "draft":
        raise Refused(_("A version that both sides signed stays as it is."), "signed-already")
    locked.state = "discarded"
    locked.save(update_fields=["state"])
    signers = [signer for signer in (locked.signed_by_vendor, locked.signed_by_customer) if signer]
    if signers and locked.agreement.log:
        fact = Fact.own("draft discarded", at, person.handle, edition=locked.number, hash=locked.hash)
        logs.append(locked.agreement.log, [fact], after=logs.load(locked.agreement.log.pk))
    for signer in signers:
        if signer != person and signer.active and signer.email:
            told = {"person": signer, "by": person, "number": locked.agreement.number, "hash": locked.hash}
            mails.send_to(signer, "draft_discarded", at, told)


def _locked(edition: Edition) -> Edition:
    """Hold an agreement and an edition of it; its cases need not wait, only who brings or signs another edition."""
    Agreement.objects.select_for_update(no_key=True).get(pk=edition.agreement_id)
    return Edition.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=edition.pk)
