from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.desk.server.process import command, free_port
from tests.house.checkout import ROOT
from upheld_desk.cli.findings import data, setting
from upheld_desk.people.models import Customer, Vendor
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Edition, Look

AGREEMENTS = ROOT / "agreements"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_desk_that_is_well_is_told_so(filled: Path) -> None:
    found = command("doctor", folder=filled)

    assert (found.returncode, found.stderr) == (0, "")
    assert "well  the database: PostgreSQL 18" in found.stdout


def test_what_is_not_well_is_told_with_what_to_do(filled: Path) -> None:
    found = command("doctor", folder=filled, UPHELD_URL="http://desk.example.org", UPHELD_MAIL_OUT=_nowhere())

    assert found.returncode == 1
    assert "!!    the address: http://desk.example.org. Passwords would travel in the open" in found.stdout
    assert "!!    mail that leaves: 127.0.0.1 does not take it" in found.stdout


def test_a_desk_without_tables_is_told_to_make_them(tmp_path: Path) -> None:
    found = command("doctor", folder=tmp_path / "data")

    assert found.returncode == 1
    assert "Run 'upheld desk init'" in found.stdout


def test_a_full_disk_is_seen_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "LEAST_ROOM", 2**60)

    assert "Make room before the disk is full" in setting.room(tmp_path).to_do


def _nowhere() -> str:
    return f"smtp://127.0.0.1:{free_port()}"


def _vendor() -> Vendor:
    return Vendor.objects.create(slug="sos", name="SOS", prefix="SOS", mail_address="sos@example.org")


def _edition(vendor: Vendor, folder: str, name: str) -> Edition:
    customer = Customer.objects.create(vendor=vendor, slug="customer", name="Customer")
    files = {n: (AGREEMENTS / folder / n).read_text(encoding="utf-8") for n in ("offer.yaml", name)}
    edition = agreements.store(vendor, customer, files, main=name, at=NOW)
    edition.state = "signed"
    edition.save()
    return edition


@pytest.mark.django_db
@pytest.mark.parametrize(("today", "is_well"), [(date(2027, 1, 4), True), (date(2035, 9, 1), False)])
def test_holidays_that_end_within_six_months_are_found(today: date, is_well: bool) -> None:  # noqa: FBT001
    vendor = _vendor()
    _edition(vendor, "startrac", "hafenlogistik-unterelbe.yaml")  # for ever, with the holidays until 2035

    assert [finding.is_well for finding in data.years(today)] == [is_well]


@pytest.mark.django_db
def test_logs_that_nobody_looks_at_are_found() -> None:
    vendor = _vendor()
    agreement = _edition(vendor, "stratiteq", "vastkustens-farjor.yaml").agreement
    assert agreement.customer
    log = logs.open_case(vendor, agreement.customer, agreement)
    Look.objects.create(log=log, at=NOW - timedelta(minutes=6))

    assert data.timers(NOW).state == "1 of 1 logs should have been looked at long ago"


@pytest.mark.django_db
def test_a_clock_that_is_wrong_is_found() -> None:
    assert "NTP" in data.apart(NOW - timedelta(days=400)).to_do
