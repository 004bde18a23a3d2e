import pytest

from tests.engine.reading.worlds import DESK, HEAD, built, tree, wrong
from upheld.reading.forms.names import context

WORDS = """\
kinds: {incident: Something is broken, question: A question}
facts: {usable: {ask: Is it usable?, answers: [fully, partly, no]}}
severities:
  stop: {name: Stop, ask: Has it stopped?, when: {usable: no}}
  slow: {name: Slow, otherwise: yes}
meters: {sales: {unit: SEK, per: month, is: sales, source: the till}}
modules:
  extra: {options: {more: {}}}
roles: {owner: {of: vendor}}
channels: {phone: desk, portal: always, visit: by appointment}
allowances: {cases: {unit: case, amount: 10 per quarter}}
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "plans: {a: {channels: {chat: always, mail: desks}}}",
            "'desks' is not a calendar of this file; did you mean 'desk'?",
        ),
        (
            "plans: {a: {promises: {stop: {resond: within 1 hour}}}}",
            "'resond' is not a clock of this file; did you mean 'respond'?",
        ),
        (
            "plans: {a: {promises: {p1: {respond: within 1 hour}}}}",
            "'p1' is not a severity or 'any' of this file; define it, or write one of: stop, slow, any",
        ),
        (
            "plans: {a: {promises: {any: {respond: within 1 hour, only: {channel: fax}}}}}",
            "'fax' is not a channel of this file; define it, or write one of: phone, portal, visit",
        ),
        (
            "plans: {a: {promises: {any: {respond: within 1 hour, only: {kind: wish}}}}}",
            "'wish' is not a kind of case of this file; define it, or write one of: incident, question",
        ),
        ("plans: {a: {unpromised: as slo}}", "'slo' is not a severity of this file; did you mean 'slow'?"),
        (
            "plans: {a: {handles: [wish]}}",
            "'wish' is not a kind of case of this file; define it, or write one of: incident, question",
        ),
        (
            "plans: {a: {price: {plus: {sale: {mode: per unit, rate: 1 SEK}}}}}",
            "'sale' is not a meter of this file; did you mean 'sales'?",
        ),
        (
            "plans: {a: {help: {structure: general, account: night}}}",
            "'night' is not a calendar of this file; define it, or write one of: desk, always, none",
        ),
        (
            "plans: {a: {steps: {one: {of: vendor, do: it, when: closing}}}}",
            "'closing' is not an event of this file; did you mean 'closed'?",
        ),
        (
            "plans: {a: {credits: {one: {when: repair missed, gives: 100 SEK per miss}}}}",
            "'repair' is not a clock of this file; define it, or write one of: respond, restore",
        ),
        (
            "plans: {a: {credits: {one: {when: restore missed, for: any, gives: 100 SEK per miss}}}}",
            "'any' is not a severity of this file; define it, or write one of: stop, slow",
        ),
        (
            "plans: {a: {allowances: {points: {unit: point, amount: 5, when_used_up: offer extr}}}}",
            "'extr' is not a module of this file; did you mean 'extra'?",
        ),
        (
            "plans: {a: {checkpoints: {half: {when: point at 50%}}}}",
            (
                "'point' is not a clock or allowance of this file; "
                "define it, or write one of: respond, restore, cases, any"
            ),
        ),
        (
            "plans: {a: {checkpoints: {half: {when: cases missed}}}}",
            "'cases' is not a clock of this file; define it, or write one of: respond, restore",
        ),
        (
            "plans: {a: {checkpoints: {half: {when: any missed, tell: [ownr]}}}}",
            "'ownr' is not a role of this file; did you mean 'owner'?",
        ),
        (
            "classification: {by: customer, default: p3}",
            "'p3' is not a severity of this file; define it, or write one of: stop, slow",
        ),
        (
            "classification: {by: customer, raise: {to: stop, needs: [fax]}}",
            "'fax' is not a channel of this file; define it, or write one of: phone, portal, visit",
        ),
        (
            "releases: {every: quarter, change_by: {hotfix: [bug]}}",
            "'bug' is not a kind of case of this file; define it, or write one of: incident, question",
        ),
        ("open_points: {one: {at: calendars.dsk, default: it}}", "'calendars' has no 'dsk'; did you mean 'desk'?"),
        (
            "open_points: {one: {at: nowhere.else, default: it}}",
            "there is no 'nowhere'; name its keys from the top, with dots",
        ),
        (
            "open_points: {one: {at: currency.name, default: it}}",
            "'currency' is a text and has no 'name'; name 'currency'",
        ),
    ],
)
def test_a_name_that_is_not_defined_is_told_with_the_nearest(text: str, sentence: str) -> None:
    [problem] = wrong(DESK, WORDS, text)

    assert problem.startswith("FMT4 ")
    assert problem.endswith(f": {sentence}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{usble: no}", "severities.p1.when.usble: 'usble' is not a question of this file; did you mean 'usable'?"),
        ("{usable: yes}", "severities.p1.when.usable: 'yes' is not an answer to 'usable'; write one of: fully, no"),
    ],
)
def test_a_severity_asks_questions_that_there_are(text: str, sentence: str) -> None:
    facts = "facts: {usable: {ask: Is it usable?, answers: [fully, no]}}\n"

    assert wrong(facts, f"severities: {{p1: {{name: Stop, when: {text}}}}}\n") == [f"FMT4 {sentence}"]


def test_an_option_is_named_with_its_module() -> None:
    assert (
        wrong(DESK, WORDS, "plans: {a: {allowances: {p: {unit: p, amount: 5, when_used_up: offer extra.more}}}}") == []
    )


def test_any_channel_will_do_while_they_are_to_be_agreed() -> None:
    assert (
        wrong(
            DESK,
            "channels: to be agreed\nplans: {a: {promises: {any: {respond: within 1 hour, only: {channel: fax}}}}}",
        )
        == []
    )


def test_a_name_with_a_problem_of_its_own_is_still_defined() -> None:
    calendars = "working_time: desk\ncalendars: {desk: {week: {mon-fri: 8-17}}}\n"

    assert [problem[:40] for problem in wrong(calendars)] == ["FMT3 calendars.desk.week.mon-fri: '8-17'"]


def test_names_are_not_looked_up_where_what_defines_them_is_wrong() -> None:
    assert wrong("working_time: desk\ncalendars: 24/7\n") == [
        "FMT3 calendars: '24/7' is not a mapping; write a mapping here"
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  desk:", "  the desk:", "FMT3 calendars.the desk: 'the desk' is not one word; write it like extended-times"),
        ("  desk:", "  any:", "FMT3 calendars.any: 'any' has a meaning of its own here; choose another name"),
    ],
)
def test_what_is_named_is_one_word_without_a_meaning(old: str, new: str, sentence: str) -> None:
    assert wrong(DESK.replace("working_time: desk\n", "").replace(old, new)) == [sentence]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "Europe/Stockholm",
            "Europe/Stokholm",
            "time_zone: 'Europe/Stokholm' is not a time zone; did you mean 'Europe/Stockholm'?",
        ),
        ("SEK", "kr", "currency: 'kr' is not a currency's three letters; write it like EUR"),
        (
            "[en, sv]",
            "[en, Swedish]",
            "languages.1: 'Swedish' is not a language's two letters; write it like de, en or sv",
        ),
        ("[en, sv]", "[]", "languages: nothing stands here; write at least one"),
    ],
)
def test_zone_currency_and_languages_are_known_by_their_letters(old: str, new: str, sentence: str) -> None:
    _, problems = built(HEAD.replace(old, new))

    assert [problem.sentence for problem in problems] == [sentence]


def test_what_stands_wrong_is_not_known() -> None:
    known = context(tree("languages: [English]\ncurrency: kr\n"), set(), named=True)

    assert (known.languages, known.currency) == ((), "")
