import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.reading.worlds import tree
from upheld.reading.merging import amended, extended, found, keys_of, merged, replaced, without
from upheld.reading.text import Node, Place

HERE = Place("here.yaml", 1, 1)
words = st.sampled_from(["a", "b", "c", "d"])
trees = st.recursive(
    words | st.lists(words, max_size=2), lambda below: st.dictionaries(words, below, max_size=3), max_leaves=8
)
mappings = st.dictionaries(words, trees, min_size=1, max_size=3)


def node(data: object) -> Node:
    if isinstance(data, dict):
        return Node(HERE, {key: node(value) for key, value in data.items()}, keys=dict.fromkeys(data, HERE))
    return Node(HERE, [node(item) for item in data] if isinstance(data, list) else str(data))


def over(under: str, text: str) -> object:
    return merged(tree(under), tree(text)).data()


# Laying one on another.


def test_mappings_are_merged_key_by_key() -> None:
    assert over("a: {b: 1, c: 2}\nd: 3\n", "a: {c: 4, e: 5}\n") == {"a": {"b": "1", "c": "4", "e": "5"}, "d": "3"}


def test_texts_and_lists_replace() -> None:
    assert over("a: [1, 2]\nb: {c: 1}\n", "a: [3]\nb: none\n") == {"a": ["3"], "b": "none"}


def test_a_tilde_takes_an_inherited_key_away() -> None:
    assert over("a: {b: 1, c: 2}\n", "a: {b: ~}\n") == {"a": {"c": "2"}}


def test_a_tilde_that_finds_nothing_stays_to_be_told() -> None:
    assert over("a: {b: 1}\n", "a: {c: ~}\n") == {"a": {"b": "1", "c": "~"}}


def test_what_is_merged_keeps_its_place_and_its_citation() -> None:
    whole = merged(tree("a:   # § 1\n  b: 1\n"), tree("a: {c: 2}\n"))

    assert [(path, n.place.line, n.cites) for path, n in whole.walk()][1:] == [
        ("a", 1, ("1",)),
        ("a.b", 2, ()),
        ("a.c", 1, ()),
    ]


@given(mappings, mappings, mappings)
def test_it_makes_no_difference_which_two_of_three_are_merged_first(one: object, two: object, three: object) -> None:
    a, b, c = node(one), node(two), node(three)
    shapes = [found(n, keys_of(path)) for n in (a, b, c) for path, _ in merged(merged(a, b), c).walk()]
    kinds = [type(n.value) for n in shapes if n]
    if len(set(kinds)) == 1:  # a text that stands between two mappings cuts them apart
        assert merged(merged(a, b), c).data() == merged(a, merged(b, c)).data()


@given(mappings)
def test_a_document_laid_on_itself_is_itself(data: object) -> None:
    assert merged(node(data), node(data)).data() == data


def test_a_mapping_without_some_keys() -> None:
    left = without(tree("a: 1\nb: 2\n"), "a", "c")

    assert (left.data(), list(left.keys)) == ({"b": "2"}, ["b"])


# Plans that extend plans.


def plans(text: str) -> tuple[object, list[str]]:
    root, problems = extended(tree(text))
    return root.children["plans"].data(), [f"{problem.line} {problem}".partition(": ")[2] for problem in problems]


def test_a_plan_says_only_what_differs_from_the_one_it_extends() -> None:
    text = "plans:\n  c: {extends: b, y: 3}\n  a: {x: 1, y: 1, z: 1}\n  b: {extends: a, y: 2, z: ~}\n"

    assert plans(text) == (
        {
            "c": {"x": "1", "y": "3", "extends": "b"},
            "a": {"x": "1", "y": "1", "z": "1"},
            "b": {"x": "1", "y": "2", "extends": "a"},
        },
        [],
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("plans: {a: {extends: a}}", "FMT5 plans.a.extends: plans go in a circle: a extends a; remove one of them"),
        (
            "plans: {a: {extends: b}, b: {extends: c}, c: {extends: a}}",
            "FMT5 plans.c.extends: plans go in a circle: a extends b extends c extends a; remove one of them",
        ),
        (
            "plans: {a: {extends: b}, b: {extends: c}, c: {extends: b}}",
            "FMT5 plans.c.extends: plans go in a circle: b extends c extends b; remove one of them",
        ),
        ("plans: {a: {extends: d}, b: {}}", "FMT4 plans.a.extends: 'd' is not a plan; write one of: b"),
        ("plans: {a: {extends: d}}", "FMT4 plans.a.extends: 'd' is not a plan; define it first"),
    ],
)
def test_each_circle_and_each_plan_that_is_not_there_is_told_once(text: str, sentence: str) -> None:
    assert plans(text)[1] == [sentence]


def test_a_long_line_of_plans_is_walked_not_climbed() -> None:
    text = "plans:\n  p0: {x: 1}\n" + "".join(f"  p{n}: {{extends: p{n - 1}}}\n" for n in range(1, 2000))
    root, problems = extended(tree(text))

    assert (root.children["plans"].children["p1999"].data(), problems) == ({"x": "1", "extends": "p1998"}, [])


def test_a_new_plan_may_extend_a_whole_one_of_the_document_below() -> None:
    base, _ = extended(tree("plans: {a: {x: 1}, b: {extends: a, y: 2}}\n"))
    own, problems = extended(tree("plans: {c: {extends: b, z: 3}}\n"), base)

    assert own.children["plans"].data() == {"c": {"x": "1", "y": "2", "extends": "b", "z": "3"}}
    assert problems == []


