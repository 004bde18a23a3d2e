from dataclasses import replace

from upheld.problems import Problem, in_reading_order

HOLE = Problem(
    code="HOLE1",
    level="S",
    file="firm.yaml",
    line=7,
    column=3,
    path="plans.basic.cases",
    value="to be agreed",
    message="'to be agreed' is left in a signed agreement",
    advice="agree on a number and write it here",
)


def test_a_problem_is_one_sentence_behind_its_place() -> None:
    assert str(HOLE) == (
        "firm.yaml:7:3: HOLE1 plans.basic.cases: 'to be agreed' is left in a signed agreement; "
        "agree on a number and write it here"
    )


def test_what_is_not_known_is_left_out() -> None:
    whole_file = replace(HOLE, line=0, column=0, path="", advice="")

    assert str(whole_file) == "firm.yaml: HOLE1 'to be agreed' is left in a signed agreement"


def test_a_problem_without_a_file_begins_with_its_code() -> None:
    assert str(replace(HOLE, file="", line=0, column=0)).startswith("HOLE1 plans.basic.cases: ")


def test_programs_get_every_part() -> None:
    assert HOLE.as_data() == {
        "code": "HOLE1",
        "level": "S",
        "file": "firm.yaml",
        "line": 7,
        "column": 3,
        "path": "plans.basic.cases",
        "value": "to be agreed",
        "message": "'to be agreed' is left in a signed agreement",
        "advice": "agree on a number and write it here",
    }


def test_problems_stand_in_the_order_of_the_file_each_once() -> None:
    later = replace(HOLE, line=10)

    assert in_reading_order([later, HOLE, later]) == (HOLE, later)
