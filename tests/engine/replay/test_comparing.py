from pathlib import Path

import pytest

from tests.engine.replay.histories import DESK, SERVICENOW, standing
from upheld import read
from upheld.replay import History, Standing, compare

BEFORE = standing(DESK.replace("    update: every 120 minutes\n", ""))
AFTER = standing(
    DESK.replace("    update: every 120 minutes\n", "").replace("within 16 working hours", "within 1 working hour")
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    rows = [
        f"{case},2026-03-02T{hour}:00:00Z,{event},{'slow' if event == 'classified' else ''}"
        for case, reached in (("quick", "09"), ("slower", "13"))
        for hour, event in (("09", "reported"), ("09", "classified"), ("09", "replied"), ("09", "work started"),
                            (reached, "solution proposed"), (reached, "solution approved"), (reached, "closed"))
    ]  # fmt: skip
    path.write_text("\n".join(["case,at,event,severity", *rows, ""]))
    return path


def test_a_case_flips_where_only_one_agreement_breaks_it(log: Path) -> None:
    data = compare(History.of(log, None, [BEFORE, AFTER]), BEFORE, AFTER, lambda _: None).as_data()

    assert (data["kept_by_both"], data["now_kept"], data["now_broken"]) == (1, 0, 1)
    assert data["flipped"] == [{"case": "slower", "severity": "slow", "before": "kept", "after": "broken"}]


def test_what_changes_is_counted_by_severity_and_month(log: Path) -> None:
    data = compare(History.of(log, None, [BEFORE, AFTER]), BEFORE, AFTER, lambda _: None).as_data()

    counts = {"cases": 2, "broken_before": 0, "broken_after": 1, "now_kept": 0, "now_broken": 1}
    assert data["severities"] == [{"severity": "slow", **counts}]
    assert data["months"] == [{"month": "2026-03", **counts}]


def test_an_agreement_compared_with_itself_changes_nothing(log: Path) -> None:
    data = compare(History.of(log, None, [BEFORE, BEFORE]), BEFORE, BEFORE, lambda _: None).as_data()

    assert (data["kept_by_both"], data["flipped"]) == (2, [])


def test_the_shipped_log_has_every_case_under_both_agreements() -> None:
    one, other = (Standing.of(read(SERVICENOW / name)) for name in ("agreement.yaml", "what-if.yaml"))
    history = History.of(SERVICENOW / "incident_event_log.csv.gz", SERVICENOW / "mapping.yaml", [one, other])

    data = compare(history, one, other, lambda _: None).as_data()

    assert sum(data[kind] for kind in ("kept_by_both", "broken_by_both", "now_kept", "now_broken")) == 24_918
    assert len(data["flipped"]) == data["now_kept"] + data["now_broken"]


def test_a_scattered_log_is_sorted_first(log: Path) -> None:
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join([lines[0], *lines[1::2], *lines[2::2]]))

    assert compare(History.of(log, None, [BEFORE, AFTER]), BEFORE, AFTER, lambda _: None).found.cases == 2