def test_a_new_plan_may_extend_one_that_is_changed_beside_it() -> None:
    base, _ = extended(tree("plans: {a: {x: 1, y: 1}}\n"))
    own, _ = extended(tree("plans: {b: {extends: a, z: 3}, a: {y: 2}}\n"), base)

    assert own.children["plans"].data() == {"b": {"x": "1", "y": "2", "extends": "a", "z": "3"}, "a": {"y": "2"}}


def test_a_change_of_one_plan_does_not_reach_those_that_extend_it() -> None:
    base, _ = extended(tree("plans: {a: {x: 1}, b: {extends: a}}\n"))

    assert merged(base, tree("plans: {a: {x: 2}}\n")).data() == {
        "plans": {"a": {"x": "2"}, "b": {"x": "1", "extends": "a"}}
    }


def test_what_one_plan_lost_stays_lost_where_it_is_laid_on_again() -> None:
    base, _ = extended(tree("plans: {a: {x: 1}, b: {extends: a, x: ~}}\n"))

    assert merged(base, tree("plans: {b: {y: 2}}\n")).data() == {
        "plans": {"a": {"x": "1"}, "b": {"extends": "a", "y": "2"}}
    }


# Amendments.

SIGNED = "signed: 2026-01-12\nplans: {a: {price: {base: 1, slices: [{rate: 2}, {rate: 3}]}}}\nroles: {}\n"


def amend(text: str) -> tuple[object, list[str]]:
    root, problems = amended(tree(SIGNED), tree(text))
    return without(root, "signed").data(), [problem.sentence for problem in problems]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (
            "changes: {plans.a.price.base: 5}",
            {"plans": {"a": {"price": {"base": "5", "slices": [{"rate": "2"}, {"rate": "3"}]}}}, "roles": {}},
        ),
        (
            "changes: {plans.a.price.slices.1.rate: 5}",
            {"plans": {"a": {"price": {"base": "1", "slices": [{"rate": "2"}, {"rate": "5"}]}}}, "roles": {}},
        ),
        ("changes: {plans.a: {price: 5}}", {"plans": {"a": {"price": "5"}}, "roles": {}}),
        (
            "adds: {plans.a.price.slices.2.rate: 5}",
            {
                "plans": {"a": {"price": {"base": "1", "slices": [{"rate": "2"}, {"rate": "3"}, {"rate": "5"}]}}},
                "roles": {},
            },
        ),
        ("adds: {roles.owner.of: vendor}\nends: [plans]", {"roles": {"owner": {"of": "vendor"}}}),
        (
            "ends: plans.a.price.slices.0",
            {"plans": {"a": {"price": {"base": "1", "slices": [{"rate": "3"}]}}}, "roles": {}},
        ),
    ],
)
def test_an_amendment_changes_what_it_names_and_nothing_else(text: str, data: object) -> None:
    assert amend(text) == (data, [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("changes: {plans.a.price.bse: 5}", "plans.a.price.bse: 'plans.a.price' has no 'bse'; did you mean 'base'?"),
        ("changes: {plans.c.price: 5}", "plans.c.price: 'plans' has no 'c'; write it under 'adds' if it is new"),
        ("changes: {modules: 5}", "modules: there is no 'modules'; write it under 'adds' if it is new"),
        (
            "changes: {plans.a.price.slices.2: 5}",
            "plans.a.price.slices.2: 'plans.a.price.slices' has no '2'; count from 0 to 1",
        ),
        (
            "changes: {plans.a.price.base.x: 5}",
            "plans.a.price.base.x: 'plans.a.price.base' is a text and has no 'x'; name 'plans.a.price.base'",
        ),
        ("adds: {plans.a.price.base: 5}", "plans.a.price.base: there is something already; write it under 'changes'"),
        (
            "adds: {plans.a.price.base.x: 5}",
            "plans.a.price.base.x: 'plans.a.price.base' is a text and has no 'x'; name 'plans.a.price.base'",
        ),
        (
            "adds: {plans.a.price.slices.9: 5}",
            "plans.a.price.slices.9: 'plans.a.price.slices' has no '9'; count from 0 to 1",
        ),
        ("ends: [roles.owner]", "roles.owner: 'roles' has no 'owner'; name what the version before has"),
        ("changes: {signed: 2026-01-13}", "signed: 'signed' cannot be amended; sign another agreement"),
    ],
)
def test_a_path_that_leads_nowhere_is_told_and_changes_nothing(text: str, sentence: str) -> None:
    assert amend(text) == (without(tree(SIGNED), "signed").data(), [sentence])


def test_what_an_amendment_writes_has_its_place_in_the_amendment() -> None:
    root, _ = amended(tree(SIGNED), tree("\n\nchanges:\n  plans.a.price.base: 5\n"))

    assert root.children["plans"].children["a"].children["price"].children["base"].place.line == 4


# Paths.


@given(mappings, trees)
def test_what_is_put_at_a_path_is_found_there(data: object, value: object) -> None:
    root = node(data)
    for path, _ in root.walk():
        if path:
            put = found(replaced(root, keys_of(path), node(value), HERE), keys_of(path))

            assert put
            assert put.data() == value


@given(mappings)
def test_what_is_removed_at_a_path_is_gone_and_nothing_else_is(data: object) -> None:
    root = node(data)
    for path, _ in root.walk():
        keys = keys_of(path)
        if keys:
            left = replaced(root, keys, None, HERE)
            above, before = found(left, keys[:-1]), found(root, keys[:-1])

            assert above
            assert before
            assert len(above.value) == len(before.value) - 1
