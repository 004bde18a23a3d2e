import inspect

import pytest

from upheld import errors

ERRORS = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if cls.__module__ == errors.__name__]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_grows_on_the_one_tree(error: type[Exception]) -> None:
    assert issubclass(error, errors.UpheldError)


def test_the_tree_at_the_head_shows_every_error() -> None:
    drawn = {line.split("── ")[1].split()[0] for line in (errors.__doc__ or "").splitlines() if "── " in line}

    assert drawn == {error.__name__ for error in ERRORS} - {"UpheldError"}
