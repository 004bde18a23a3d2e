import re
from collections.abc import Mapping
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.agreements import Classification, Definitions, Fact, Raise, Severity, Text
from upheld.reasons import Clause
from upheld.severity import Decision, classify, gaps, questions, unreachable

Row = Mapping[str, tuple[str, ...]]
NOTHING = Text({})
VENDOR = Classification("vendor", None, None, None, None, Clause("classification", ""))


def fact(name: str, *answers: str) -> Fact:
    return Fact(name, Text({"en": f"{name}?"}), answers or ("yes", "no"), Clause(f"facts.{name}", ""))


def severity(name: str, *when: Row, otherwise: bool = False) -> Severity:
    return Severity(name, 0, NOTHING, when, otherwise, (), NOTHING, Clause(f"severities.{name}", ""))


def definitions(
    facts: tuple[Fact, ...], severities: tuple[Severity, ...], classification: Classification = VENDOR
) -> Definitions:
    ranked = tuple(
        Severity(s.id, rank, s.name, s.when, s.otherwise, s.also_called, s.examples, s.clause)
        for rank, s in enumerate(severities, 1)
    )
    return Definitions(
        zone="Europe/Berlin",
        currency="EUR",
        working_time=None,
        calendars={},
        facts=facts,
        severities=ranked,
        classification=classification,
        clocks={},
        meters={},
        kinds={},
        services=(),
        releases=None,
        third_parties=(),
        reopen_within=timedelta(days=14),
    )


def yes(name: str) -> Row:
    return {name: ("yes",)}


# Comarch: three questions from the top, the first yes decides, the rest is guidance.
COMARCH = definitions(
    (fact("down"), fact("production"), fact("impaired")),
    (
        severity("down", yes("down")),
        severity("production", yes("production")),
        severity("impaired", yes("impaired")),
        severity("guidance", otherwise=True),
    ),
)

# maxence: a table of five facts.
MAXENCE = definitions(
    (
        fact("production"),
        fact("usable"),
        fact("loss", "none", "one", "essential"),
        fact("workaround"),
        fact("users", "few", "many"),
    ),
    (
        severity("critical", {"production": ("yes",), "usable": ("no",), "workaround": ("no",)}),
        severity("high", {"production": ("yes",), "loss": ("essential",), "workaround": ("yes",)}, otherwise=True),
        severity("medium", {"production": ("yes",), "loss": ("one",), "workaround": ("yes",), "users": ("few",)}),
        severity("low", {"loss": ("none",), "usable": ("yes",)}, {"production": ("no",)}),
    ),
)

# Stratiteq: no questions; the customer asks for a priority, for a higher one by mail and by phone.
STRATITEQ = definitions(
    (),
    (severity("p1"), severity("p2"), severity("p3")),
    Classification(
        "customer",
        "p3",
        None,
        None,
        Raise(("p2", "p1"), ("email", "phone"), "at registration", Clause("classification.raise", "")),
        Clause("classification", ""),
    ),
)


def outcome(decision: Decision) -> tuple[str | None, bool, bool]:
    return decision.severity, decision.matched, decision.otherwise


def codes(decision: Decision) -> list[str]:
    return [reason.code for top in decision.reasons for reason in top.walk()]


def test_the_first_yes_from_the_top_decides() -> None:
    decision = classify(COMARCH, {"down": "no", "production": "yes", "impaired": "yes"})

    assert outcome(decision) == ("production", True, False)


def test_what_nothing_fits_falls_to_otherwise() -> None:
    decision = classify(COMARCH, {"down": "no", "production": "no", "impaired": "no"})

    assert outcome(decision) == ("guidance", False, True)


def test_an_answer_that_can_no_longer_matter_may_be_missing() -> None:
    decision = classify(COMARCH, {"down": "yes"})

    assert outcome(decision) == ("down", True, False)


