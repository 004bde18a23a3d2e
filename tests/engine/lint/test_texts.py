from tests.engine.lint.worlds import agreement, found, offer, paths

TWO = """
languages: [en, sv]
clocks: {respond: {name: {en: Time to answer, sv: Svarstid}, from: reported, to: first human reply}}
"""
REVIEW = "routines: {review: {kind: review, every: quarter, attended_by: [vendor]}}\n"


def test_a_question_in_one_language_of_two_is_found() -> None:
    version = offer(TWO, "facts: {down: {ask: {en: Is the shop down?}, answers: [yes, no]}}\n")

    assert found(version, "TXT1")[0].message == "'Is the shop down?' is missing in 'sv'"


def test_a_name_written_once_for_what_is_no_product_is_missing_in_the_other_language() -> None:
    assert paths(offer(TWO, "severities: {stop: {name: Stop, otherwise: yes}}\n"), "TXT1") == ["severities.stop"]


def test_a_product_may_have_one_name_in_all_languages() -> None:
    assert found(offer(TWO, "plans: {basic: {name: Basic}}\n"), "TXT1") == []


def test_a_description_may_be_left_to_the_leading_language() -> None:
    assert found(offer(TWO, "gives: Peace of mind\n"), "TXT1") == []


def test_two_clauses_of_the_paper_that_differ_are_found_until_it_is_settled() -> None:
    points = "open_points: {review: {at: routines, default: each quarter, between: [4.1, 9.2]}}\n"

    assert found(offer(REVIEW, points), "SRC1")[0].message == (
        "4.1 and 9.2 of the paper say it differently; 'each quarter' is taken"
    )
    assert found(agreement("settled: {review: default}\n", on=REVIEW + points), "SRC1") == []


def test_two_modules_that_say_the_same_thing_differently_are_found() -> None:
    modules = """
modules:
  watch: {name: Watch, routines: {report: {every: month}}}
  care: {name: Care, routines: {report: {every: quarter}}}
"""

    assert paths(agreement("choose: [watch, care]\n", on=modules), "SRC1") == ["modules.care.routines.report"]
    assert found(agreement("choose: [watch, care]\n", on=modules.replace("quarter", "month")), "SRC1") == []
