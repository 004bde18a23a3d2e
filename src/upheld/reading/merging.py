"""Merging: one document out of several, each value still knowing the file and line it was written in.

A mapping is merged key by key; a text or a list replaces; `~` takes an inherited key away. The same rule serves plans
that extend a plan, agreements on an offer, and amendments.
"""

from collections.abc import Iterator, Sequence

from upheld.problems import Problem
from upheld.reading.text import Node, Place


def merged(under: Node, over: Node) -> Node:
    """Return `over` laid on `under`; neither is changed."""
    if not isinstance(under.value, dict) or not isinstance(over.value, dict):
        return over
    children, keys = dict(under.value), dict(under.keys)
    for key, child in over.value.items():
        keys[key] = over.keys[key]
        if child.is_removal:
            children.pop(key, None)
            keys.pop(key)
        else:
            children[key] = merged(children[key], child) if key in children else child
    return Node(over.place, children, over.cites or under.cites, keys=keys)


def without(node: Node, *names: str) -> Node:
    """Return a mapping without some of its keys."""
    assert isinstance(node.value, dict)
    children = {key: child for key, child in node.value.items() if key not in names}
    return Node(node.place, children, node.cites, keys={key: node.keys[key] for key in children})


def plans_resolved(root: Node) -> tuple[Node, list[Problem]]:
    """Return the document with each plan laid on the plan it extends, and what is wrong with `extends`."""
    plans = root.child("plans")
    if plans is None or not isinstance(plans.value, dict):
        return root, []
    problems: list[Problem] = []
    resolved = {name: _resolved(name, plans.value, (), problems) for name in plans.value}
    whole = Node(plans.place, resolved, plans.cites, keys=plans.keys)
    assert isinstance(root.value, dict)
    return Node(root.place, {**root.value, "plans": whole}, root.cites, keys=root.keys), problems


def _resolved(name: str, plans: dict[str, Node], seen: tuple[str, ...], problems: list[Problem]) -> Node:
    plan = plans[name]
    extends = plan.child("extends")
    if extends is None or not isinstance(extends.value, str):
        return plan
    parent, path = extends.value, f"plans.{name}.extends"
    if parent in (*seen, name):
        circle = " extends ".join((*seen[seen.index(parent) :], name, parent) if parent in seen else (name, parent))
        problems.append(at(extends.place, "FMT5", path, parent, f"plans go in a circle: {circle}", "remove one of them"))
        return plan
    if parent not in plans:
        known = ", ".join(other for other in plans if other != name)
        message = f"'{parent}' is not a plan"
        problems.append(at(extends.place, "FMT4", path, parent, message, f"write one of: {known}"))
        return plan
    return merged(without(_resolved(parent, plans, (*seen, name), problems), "extends"), plan)


def amended(root: Node, changes: Node | None, adds: Node | None, ends: Node | None) -> tuple[Node, list[Problem]]:
    """Return a document with an amendment's changes, additions and removals, and what is wrong with their paths."""
    problems: list[Problem] = []
    for path, value, place in _pairs(changes):
        if found(root, path) is None:
            problems.append(_no_such_path(root, path, place, "write it under 'adds' if it is new"))
        else:
            root = replaced(root, path.split("."), value, place)
    for path, value, place in _pairs(adds):
        if found(root, path) is not None:
            message, advice = "there is something already", "write it under 'changes'"
            problems.append(at(place, "AMD1", path, "", message, advice))
        else:
            root = replaced(root, path.split("."), value, place)
    for item in ends.value if ends and isinstance(ends.value, list) else ():
        path = str(item.value)
        if found(root, path) is None:
            problems.append(_no_such_path(root, path, item.place, "name a path of the version before"))
        else:
            root = replaced(root, path.split("."), None, item.place)
    return root, problems


def _pairs(node: Node | None) -> Iterator[tuple[str, Node, Place]]:
    if node and isinstance(node.value, dict):
        for path, value in node.value.items():
            yield path, value, node.keys[path]


def _no_such_path(root: Node, path: str, place: Place, advice: str) -> Problem:
    parts = path.split(".")
    known = next(".".join(parts[:n]) for n in range(len(parts), -1, -1) if found(root, ".".join(parts[:n])) is not None)
    where = f"'{known}' has no '{parts[known.count('.') + bool(known)]}'" if known else f"there is no '{parts[0]}'"
    return at(place, "AMD1", path, "", where, advice)


def found(root: Node, path: str) -> Node | None:
    """Return what stands at a dotted path, or None."""
    node: Node | None = root
    for part in path.split(".") if path else ():
        node = node.child(int(part) if part.isdigit() and isinstance(node.value, list) else part) if node else None
    return node


def replaced(node: Node, parts: Sequence[str], value: Node | None, place: Place) -> Node:
    """Return a document in which `value` stands at a path, with mappings made on the way; None removes."""
    if not parts:
        assert value is not None
        return value
    children = dict(node.value) if isinstance(node.value, dict) else {}
    keys = dict(node.keys)
    first, rest = parts[0], parts[1:]
    if value is None and not rest:
        children.pop(first, None)
        keys.pop(first, None)
    else:
        children[first] = replaced(children.get(first, Node(place, {})), rest, value, place)
        keys.setdefault(first, place)
    return Node(node.place, children, node.cites, keys=keys)


def at(place: Place, code: str, path: str, value: str, message: str, advice: str) -> Problem:
    """Return an error at a place."""
    return Problem(code, "E", place.file, place.line, place.column, path, value, message, advice)
