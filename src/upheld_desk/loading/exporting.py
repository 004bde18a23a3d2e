"""Exporting: a vendor with everything that belongs to it, in files that need no desk to be read.

    vendor.yaml              as `upheld desk load` reads it
    agreements/NUMBER/N/     the files of each version that was signed, as `upheld check` and `upheld terms` read them
    logs/REFERENCE.jsonl     every fact with its hash
    events/REFERENCE.jsonl   what the engine knows of it, for `upheld evaluate`
    attachments/DIGEST       what was attached
    not-taken.jsonl          what customers reported with whom nothing was ever agreed

Nothing is left out but the keys to sign in with.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from upheld.events import as_data
from upheld_desk.errors import DeskError
from upheld_desk.facts import Fact, canonical
from upheld_desk.intake.models import NotTaken
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store import attachments, logs
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.models import Agreement, Edition, Entry, Log

_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")
_MARK: Final = 8  # characters that tell two names apart that would be the same file


def export(vendor: Vendor, folder: Path) -> int:
    """Write everything of a vendor below a folder that is empty or not there yet; return how many logs there were."""
    if folder.exists() and any(folder.iterdir()):
        raise DeskError(f"{folder}: there is something in this folder already; name an empty one")
    for room in ("agreements", "logs", "events", "attachments"):
        (folder / room).mkdir(parents=True)
    for edition in Edition.objects.filter(agreement__vendor=vendor, state="signed").select_related("agreement"):
        _edition(edition, folder / "agreements")
    (folder / "vendor.yaml").write_text(_yaml(_house(vendor)), encoding="utf-8")
    found = Log.objects.filter(vendor=vendor).order_by("kind", "reference")
    taken = set[str]()
    for log in found:
        name = named(log.reference)
        if name.lower() in taken:  # a case and an agreement, or two that differ by what no file's name can have
            name = f"{name}-{str(log.pk)[:_MARK]}"
        taken.add(name.lower())
        _log(log, name, folder)
    _not_taken(vendor, folder)
    return len(found)


def _not_taken(vendor: Vendor, folder: Path) -> None:
    """Write the reports of customers with whom nothing was ever agreed, if there are any."""
    found = NotTaken.objects.filter(customer__vendor=vendor).select_related("customer")
    lines = [canonical.text({"customer": each.customer.slug, "fact": each.fact.data()}) for each in found]
    if lines:
        (folder / "not-taken.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    for each in found:
        _attachments(each.fact, folder)


def _edition(edition: Edition, folder: Path) -> None:
    place = folder / _room(edition.agreement) / str(edition.number)
    place.mkdir(parents=True)
    for name, text in edition.files.items():
        (place / named(name)).write_text(text, encoding="utf-8")


def _log(log: Log, name: str, folder: Path) -> None:
    rows = Entry.objects.filter(log=log).order_by("number").values_list("number", "body", "hash")
    lines = [
        canonical.text({"number": number, "fact": json.loads(body), "hash": hash_}) for number, body, hash_ in rows
    ]
    (folder / "logs" / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    history = logs.load(log.pk)
    events = "".join(f"{canonical.text(as_data(event))}\n" for event in history.events)
    (folder / "events" / f"{name}.jsonl").write_text(events, "utf-8")
    for fact in history.entries:
        _attachments(fact, folder)


def _attachments(fact: Fact, folder: Path) -> None:
    for attached in Attachment.of(fact, raw=True):
        (folder / "attachments" / attached.digest).write_bytes(attachments.read(attached.digest))


def named(text: str) -> str:
    """Return a text as the name of a file.

    >>> named("MX/2026 8")
    'MX-2026-8'
    """
    return _UNFIT.sub("-", text).lstrip(".") or "unnamed"


# --- The vendor's file ------------------------------------------------------------------------------------------------


def _house(vendor: Vendor) -> dict[str, Any]:
    offers = Agreement.objects.filter(vendor=vendor, customer=None)
    return {
        "slug": vendor.slug,
        "name": vendor.name,
        "prefix": vendor.prefix,
        "colour": vendor.colour,
        "zone": vendor.zone,
        "languages": list(vendor.languages),
        "mail": vendor.mail_address,
        "unknown_senders": vendor.unknown_senders,
        "notify": vendor.notify_hours,
        "offers": [_place(edition) for offer in offers for edition in offer.editions.filter(state="signed")],
        "staff": [_someone(person) for person in vendor.people.filter(customer=None).select_related("account")],
        "customers": [_firm(customer) for customer in vendor.customers.all()],
    }


def _someone(person: Person) -> dict[str, Any]:
    data = {
        "handle": person.handle,
        "name": person.name,
        "role": person.role,
        "email": person.email,
        "phone": person.phone,
        "caller": person.caller,
        "languages": list(person.languages),
        "sign_in": "yes" if person.account and person.active else "no",
        "active": "" if person.active else "no",
    }
    return {key: value for key, value in data.items() if value}


def _firm(customer: Customer) -> dict[str, Any]:
    zone = ZoneInfo(customer.vendor.zone)
    return {
        "slug": customer.slug,
        "name": customer.name,
        "country": customer.country,
        "language": customer.language,
        "zone": customer.zone,
        "active": "yes" if customer.active else "no",
        "people": [_someone(person) for person in customer.people.select_related("account")],
        "agreements": list(_brought(customer, zone)),
    }


def _brought(customer: Customer, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    signed = Edition.objects.filter(agreement__customer=customer, state="signed").order_by("agreement", "number")
    for edition in signed.select_related("agreement", "signed_by_vendor", "signed_by_customer"):
        if edition.signed_by_vendor and edition.signed_by_customer and edition.signed_by_customer_at:
            yield {
                "file": _place(edition),
                "vendor": edition.signed_by_vendor.handle,
                "customer": edition.signed_by_customer.handle,
                "on": _day(edition.signed_by_customer_at, zone),
                "knowing": "yes" if any(found["level"] in ("E", "S") for found in edition.findings) else "no",
            }


def _day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).date().isoformat()


def _place(edition: Edition) -> str:
    """Return where an edition's file lies in the export."""
    return f"agreements/{_room(edition.agreement)}/{edition.number}/{named(edition.main)}"


def _room(agreement: Agreement) -> str:
    """Return the name of an agreement's folder; where a number cannot be one as it stands, no other has this name."""
    name = named(agreement.number)
    return name if name == agreement.number else f"{name}-{agreement.pk}"


def _yaml(data: Mapping[str, Any]) -> str:
    yaml, text = YAML(), StringIO()
    yaml.width = 120
    yaml.dump(dict(data), text)
    return text.getvalue()