def test_a_milder_yes_does_not_decide_while_a_worse_question_is_open() -> None:
    decision = classify(COMARCH, {"impaired": "yes"})

    assert (decision.severity, decision.open) == (None, ("down", "production"))


def test_the_next_question_is_the_first_that_is_open() -> None:
    assert classify(MAXENCE, {"production": "yes", "usable": "yes"}).open == ("loss", "workaround", "users")


def test_a_row_that_is_met_decides_though_the_row_before_is_open() -> None:
    assert classify(MAXENCE, {"production": "no"}).severity == "low"


def test_the_reasons_hold_the_severity_and_every_answer_with_its_clause() -> None:
    decision = classify(MAXENCE, {"production": "yes", "usable": "no", "workaround": "no"})

    assert [r.clause.path for r in decision.reasons[0].walk() if r.clause] == [
        "severities.critical",
        "facts.production",
        "facts.usable",
        "facts.workaround",
    ]


def test_the_reason_of_an_open_decision_names_the_next_question() -> None:
    assert classify(COMARCH, {}).reasons[0].fields == {"question": "down"}


def test_maxence_leaves_8_of_48_combinations_open() -> None:
    found = gaps(MAXENCE)

    assert len(found) == 8
    assert found[0] == {
        "production": "yes",
        "usable": "yes",
        "loss": "one",
        "workaround": "yes",
        "users": "many",
    }


def test_a_gap_of_maxence_falls_to_high() -> None:
    decisions = {outcome(classify(MAXENCE, gap)) for gap in gaps(MAXENCE)}

    assert decisions == {("high", False, True)}


def test_without_criteria_there_are_no_gaps() -> None:
    assert gaps(STRATITEQ) == ()


def test_a_claim_with_both_channels_counts() -> None:
    decision = classify(STRATITEQ, {"asked": "p1", "email": "yes", "phone": "yes"})

    assert outcome(decision) == ("p1", True, False)


def test_a_claim_that_lacks_a_channel_falls_to_the_default_and_says_which() -> None:
    decision = classify(STRATITEQ, {"asked": "p1", "email": "yes"})

    assert outcome(decision) == ("p3", False, True)
    assert decision.reasons[0].because[0].fields == {"severity": "p1", "channels": ("phone",)}


def test_a_claim_for_the_default_needs_nothing() -> None:
    assert outcome(classify(STRATITEQ, {"asked": "p3"})) == ("p3", True, False)


def test_without_a_claim_it_is_the_default() -> None:
    assert outcome(classify(STRATITEQ, {})) == ("p3", False, True)


def test_a_raise_that_is_not_offered_does_not_count() -> None:
    raising = Raise(("p2",), (), "any time", Clause("classification.raise", ""))
    only_p2 = definitions(
        (), STRATITEQ.severities, Classification("customer", "p3", None, None, raising, Clause("classification", ""))
    )

    assert codes(classify(only_p2, {"asked": "p1"})) == ["severity default", "claim not offered"]


def test_a_customer_without_a_rule_for_raises_is_free_to_choose() -> None:
    free = definitions(
        (), STRATITEQ.severities, Classification("customer", "p3", None, None, None, Clause("classification", ""))
    )

    assert outcome(classify(free, {"asked": "p1"})) == ("p1", True, False)


def test_a_claim_is_a_question_with_the_severities_as_answers() -> None:
    assert questions(STRATITEQ) == {
        "asked": ("p1", "p2", "p3"),
        "email": ("yes", "no"),
        "phone": ("yes", "no"),
    }


def test_severities_that_were_not_agreed_decide_nothing() -> None:
    decision = classify(definitions((), ()), {})

    assert (outcome(decision), codes(decision)) == ((None, False, False), ["severity not agreed"])


