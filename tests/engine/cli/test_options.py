from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from tests.engine.cli.desk import offer, upheld
from upheld.cli.options import instant, known


def refusal(text: str) -> str:
    with pytest.raises(typer.BadParameter) as refused:
        instant("--reported", text, "Europe/Berlin")
    return refused.value.message


def test_a_time_without_an_offset_is_local() -> None:
    assert instant("--reported", "2026-07-01T12:00", "Europe/Berlin") == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_a_time_that_the_clock_change_skips_does_not_exist() -> None:
    assert refusal("2026-03-29T02:30") == (
        "'2026-03-29T02:30' does not exist in Europe/Berlin: the clock change skips it; write a time before or after it"
    )


def test_a_time_that_occurs_twice_needs_its_offset() -> None:
    assert refusal("2026-10-25T02:30") == (
        "'2026-10-25T02:30' occurs twice in Europe/Berlin; write '2026-10-25T02:30+02:00' or '2026-10-25T02:30+01:00'"
    )


@pytest.mark.parametrize("text", ["yesterday", "2026-11-23"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    assert refusal(text) == f"'{text}' is not a time; write it like '2026-11-23T15:00' or '2026-11-23T15:00+01:00'"


def test_a_year_that_is_far_off_is_refused() -> None:
    assert refusal("0001-01-01T00:00") == (
        "'0001-01-01T00:00' lies outside the years 1900 to 9000; write one within them"
    )


@pytest.mark.parametrize(
    ("name", "names", "hint"),
    [
        ("smal", ["small", "large"], "did you mean 'small'?"),
        ("gold", ["small", "large"], "write one of: small, large"),
        ("gold", [], "this agreement has none"),
    ],
)
def test_an_unknown_name_is_refused_with_what_there_is(name: str, names: list[str], hint: str) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        known("--plan", name, names, "a plan")

    assert refused.value.message == f"'{name}' is not a plan; {hint}"


def test_an_offer_with_several_plans_needs_one_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, complaint = upheld(capsys, "price", offer(tmp_path), "--month", "2026-11")

    assert (code, complaint) == (2, "upheld: --plan: choose one of: small, large\n")


def test_an_unknown_module_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, complaint = upheld(capsys, "price", offer(tmp_path), "--plan", "small", "--modules", "night")

    assert complaint == "upheld: --modules: 'night' is not a module; this agreement has none\n"


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("due", "--severity", "slow", "--clock", "reply", "--reported", "2026-11-23T15:00", "--plan", "small"),
        ("explain", "--severity", "slow", "--clock", "reply", "--reported", "2026-11-23T15:00", "--plan", "small"),
        ("price", "--plan", "small", "--month", "2026-11"),
        ("terms",),
    ],
)
def test_a_fixed_offset_is_a_zone_for_every_command(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = offer(tmp_path, **{"Europe/Berlin": '"+01:00"'})

    assert upheld(capsys, command[0], path, *command[1:])[0] == 0
