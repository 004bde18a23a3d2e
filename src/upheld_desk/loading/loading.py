"""Loading: what a vendor's file describes is there afterwards. What is there already stays, and is brought up to date.

Agreements are brought and signed by the very acts that people use, so a file can do nothing that they could not.
"""

from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from upheld.errors import Unreadable
from upheld_desk.actions import signing
from upheld_desk.errors import Refused
from upheld_desk.loading import forms
from upheld_desk.loading.forms import Brought, Colleague, Contact, House, Unloadable
from upheld_desk.people.models import Account, Customer, Person, Vendor
from upheld_desk.store import agreements


@dataclass(slots=True)
class Loaded:
    """What was new."""

    vendors: int = 0
    customers: int = 0
    people: int = 0
    agreements: int = 0


@transaction.atomic
def load(house: House, folder: Path, now: datetime) -> Loaded:
    """Load a vendor; files of agreements lie in `folder`. Raises `Unloadable`, and then nothing was changed."""
    new = Loaded()
    vendor, made = Vendor.objects.update_or_create(
        slug=house.slug,
        defaults={
            "name": house.name,
            "prefix": house.prefix,
            "colour": house.colour,
            "zone": house.zone,
            "languages": list(house.languages),
            "mail_address": house.mail,
            "unknown_senders": house.unknown_senders,
            "notify_hours": house.notify,
        },
    )
    new.vendors += made
    for colleague in house.staff:
        new.people += _person(vendor, None, colleague)
    for offer in house.offers:
        new.agreements += _offer(vendor, folder / offer, now)
    for firm in house.customers:
        customer, made = Customer.objects.update_or_create(
            vendor=vendor,
            slug=firm.slug,
            defaults={
                "name": firm.name,
                "country": firm.country,
                "language": firm.language,
                "zone": firm.zone,
                "active": firm.active,
            },
        )
        new.customers += made
        for someone in firm.people:
            new.people += _person(vendor, customer, someone)
        for brought in firm.agreements:
            new.agreements += _agreement(vendor, customer, brought, folder, now)
    _let_go(vendor, house)
    return new


def _let_go(vendor: Vendor, house: House) -> None:
    """End the access of who is not there any more; what they signed they signed while they were."""
    everybody = (*house.staff, *(someone for firm in house.customers for someone in firm.people))
    gone = [someone.handle for someone in everybody if not someone.active]
    Person.objects.filter(vendor=vendor, handle__in=gone).update(active=False)


def _person(vendor: Vendor, customer: Customer | None, someone: Contact | Colleague) -> bool:
    """Make a person or bring them up to date; say whether they are new."""
    account = None
    if someone.sign_in and someone.email:
        account = Account.objects.filter(email=someone.email.lower()).first()
        account = account or Account.objects.create_user(someone.email)
    person, made = Person.objects.get_or_create(
        vendor=vendor,
        handle=someone.handle,
        defaults={"customer": customer, "name": someone.name, "role": someone.role},
    )
    if person.customer_id != (customer.pk if customer else None):
        raise Unloadable(
            f"{someone.handle}: somebody else of {vendor.name} is called so already; choose another handle"
        )
    person.name, person.role, person.email = someone.name, someone.role, someone.email
    person.phone, person.caller, person.languages = someone.phone, someone.caller, list(someone.languages)
    person.account, person.active = account or person.account, True
    person.save()
    return made


def _offer(vendor: Vendor, path: Path, now: datetime) -> bool:
    files = {path.name: forms.text(path)}
    version, problems = agreements.inspect(files, path.name)
    if version is None:
        raise Unloadable("\n".join(str(problem) for problem in problems))
    known = vendor.agreements.filter(number=version.id, editions__hash=version.hash).exists()
    if not known:
        agreements.store(vendor, None, files, main=path.name, at=now)
    return not known


def _agreement(vendor: Vendor, customer: Customer, brought: Brought, folder: Path, now: datetime) -> bool:
    """Bring an agreement and let both sides sign it, unless that was done before."""
    name = Path(brought.file).name
    files = agreements.with_bases(vendor, name, forms.text(folder / brought.file))
    version, problems = agreements.inspect(files, name)
    if version is None or version.signature is None:
        raise Unloadable("\n".join(map(str, problems)) or f"{brought.file}: this is no agreement with a customer")
    known = vendor.agreements.filter(number=version.signature.number, editions__hash=version.hash)
    if known.exclude(editions__state="discarded").exists():
        return False
    at = datetime.combine(brought.on, time(12), ZoneInfo(vendor.zone)) if brought.on else now
    try:
        edition = signing.upload(_signer(vendor, brought.vendor, brought), customer, files, main=name, at=at)
        for handle in (brought.vendor, brought.customer) if brought.on else ():
            signing.sign(_signer(vendor, handle, brought), edition, at, digest=edition.hash, knowing=brought.knowing)
    except (Refused, Unreadable) as error:
        raise Unloadable(f"{brought.file}: {error}") from error
    return True


def _signer(vendor: Vendor, handle: str, brought: Brought) -> Person:
    person = Person.objects.filter(vendor=vendor, handle=handle).select_related("vendor", "customer").first()
    if person is None:
        raise Unloadable(f"{brought.file}: nobody of {vendor.name} is called '{handle}'; name them among the people")
    return person
