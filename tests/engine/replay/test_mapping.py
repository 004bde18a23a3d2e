from pathlib import Path

import pytest

from tests.engine.replay.histories import SERVICENOW
from upheld.errors import Unreadable
from upheld.replay import mapping
from upheld.replay.mapping import Condition, Rule, Source, When

SMALL = """\
format: event-mapping/1
case: number
at: updated
times: "%d/%m/%Y %H:%M"
zone: Europe/Berlin
missing: ["?"]
known: {state: [New, Closed]}
case_columns: {closed_at: {state: {becomes: Closed}}}
rules:
  - event: reported
    when: first row
    channel: {column: contact, values: {Phone: phone}}
  - event: closed
    when: {state: {becomes: Closed}, active: no}
    at: {column: closed_at}
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "mapping.yaml"
    path.write_text(text)
    with pytest.raises(Unreadable) as unreadable:
        mapping.read(path)
    return [str(problem).removeprefix(f"{path}:") for problem in unreadable.value.problems]


def test_a_mapping_says_which_rows_become_which_events(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(SMALL)

    found = mapping.read(path)

    assert found.rules == (
        Rule("reported", When(first_row=True), "", {"channel": Source(column="contact", values={"Phone": "phone"})}),
        Rule(
            "closed",
            When(tests=(Condition("state", "becomes", ("Closed",)), Condition("active", "is", ("no",)))),
            "closed_at",
            {},
        ),
    )
    assert found.columns == ("number", "updated", "state", "contact", "closed_at", "active")


def test_fields_that_nobody_wants_are_not_read() -> None:
    found = mapping.read(SERVICENOW / "mapping.yaml").only({"severity", "ground"})

    assert "contact_type" not in found.columns
    assert "priority" in found.columns


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("format: event-mapping/1", "format: event-mapping/2", "1:9: FMT3 format: 'event-mapping/2' is not a format"),
        ("case: number\n", "", "1:1: FMT3 the key 'case' is missing; add it"),
        ("zone: Eu", "zoned: Eu", "5:1: FMT1 zoned: 'zoned' is not a key here; did you mean 'zone'?"),
        ("Europe/Berlin", "Berlin", "5:7: FMT3 zone: 'Berlin' is not a time zone; write it like"),
        ('"%d/%m/%Y %H:%M"', "DD.MM.", "4:8: FMT3 times: 'DD.MM.' is not a format of times; write 'ISO 8601', or"),
        ("event: closed", "event: shut", "13:12: FMT3 rules.1.event: 'shut' is not an event of a case; write one of:"),
        ("first row", "last row", "11:11: FMT3 rules.0.when: 'last row' does not say which rows; write 'first row'"),
        ("becomes: Closed}, ", "turns: Closed}, ", "14:20: FMT1 rules.1.when.state.turns: 'turns' is not a key here"),
        ("    channel:", "    ground:", "12:13: FMT3 rules.0.ground: 'reported' has no 'ground'; it has: by, channel"),
        ("event: closed", "event: classified", "13:12: FMT3 rules.1: 'severity' is missing; 'classified' needs it"),
        ("{column: contact, values: {Phone: phone}}", "[a]", "12:14: FMT3 rules.0.channel: this is not a mapping"),
        (
            "rules:\n",
            "separator: ab\nrules:\n",
            "9:12: FMT3 separator: 'ab' is not one character; write ',', ';' or 'tab'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert said in "\n".join(problems(tmp_path, SMALL.replace(before, after)))


def test_a_column_that_knows_the_future_is_read_only_where_it_is_set(tmp_path: Path) -> None:
    text = SMALL.replace("    channel: {column: contact, values: {Phone: phone}}", "    at: {column: closed_at}")

    assert problems(tmp_path, text) == [
        (
            "10:5: FMT3 rules.0: 'closed_at' knows the future: only the rows under case_columns.closed_at set it; "
            "name them in 'when', or use another column"
        )
    ]


def test_an_attribute_of_a_whole_trace_needs_a_word_on_when_it_is_known(tmp_path: Path) -> None:
    text = SMALL.replace("{column: contact, values: {Phone: phone}}", '{column: "case:channel"}')

    assert problems(tmp_path, text) == [
        (
            "10:5: FMT3 rules.0: 'case:channel' belongs to the whole case and may know the future; "
            "say under case_columns from when it is known, perhaps 'from the start'"
        )
    ]


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, SMALL.replace("first row", "now").replace("Berlin", "Bern"))) == 2


def test_a_word_of_a_field_must_be_one_that_it_may_hold(tmp_path: Path) -> None:
    text = SMALL + "  - {event: wait started, when: {state: Waiting}, on: lunch}\n"

    assert problems(tmp_path, text) == [
        "16:55: FMT3 rules.2.on: 'lunch' is not known here; write one of: customer, access, third party"
    ]
