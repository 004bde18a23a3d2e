"""Merging: one document out of several, each value still knowing the file and line it was written in.

A mapping is merged key by key; a text or a list replaces; `~` takes an inherited key away. The same rule serves plans
that extend a plan, agreements on an offer, and amendments. A plan is whole before anything is laid on it: an agreement
and an amendment change just the plan that they name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from upheld.problems import Problem
from upheld.reading.text import Node, Place, shown

Keys = tuple[str, ...]

_ALIKE = 0.7  # how alike a name is that may have been meant
# Who an agreement is with and what it rests on: only another agreement can say something else.
_FIXED = ("format", "agreement", "on", "signed")


def merged(under: Node, over: Node) -> Node:
    """Return `over` laid on `under`; neither is changed. A `~` that finds nothing to take away stays."""
    if not isinstance(under.value, dict) or not isinstance(over.value, dict):
        return over
    children, keys = dict(under.value), dict(under.keys)
    for key, child in over.value.items():
        keys[key] = over.keys[key]
        if key not in children:
            children[key] = child
        elif child.is_removal:
            del children[key], keys[key]
        else:
            children[key] = merged(children[key], child)
    return Node(over.place, children, over.cites or under.cites, keys=keys)


def without(node: Node, *names: str) -> Node:
    """Return a mapping without some of its keys."""
    children = {key: child for key, child in node.children.items() if key not in names}
    return Node(node.place, children, node.cites, keys={key: node.keys[key] for key in children})


def extended(root: Node, base: Node | None = None) -> tuple[Node, list[Problem]]:
    """Return a document with each plan laid on the plan that it extends, and what is wrong with `extends`.

    The plans of `base`, which are whole already, may be extended too.
    """
    plans, below = root.child("plans"), base.child("plans") if base else None
    if plans is None or not plans.children:
        return root, []
    known = below.children if below else {}
    whole, made = dict(known), dict(plans.children)
    left, problems = dict(plans.children), []
    while left:
        chain = _chain(next(iter(left)), left)
        last = left[chain[-1]].child("extends")
        if last and last.text and last.text not in whole:
            problems.append(_not_extended(chain, last, [*whole, *left]))
        for name in reversed(chain):
            plan = left.pop(name)
            extends = plan.child("extends")
            under = whole.get(extends.text) if extends else None
            made[name] = merged(without(under, "extends"), plan) if under else plan
            whole[name] = merged(known[name], made[name]) if name in known else made[name]
    return replaced(root, ("plans",), replace(plans, value=made), plans.place), problems


def _chain(name: str, plans: dict[str, Node]) -> list[str]:
    """Return the plans of `plans` that a plan extends, itself first, until one is not among them or comes again."""
    chain = [name]
    while (extends := plans[chain[-1]].child("extends")) and extends.text in plans and extends.text not in chain:
        chain.append(extends.text)
    return chain


def _not_extended(chain: list[str], extends: Node, known: list[str]) -> Problem:
    """Return what is wrong with what the last plan of a chain extends: it is in the chain, or it is no plan."""
    name, path = extends.text, f"plans.{chain[-1]}.extends"
    if name in chain:
        circle = " extends ".join([*chain[chain.index(name) :], name])
        return extends.place.problem("FMT5", path, f"plans go in a circle: {circle}", "remove one of them", name)
    others = ", ".join(dict.fromkeys(other for other in known if other != chain[-1]))
    advice = f"write one of: {others}" if others else "define it first"
    return extends.place.problem("FMT4", path, f"'{shown(name)}' is not a plan", advice, shown(name))


def amended(root: Node, amendment: Node) -> tuple[Node, list[Problem]]:
    """Return a document with an amendment's changes, additions and removals, and what is wrong with their paths."""
    problems: list[Problem] = []
    for deed, path, value, place in _deeds(amendment):
        wrong = _misplaced(root, path, deed)
        if wrong:
            problems.append(place.problem("AMD1", path, *wrong))
        else:
            root = replaced(root, path.split("."), value, place)
    return root, problems


def _deeds(amendment: Node) -> Iterator[tuple[str, str, Node | None, Place]]:
    """Yield what an amendment does, at which path, what then stands there, and where it says so."""
    for deed in ("changes", "adds"):
        part = amendment.child(deed)
        for path, value in part.children.items() if part else ():
            yield deed, path, value, part.keys[path] if part else value.place
    ends = amendment.child("ends")
    for item in (ends.items or [ends]) if ends else ():
        yield "ends", item.text, None, item.place


def _misplaced(root: Node, path: str, deed: str) -> tuple[str, str] | None:
    """Return why nothing can be changed, added or taken away at a path, and what to write; None if it can."""
    keys = path.split(".")
    if keys[0] in _FIXED:
        return f"'{keys[0]}' cannot be amended", "sign another agreement"
    if found(root, keys):
        return ("there is something already", "write it under 'changes'") if deed == "adds" else None
    above, missing, advice = astray(root, keys)
    node = found(root, above)
    assert node is not None
    at_end = isinstance(node.value, list) and keys[len(above)] == str(len(node.value))
    if deed == "adds" and (isinstance(node.value, dict) or at_end):
        return None
    new = "write it under 'adds' if it is new" if deed == "changes" else "name what the version before has"
    return missing, advice or new


def astray(root: Node, keys: Sequence[str]) -> tuple[Sequence[str], str, str]:
    """Return how far some keys lead that lead nowhere, what is missing there, and what may have been meant."""
    reached = next(keys[:end] for end in range(len(keys) - 1, -1, -1) if found(root, keys[:end]))
    node, key, where = found(root, reached), shown(keys[len(reached)]), ".".join(reached)
    assert node is not None
    missing = f"'{where}' has no '{key}'" if where else f"there is no '{key}'"
    if isinstance(node.value, str):
        return reached, f"'{where}' is a text and has no '{key}'", f"name '{where}'"
    if isinstance(node.value, list):
        return reached, missing, f"count from 0 to {len(node.value) - 1}"
    near = get_close_matches(key, node.value, n=1, cutoff=_ALIKE)
    return reached, missing, f"did you mean '{near[0]}'?" if near else ""


def found(root: Node, keys: Sequence[str]) -> Node | None:
    """Return what stands below some keys, or None."""
    node: Node | None = root
    for key in keys:
        node = node.child(key) if node else None
    return node


def keys_of(path: str) -> Keys:
    """Return the keys of a dotted path; none for the top."""
    return tuple(path.split(".")) if path else ()


def replaced(node: Node, keys: Sequence[str], value: Node | None, place: Place) -> Node:
    """Return a document in which `value` stands below some keys, with mappings made on the way; None removes."""
    if not keys:
        assert value is not None
        return value
    first, rest = keys[0], keys[1:]
    if isinstance(node.value, list):
        items, number = list(node.value), int(first)
        kept = [] if value is None and not rest else [replaced((*items, Node(place, {}))[number], rest, value, place)]
        return Node(node.place, [*items[:number], *kept, *items[number + 1 :]], node.cites)
    children, places = dict(node.children), dict(node.keys)
    if value is None and not rest:
        children.pop(first, None)
        places.pop(first, None)
    else:
        children[first] = replaced(children.get(first, Node(place, {})), rest, value, place)
        places.setdefault(first, place)
    return Node(node.place, children, node.cites, keys=places)
