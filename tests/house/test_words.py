"""Every code of a reason has its words in every language, and the words name only fields that the code carries."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from upheld import words
from upheld.words.phrases import places
from upheld.words.sentences import SENTENCES

ENGINE = Path(words.__file__).parents[1]


def tables() -> Iterator[tuple[str, list[ast.expr]]]:
    """Texts and tables of texts that modules give a name, wherever they are used."""
    found: dict[str, list[ast.expr]] = {}
    for path in ENGINE.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    found.setdefault(name, []).append(value)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    found.setdefault(name, []).append(value)
    yield from found.items()


CONSTANTS = dict(tables())
Carried = dict[str, set[str] | None]  # code -> the fields it is given somewhere; None: they are not all written out


def calls(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.expr, ast.expr | None]]:
    """Every place where a reason gets its code: the function around it, the code, and the fields."""
    priced = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "priced"
        for argument in node.args
    }
    for function in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]:
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id="Reason"), args=[code, *rest], keywords=keywords):
                    named = {keyword.arg: keyword.value for keyword in keywords}
                    unknown = ast.Name("unknown") if id(node) in priced else None  # its figures come with the price
                    yield function, code, unknown or (rest[0] if rest else named.get("fields"))
                case ast.Call(func=ast.Name(id="note"), args=[code, *_]):
                    yield function, code, ast.Dict([ast.Constant(n) for n in ("fact", "at", "name")], [code] * 3)
                case ast.Call(func=ast.Name(id="replace"), keywords=keywords):
                    named = {keyword.arg: keyword.value for keyword in keywords}
                    if "code" in named:
                        yield function, named["code"], ast.Name("unknown")


def texts(scope: ast.AST, code: ast.expr) -> set[str]:
    """The codes that an expression may be, looking up a name where it is given a value."""
    match code:
        case ast.Constant(value=str(text)):
            return {text} if text else set()
        case ast.IfExp(body=one, orelse=other):
            return texts(scope, one) | texts(scope, other)
        case ast.Subscript(value=ast.Name(id=name)):
            rows = [value for table in CONSTANTS.get(name, []) if isinstance(table, ast.Dict) for value in table.values]
            return {text for value in rows for text in texts(scope, value)}
        case ast.Name(id=name):
            values = list(given(scope, name)) or CONSTANTS.get(name, [])
            return {text for value in values if not isinstance(value, ast.Name) for text in texts(scope, value)}
    return set()


def given(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=found)], value=value)
                | ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value)
            ) if found == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from (v for n, v in zip(names, values, strict=True) if isinstance(n, ast.Name) and n.id == name)


def keys(scope: ast.AST, fields: ast.expr | None) -> set[str] | None:
    """The names of the fields, or None where they are not written out."""
    match fields:
        case None:
            return set()
        case ast.Dict(keys=names, values=values):
            found: set[str] = set()
            for name, value in zip(names, values, strict=True):
                inner = {name.value} if isinstance(name, ast.Constant) else keys(scope, value)
                if inner is None:
                    return None
                found |= {str(text) for text in inner}
            return found
        case ast.IfExp(body=one, orelse=other):
            both = keys(scope, one), keys(scope, other)
            return None if None in both else set().union(*(b for b in both if b))
        case ast.Name(id=name):
            options = [keys(scope, value) for value in given(scope, name)]
            merged = any(gains(node, name) for node in ast.walk(scope))
            return None if not options or merged or None in options else set().union(*(o for o in options if o))
    return None


def gains(node: ast.AST, name: str) -> bool:
    """Say whether a statement adds fields to a mapping of that name."""
    match node:
        case ast.AugAssign(target=ast.Name(id=found)):
            return found == name
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=found))]):
            return found == name
    return False


def carried() -> Carried:
    found: Carried = {}
    for path in sorted(ENGINE.rglob("*.py")):
        for scope, code, fields in calls(ast.parse(path.read_text(encoding="utf-8"))):
            for text in texts(scope, code):
                names = keys(scope, fields)
                before = found.get(text, set())
                found[text] = None if names is None or before is None else before | names
    return found


CARRIED = carried()


@pytest.mark.parametrize("code", sorted(CARRIED))
def test_every_code_in_use_has_its_sentences(code: str) -> None:
    assert code in SENTENCES


def test_no_sentence_is_left_without_its_code() -> None:
    assert set(SENTENCES) - set(CARRIED) == set()


@pytest.mark.parametrize("code", sorted(code for code, fields in CARRIED.items() if fields is not None))
def test_a_sentence_names_only_fields_that_its_code_carries(code: str) -> None:
    fields = CARRIED[code] or set()
    named = {
        name
        for sentence in SENTENCES.get(code, ())
        for form in ([sentence] if isinstance(sentence, str) else sentence)
        for name in places(form)
    }

    assert named - fields == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_the_languages_name_the_same_fields(code: str) -> None:
    def forms(sentence: str | tuple[str, ...]) -> list[set[str]]:
        return [places(form) for form in ([sentence] if isinstance(sentence, str) else sentence)]

    english, german, swedish = map(forms, SENTENCES[code])

    assert english == german == swedish


def test_most_codes_have_their_fields_checked() -> None:
    checked = [code for code, fields in CARRIED.items() if fields is not None]

    assert len(checked) > len(CARRIED) / 2
