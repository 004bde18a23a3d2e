"""Signatures: by which address who signed for the customer signs in, and whether the vendor wrote it down.

Who writes down an address says where the links go that sign somebody in. Both sides see it beside the signature.
"""

from dataclasses import dataclass

from upheld_desk.people.models import Person
from upheld_desk.store import logs
from upheld_desk.store.models import Edition


@dataclass(frozen=True, slots=True)
class Address:
    """An address that one of the vendor's people wrote down for one of the customer's."""

    address: str
    by: str  # a name


def written_by_vendor(edition: Edition) -> Address | None:
    """Return the address of who signed for the customer, if one of the vendor's people wrote it down."""
    log = edition.agreement.log
    if log is None or edition.signed_by_customer_at is None:
        return None
    facts = (fact for fact in reversed(logs.load(log.pk).entries) if fact.kind == "signed")
    signed = next(fact.desk for fact in facts if (fact.desk["side"], fact.desk["hash"]) == ("customer", edition.hash))
    writer = Person.objects.filter(vendor=log.vendor_id, customer=None, handle=signed.get("address_by", "")).first()
    return Address(signed["address"], writer.name) if writer else None
