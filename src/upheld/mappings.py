"""Mappings: what a version holds by name, which nobody can change, and which can be hashed and pickled.

>>> kinds = FrozenMapping({"incident": "Something is broken"})
>>> kinds["incident"], kinds == {"incident": "Something is broken"}
('Something is broken', True)
>>> kinds["wish"] = "Something else"
Traceback (most recent call last):
TypeError: 'FrozenMapping' object does not support item assignment
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenMapping(Mapping[K, V]):
    """A mapping with the items that it was made of, in their order."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._items = dict(items)

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMapping({self._items})"
