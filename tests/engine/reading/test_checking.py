import pytest

from tests.engine.reading.worlds import AGREEMENT, AMENDMENT, DESK, HEAD, OFFER, built, tree, wrong
from upheld.problems import in_reading_order
from upheld.reading import forms
from upheld.reading.checking import Checked, checked


def seen(text: str, *, complete: bool = True) -> Checked[forms.Offer]:
    return checked(tree(text), forms.Offer, complete=complete)


def told(text: str, form: type[forms.Form] = forms.Offer, *, complete: bool = True) -> list[str]:
    problems = in_reading_order(checked(tree(text), form, complete=complete).problems)
    return [f"{problem.line}:{problem.column} {problem.code} {problem.sentence}" for problem in problems]


def test_what_is_right_is_its_form() -> None:
    found = seen(OFFER)

    assert found.form.offer == "shop-support"
    assert found.problems == ()


def test_much_that_is_wrong_is_told_in_one_run() -> None:
    text = (
        HEAD.replace("SEK", "kr").replace("offer: shop-support\n", "")
        + DESK.replace("08:00-17:00", "8-17").replace("to: first human reply", "to: answer")
        + "plans:\n"
        + "  basic: {promisses: {any: {respond: within 8 hrs}}}\n"
        + "  premium: {extends: basic, contcts: 3 named, unpromised: as p1}\n"
    )

    assert [sentence[: sentence.index(":", 5)] for sentence in told(text)] == [
        "1:1 FMT0 offer",
        "7:11 FMT3 currency",
        "10:26 FMT3 calendars.desk.week.mon-fri",
        "13:55 FMT3 clocks.respond.to",
        "16:11 FMT1 plans.basic.promisses",
        "16:38 FMT3 plans.basic.promises.any.respond",
        "17:29 FMT1 plans.premium.contcts",
        "17:59 FMT4 plans.premium.unpromised",
    ]


# Keys.


def test_an_unknown_key_is_told_with_the_nearest_that_is_known_there() -> None:
    assert wrong("plans: {a: {chanels: {}}}") == [
        "FMT1 plans.a.chanels: 'chanels' is not a key here; did you mean 'channels'?"
    ]


def test_where_few_keys_are_known_they_are_listed() -> None:
    assert wrong("roles: {a: {of: vendor, who: me}}") == [
        "FMT1 roles.a.who: 'who' is not a key here; write one of: deputies, does, of, people"
    ]


def test_a_key_that_is_almost_one_is_read_as_that() -> None:
    found = seen(HEAD + DESK.replace("calendars:", "calendrs:") + "channels: {phone: desk, fax: dsk}\n")

    assert [problem.path for problem in found.problems] == ["calendrs", "channels.fax"]
    assert "calendars" in found.root.children


def test_a_key_is_not_read_as_one_that_is_there() -> None:
    assert wrong("plans: {a: {steps: {}, step: {}}}") == [
        "FMT1 plans.a.step: 'step' is not a key here; did you mean 'steps'?"
    ]


def test_a_key_without_a_value_is_told_before_what_it_may_be() -> None:
    assert wrong("kinds: {incident: It is broken, or slow}") == [
        (
            "FMT0 kinds.or slow: 'or slow' has no value; "
            "write one, or put a text that holds a comma or colon between quotes"
        )
    ]


def test_an_empty_text_between_quotes_is_a_value() -> None:
    assert wrong("source: {file: ''}") == []


def test_a_tilde_where_nothing_is_inherited_is_told() -> None:
    assert wrong("plans: {a: {queue: first}, b: {extends: a, queue: ~, price: ~}}") == [
        "FMT4 plans.b.price: '~' takes 'price' away, but nothing is inherited here; remove the line"
    ]


def test_an_empty_key_is_told() -> None:
    assert wrong("kinds: {'': nothing}") == ["FMT0 kinds.: a key is empty; write a word before the colon"]


def test_a_key_holds_no_dot_since_paths_do() -> None:
    assert wrong("meters: {v1.5: {}}") == [
        "FMT3 meters.v1.5: 'v1.5' is no name: paths are written with dots; write it without a dot"
    ]


def test_what_is_missing_is_told_at_the_key_above() -> None:
    assert told(HEAD + "clocks:\n  c: {name: C}\n") == [
        "10:3 FMT0 clocks.c.from: 'from' is missing; add it",
        "10:3 FMT0 clocks.c.to: 'to' is missing; add it",
    ]


