"""The samples of every rule lie in tests/lint: `bad.yaml` is found by its code alone, and `good.yaml` by none.

The lines that are found end in a comment with the code.
"""

from pathlib import Path

import pytest

from tests.engine.lint.worlds import DESK, offer
from upheld.lint import READ, RULES, Rule, lint
from upheld.problems import Problem
from upheld.reading import check

SAMPLES = Path(__file__).parents[2] / "lint"
CODES = [*READ, *(rule.code for rule in RULES)]


def places(code: str, problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    return sorted({(Path(problem.file).name, problem.line, code) for problem in problems})


def marked(code: str) -> list[tuple[str, int, str]]:
    return sorted(
        (file.name, number, code)
        for file in (SAMPLES / code).glob("*.yaml")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.endswith(f"# {code}")
    )


@pytest.mark.parametrize("code", CODES)
def test_a_bad_sample_is_found_by_its_code_on_its_lines_alone(code: str) -> None:
    problems = check([SAMPLES / code / "bad.yaml"])

    assert {problem.code for problem in problems} == {code}
    assert places(code, problems) == marked(code)


@pytest.mark.parametrize("code", CODES)
def test_a_good_sample_has_no_problem(code: str) -> None:
    assert check([SAMPLES / code / "good.yaml"]) == ()


def test_every_sample_belongs_to_a_code() -> None:
    assert sorted(folder.name for folder in SAMPLES.iterdir()) == sorted(CODES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_its_code_where_it_is_written(rule: Rule) -> None:
    assert (rule.find.__doc__ or "").startswith(f"{rule.code}: ")


def test_every_finding_says_what_is_so_and_what_to_do() -> None:
    problems = [problem for code in CODES for problem in check([SAMPLES / code / "bad.yaml"])]

    assert all(problem.message and problem.advice for problem in problems)


def test_what_a_plan_inherits_is_said_once() -> None:
    version = offer(
        DESK,
        """
plans:
  basic: {promises: {any: {respond: within 2 hours}}}
  premium: {extends: basic}
""",
    )

    assert [problem.code for problem in lint(version)] == ["CAL1"]


def test_problems_stand_in_reading_order() -> None:
    version = offer(DESK, "plans: {basic: {promises: {any: {respond: within 2 hours, restore: within 1 hour}}}}\n")

    assert [problem.code for problem in lint(version)] == ["CAL1", "CAL1", "CLK3"]
