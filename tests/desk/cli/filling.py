"""A desk with something in it, made in a process of its own: `python -m tests.desk.cli.filling`."""

import os
from pathlib import Path

import django
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld_desk.settings")
django.setup()

from upheld.events import Replied, Reported  # noqa: E402  Django must be ready first
from upheld_desk import clock  # noqa: E402
from upheld_desk.cli.ground import database  # noqa: E402
from upheld_desk.facts import Fact  # noqa: E402
from upheld_desk.people.models import Customer, Person, Vendor  # noqa: E402
from upheld_desk.store import agreements, attachments, logs, projections  # noqa: E402
from upheld_desk.store.dossiers import Dossier  # noqa: E402

FOLDER = Path(__file__).parents[3] / "agreements" / "stratiteq"
FILES = ("offer.yaml", "vastkustens-farjor.yaml")


def fill() -> None:
    now = clock.now()
    vendor = Vendor.objects.create(slug="sos", name="SOS", prefix="SOS", mail_address="sos@example.org")
    customer = Customer.objects.create(vendor=vendor, slug="vf", name="Västkustens Färjor AB")
    Person.objects.create(vendor=vendor, customer=customer, handle="e.lund", name="Elin Lund", role="contact")
    files = {name: (FOLDER / name).read_text(encoding="utf-8") for name in FILES}
    edition = agreements.store(vendor, customer, files, main=FILES[-1], at=now)
    edition.state = "signed"
    edition.save()
    log = logs.open_case(vendor, customer, edition.agreement)
    picture = attachments.take("ticket.png", "image/png", b"not really a picture")
    report = Reported(now, by="e.lund", channel="portal", service="Biljettsystemet")
    facts = (
        Fact.of(report, subject="No tickets", attachments=[picture.data()]),
        Fact.of(Replied(now, by="anna"), text="Vi tittar på det."),
    )
    with transaction.atomic():
        projections.project(Dossier.held(log).append(*facts), now)


if __name__ == "__main__":
    with database(), transaction.atomic():
        fill()
