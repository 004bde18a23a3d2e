"""What is exported can be read without the desk, and loaded again."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.contracts.test_signing import MAY, House
from upheld.events import Reported
from upheld.reading import read
from upheld_desk.errors import DeskError
from upheld_desk.facts import Fact
from upheld_desk.intake.models import NotTaken
from upheld_desk.loading import exporting, forms
from upheld_desk.store import attachments, logs

pytestmark = pytest.mark.django_db


def ferries() -> House:
    house = House("stratiteq", "Västkustens Färjor AB")
    house.sign(house.bring("vastkustens-farjor.yaml"))
    agreement = house.vendor.agreements.get(customer=house.customer)
    log = logs.open_case(house.vendor, house.customer, agreement)
    picture = attachments.take("kassa.png", "image/png", b"\x89PNG")
    report = Reported(MAY + timedelta(days=30), by="customer-lead", channel="email")
    logs.append(log, [Fact.of(report, text="Hej", attachments=[picture.data()])], after=logs.load(log.pk))
    return house


def test_an_agreement_can_be_read_from_its_folder(tmp_path: Path) -> None:
    exporting.export(ferries().vendor, tmp_path / "out")

    version = read(tmp_path / "out" / "agreements" / "SOS-2026-019" / "0" / "vastkustens-farjor.yaml")

    assert version.signature
    assert version.signature.number == "SOS-2026-019"


def test_a_log_has_every_fact_with_its_hash(tmp_path: Path) -> None:
    house = ferries()
    exporting.export(house.vendor, tmp_path / "out")

    lines = (tmp_path / "out" / "logs" / "STR-1001.jsonl").read_text("utf-8").splitlines()

    head = logs.load(house.vendor.logs.get(reference="STR-1001").pk).head
    assert [json.loads(line)["hash"] for line in lines][-1] == head


def test_events_are_what_the_engine_reads(tmp_path: Path) -> None:
    exporting.export(ferries().vendor, tmp_path / "out")

    line = (tmp_path / "out" / "events" / "STR-1001.jsonl").read_text("utf-8").splitlines()[0]

    assert json.loads(line) == {
        "at": "2026-06-27T09:00:00+00:00",
        "by": "customer-lead",
        "channel": "email",
        "event": "reported",
    }


def test_attachments_are_there(tmp_path: Path) -> None:
    exporting.export(ferries().vendor, tmp_path / "out")

    assert [file.read_bytes() for file in (tmp_path / "out" / "attachments").iterdir()] == [b"\x89PNG"]


def test_what_was_reported_before_anything_was_agreed_is_there(tmp_path: Path) -> None:
    house = House("stratiteq", "Västkustens Färjor AB")
    NotTaken.keep(house.customer, Fact.own("refused", MAY, reasons=[], subject="Hej"))
    exporting.export(house.vendor, tmp_path / "out")

    line = (tmp_path / "out" / "not-taken.jsonl").read_text("utf-8")

    assert json.loads(line)["fact"]["desk"]["subject"] == "Hej"


def test_the_vendor_can_be_loaded_again(tmp_path: Path) -> None:
    exporting.export(ferries().vendor, tmp_path / "out")

    house = forms.house(tmp_path / "out" / "vendor.yaml")

    assert (house.slug, house.customers[0].agreements[0].customer) == ("stratiteq", "customer-lead")
    assert (tmp_path / "out" / house.customers[0].agreements[0].file).is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(DeskError, match="there is something in this folder"):
        exporting.export(ferries().vendor, tmp_path)


def test_an_agreement_with_the_reference_of_a_case_is_exported_beside_it(tmp_path: Path) -> None:
    house = ferries()
    house.vendor.logs.filter(kind="agreement").update(reference="STR-1001")

    exporting.export(house.vendor, tmp_path / "out")

    assert len(list((tmp_path / "out" / "logs").iterdir())) == 2