def test_answers_that_nothing_catches_have_no_severity() -> None:
    no_rest = definitions((fact("down"),), (severity("down", yes("down")),))

    assert outcome(classify(no_rest, {"down": "no"})) == (None, False, False)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"producton": "yes"}, "'producton' is not a question of this agreement; did you mean 'production'?"),
        ({"usable": "yess"}, "usable: 'yess' is not an answer; did you mean 'yes'?"),
        ({"loss": "3"}, "loss: '3' is not an answer; write one of: none, one, essential"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(answers: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        classify(MAXENCE, answers)


def test_an_agreement_without_questions_says_so() -> None:
    with pytest.raises(ValueError, match="'stopped' is not a question of this agreement; it has none"):
        classify(definitions((), ()), {"stopped": "yes"})


def test_a_severity_below_one_that_takes_all_its_cases_is_unreachable() -> None:
    shadowed = definitions(
        (fact("down"), fact("night")),
        (
            severity("stop", yes("down")),
            severity("night", {"down": ("yes",), "night": ("yes",)}),
            severity("rest", otherwise=True),
        ),
    )

    assert [s.id for s in unreachable(shadowed)] == ["night"]


def test_an_otherwise_that_nothing_is_left_for_is_unreachable() -> None:
    complete = definitions(
        (fact("down"),),
        (severity("stop", yes("down")), severity("go", {"down": ("no",)}), severity("rest", otherwise=True)),
    )

    assert [s.id for s in unreachable(complete)] == ["rest"]


def test_a_priority_that_may_not_be_asked_for_is_unreachable() -> None:
    raising = Raise(("p2",), (), "any time", Clause("classification.raise", ""))
    only_p2 = definitions(
        (), STRATITEQ.severities, Classification("customer", "p3", None, None, raising, Clause("classification", ""))
    )

    assert [s.id for s in unreachable(only_p2)] == ["p1"]


@pytest.mark.parametrize("offer", [COMARCH, MAXENCE, STRATITEQ])
def test_every_severity_of_the_offers_can_be_reached(offer: Definitions) -> None:
    assert unreachable(offer) == ()


NAMES = ("a", "b", "c")
ROWS = st.dictionaries(
    st.sampled_from(NAMES), st.sets(st.sampled_from(("1", "2", "3")), min_size=1).map(tuple), min_size=1
)
TABLES = st.lists(st.lists(ROWS, max_size=2), min_size=1, max_size=4).map(
    lambda table: definitions(
        tuple(fact(name, "1", "2", "3") for name in NAMES),
        tuple(severity(f"s{number}", *rows) for number, rows in enumerate(table)),
    )
)


def by_reading_from_the_top(table: Definitions, answers: Mapping[str, str]) -> str | None:
    fitting = (
        s for s in table.severities for row in s.when if all(answers[name] in fits for name, fits in row.items())
    )
    return next((s.id for s in fitting), None)


def every_combination() -> list[dict[str, str]]:
    return [dict(zip(NAMES, answers, strict=True)) for answers in product("123", repeat=len(NAMES))]


@given(TABLES)
def test_all_answers_decide_as_reading_from_the_top_does(table: Definitions) -> None:
    decided = [classify(table, answers).severity for answers in every_combination()]

    assert decided == [by_reading_from_the_top(table, answers) for answers in every_combination()]


@given(TABLES, st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("1", "2", "3"))))
def test_some_answers_decide_just_when_every_completion_agrees(table: Definitions, some: dict[str, str]) -> None:
    completions = {by_reading_from_the_top(table, {**answers, **some}) for answers in every_combination()}

    decision = classify(table, some)

    assert (decision.severity if not decision.open else completions) == (
        completions.pop() if len(completions) == 1 else completions
    )


@given(TABLES)
def test_the_gaps_are_the_combinations_that_nothing_matches(table: Definitions) -> None:
    looked_at = {name for s in table.severities for row in s.when for name in row}
    unmatched = [c for c in every_combination() if by_reading_from_the_top(table, c) is None]

    found = {tuple(gap.items()) for gap in gaps(table)}

    assert found == {tuple((n, a) for n, a in c.items() if n in looked_at) for c in unmatched if looked_at}