# Values.


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kinds: [a]", "FMT3 kinds: this is not a mapping; write a mapping here"),
        ("kinds: a", "FMT3 kinds: 'a' is not a mapping; write a mapping here"),
        ("vendr: {}", "FMT1 vendr: 'vendr' is not a key here; did you mean 'vendor'?"),
        ("source: {file: [a]}", "FMT3 source.file: this is not a text; write a text here"),
        ("source: {file: {a: b}}", "FMT3 source.file: this is not a text; write a text here"),
        ("callers: {a: b}", "FMT3 callers: this is not a text; write a text here"),
        ("callers: [[a]]", "FMT3 callers.0: this is not a text; write a text here"),
        ("queue: [first]", "FMT3 queue: this is not one word; write 'first' or 'before others'"),
        ("calendars: {a: [24/7]}", "FMT3 calendars.a: this is not a mapping; write a mapping here"),
        ("contacts: [1 named]", "FMT3 contacts: this is a list or a mapping; write a text like '1 named'"),
        (
            "price: {plus: {}, minimum: {}}",
            "FMT3 price.minimum: this is a list or a mapping; write a text like '1500 EUR per month'",
        ),
        (
            "calendars: {a: {week: {mon: {a: b}}}}",
            "FMT3 calendars.a.week.mon: these are not opening hours; write them like 08:00-12:00, 13:00-17:00",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_the_right_one(text: str, sentence: str) -> None:
    assert wrong(text) == [sentence]


def test_a_long_value_is_shown_in_part() -> None:
    [sentence] = wrong("queue: " + "very " * 100 + "first")

    assert sentence == (
        "FMT3 queue: 'very very very very very very very very very very very very…' is not known here; "
        "write 'first' or 'before others'"
    )


# Nothing that only follows.


@pytest.mark.parametrize(
    "text",
    [
        (
            "open_points: {one: {at: meters.sales.unit, default: it}}\n"
            "meterz: {sales: {unit: SEK, per: month, is: s, source: s}}\n"
        ),
        "open_points: {one: {at: severities.stop.ask, default: it}}\nseverities: {stop: }\n",
        "open_points: {one: {at: plans.a.extends, default: it}}\nplans: {a: {extends: a}}\n",
        "channels: {phone: desk}\ncalendars: {desk: {week: {mon: 8-17}}}\n",
        "plans: {a: {unpromised: as stop}}\nseverities: [stop]\n",
        (
            "working_time: dsk\ncalendars: {desk: {week: {mon: 08:00-17:00}}}\n"
            "clocks: {c: {name: C, from: reported, to: closed}}\n"
            "plans: {a: {promises: {any: {c: within 2 working hours}}}}\n"
        ),
        "roles: {a: {of: [x], people: p}}\nplans: {a: {checkpoints: {c: {when: any missed, tell: a}}}}\n",
        "titel: {en: A, sv: B}\n",
    ],
    ids=["misspelt", "empty", "circle", "hours", "section", "working time", "role", "title"],
)
def test_what_only_follows_from_something_else_is_not_told(text: str) -> None:
    head = HEAD.replace("title: {en: Shop support, sv: Butiksstöd}\n", "") if text.startswith("titel") else HEAD

    assert len(built(head + text)[1]) == 1


def test_without_languages_no_text_is_in_a_wrong_one() -> None:
    assert [problem.path for problem in seen(HEAD.replace("languages: [en, sv]\n", "")).problems] == ["languages"]


def test_a_list_goes_as_a_whole_so_that_its_numbers_keep_their_meaning() -> None:
    slices = "[{above: 1, rate: 5%}, {above: x, rate: 5%}, {above: 3, rate: y}]"
    meters = "meters: {m: {unit: SEK, per: month, is: m, source: m}}\n"
    text = f"{meters}price: {{plus: {{m: {{mode: volume, slices: {slices}}}}}}}\n"

    assert [problem.path for problem in seen(HEAD + text).problems] == [
        "price.plus.m.slices.1.above",
        "price.plus.m.slices.2.rate",
    ]


def test_what_several_plans_inherit_is_told_once() -> None:
    assert (
        len(wrong(DESK, "plans: {a: {promises: {any: {repair: within 1 hour}}}, b: {extends: a}, c: {extends: b}}"))
        == 1
    )


# The other kinds of document.


def test_an_agreement_without_its_offer_is_only_asked_for_its_head() -> None:
    text = (
        AGREEMENT.replace("signed: 2026-01-12\n", "")
        + "plans: {basic: {channels: {phone: any}, price: free, queue: ~}}\n"
    )

    assert [problem[:40] for problem in told(text, forms.Agreement, complete=False)] == [
        "1:1 FMT0 signed: 'signed' is missing; ad",
        "7:48 FMT3 plans.basic.price: 'free' is n",
    ]


def test_an_amendment_may_write_anything_at_a_path() -> None:
    assert told(AMENDMENT, forms.Amendment) == []


def test_an_amendment_is_asked_for_its_reason() -> None:
    assert told(AMENDMENT.replace("because: a second desk\n", ""), forms.Amendment) == [
        "1:1 FMT0 because: 'because' is missing; add it"
    ]
