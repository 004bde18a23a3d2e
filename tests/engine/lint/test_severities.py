from tests.engine.lint.worlds import SEVERITIES, found, offer, paths

FACTS = """
facts:
  down: {ask: Is the shop down?, answers: [yes, no]}
  night: {ask: Is it night?, answers: [yes, no]}
"""


def test_every_combination_that_nothing_matches_is_listed() -> None:
    version = offer(FACTS, "severities: {stop: {name: Stop, when: {down: yes, night: no}, otherwise: yes}}\n")

    (gap,) = found(version, "SEV1")

    assert gap.level == "W"
    assert gap.message == (
        "of 4 combinations of answers 3 match no severity: "
        "(down=yes, night=yes), (down=no, night=yes), (down=no, night=no)"
    )


def test_combinations_that_nothing_catches_make_a_file_useless() -> None:
    version = offer(FACTS, "severities: {stop: {name: Stop, when: {down: yes}}}\n")

    assert [problem.level for problem in found(version, "SEV1")] == ["E"]


def test_a_severity_that_is_nothing_but_otherwise_is_meant_to_catch_the_rest() -> None:
    assert found(offer(SEVERITIES), "SEV1") == []


def test_long_lists_of_combinations_are_cut() -> None:
    many = "".join(f"  f{number}: {{ask: {number}?, answers: [yes, no]}}\n" for number in range(4))
    when = ", ".join(f"f{number}: yes" for number in range(4))

    (gap,) = found(offer(f"facts:\n{many}severities: {{s: {{name: S, when: {{{when}}}, otherwise: yes}}}}\n"), "SEV1")

    assert gap.message.endswith(" and 3 more")


def test_an_otherwise_that_nothing_is_left_for_is_found() -> None:
    version = offer(
        FACTS,
        """
severities:
  stop: {name: Stop, when: {down: yes}}
  go: {name: Go, when: {down: no}}
  rest: {name: Rest, otherwise: yes}
""",
    )

    assert paths(version, "SEV2") == ["severities.rest"]


def test_examples_in_other_forms_of_the_same_words_are_alike() -> None:
    version = offer(
        """
severities:
  stop: {name: Stop, ask: Stopped?, examples: [Orders are cancelled at random]}
  slow: {name: Slow, ask: Slow?, examples: [Some order is randomly lost, Pages load slowly]}
  question: {name: Question, otherwise: yes}
"""
    )

    assert paths(version, "SEV3") == ["severities.slow"]


def test_one_word_in_common_does_not_make_examples_alike() -> None:
    version = offer(
        """
severities:
  stop: {name: Stop, ask: Stopped?, examples: [Customers cannot pay]}
  slow: {name: Slow, ask: Slow?, examples: [Customers wait for pages]}
  question: {name: Question, otherwise: yes}
"""
    )

    assert found(version, "SEV3") == []


def test_the_same_question_twice_is_found() -> None:
    version = offer(
        """
severities:
  stop: {name: Stop, ask: Has the shop stopped?}
  slow: {name: Slow, ask: has the shop stopped?}
  question: {name: Question, otherwise: yes}
"""
    )

    assert "asks the same question as 'stop'" in found(version, "SEV3")[0].message


def test_all_severities_without_a_promise_are_named_at_the_plan() -> None:
    version = offer(SEVERITIES, "plans: {basic: {promises: {stop: {respond: within 1 hour}}}}\n")

    (problem,) = found(version, "SEV4")

    assert (problem.path, problem.message) == ("plans.basic", "nothing is promised for 'slow' and 'question'")


def test_a_promise_for_any_is_one_for_each() -> None:
    assert found(offer(SEVERITIES, "plans: {basic: {promises: {any: {respond: within 1 hour}}}}\n"), "SEV4") == []


def test_a_plan_without_promises_owes_none() -> None:
    assert found(offer(SEVERITIES, "plans: {basic: {}}\n"), "SEV4") == []
