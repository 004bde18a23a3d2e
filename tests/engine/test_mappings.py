"""Mappings that nobody can change."""

import copy
import pickle

import pytest

from upheld.mappings import FrozenMapping

KINDS = FrozenMapping({"incident": 1, "question": 2})


def test_what_it_was_made_of_may_change_afterwards() -> None:
    made_of = {"incident": 1}

    frozen = FrozenMapping(made_of)
    made_of["question"] = 2

    assert frozen == {"incident": 1}


def test_items_come_in_their_order() -> None:
    assert list(FrozenMapping([("b", 1), ("a", 2)])) == ["b", "a"]


def test_it_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="does not support item assignment"):
        KINDS["wish"] = 3  # type: ignore[index]


def test_it_comes_back_from_a_pickle_and_a_copy() -> None:
    assert pickle.loads(pickle.dumps(KINDS)) == copy.deepcopy(KINDS) == KINDS  # noqa: S301  its own


def test_equal_ones_have_the_same_hash() -> None:
    assert len({KINDS, FrozenMapping({"question": 2, "incident": 1})}) == 1
