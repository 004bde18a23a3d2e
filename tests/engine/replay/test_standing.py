from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.engine.replay.histories import MONDAY, ROOT, standing
from upheld import read
from upheld.errors import UnknownName
from upheld.events import Reported
from upheld.replay import Standing

AMENDED = ROOT / "agreements" / "comarch" / "papierwerk-isar.yaml"


def test_names_are_numbered_in_the_order_of_the_terms() -> None:
    found = standing()

    assert found.severities == ("stop", "slow", "small", "wish", "any")
    assert found.clocks == ("reply", "start", "restore", "solve", "close", "approve", "update")


def test_only_the_columns_on_which_answers_depend_are_wanted() -> None:
    assert set(standing().columns) == {"severity", "ground", "on", "automatic", "reported", "channel"}


def test_a_case_follows_the_version_in_force_when_it_was_reported() -> None:
    version = read(AMENDED)
    found = Standing.of(version)
    amended = version.effective_from

    assert len(found.terms) == 2
    assert [found.for_log([Reported(at)]) is terms for at, terms in zip(
        (amended - timedelta(seconds=1), amended), found.terms, strict=True)] == [True, True]  # fmt: skip
    assert found.starts_in_seconds[1] == amended.timestamp()


def test_the_words_of_a_promise_are_those_of_its_severity_or_else_of_any() -> None:
    assert standing().quantities("start", "stop") == ("under 1 working hour",)
    assert standing().quantities("start", "slow") == ("within 8 working hours",)


@pytest.mark.parametrize(
    ("plan", "modules", "said"),
    [
        ("gold", None, "'gold' is not a plan; write one of: basic"),
        (None, None, "it has several plans; name one of: basic"),
        ("basic", ["cloud"], "'cloud' is not a module; write one of:"),
    ],
)
def test_what_an_offer_does_not_have_is_refused(plan: str | None, modules: list[str] | None, said: str) -> None:
    offer = read(ROOT / "agreements" / "comarch" / "offer.yaml")

    with pytest.raises(UnknownName) as refused:
        Standing.of(offer, plan, modules)

    assert str(refused.value).startswith(f"{offer.id}: {said}")


def test_an_offer_holds_for_every_report() -> None:
    long_ago = datetime(1950, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))

    assert standing().for_log([Reported(long_ago)]) is standing().for_log([Reported(MONDAY)])
