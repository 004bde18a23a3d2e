"""Support agreements that run: what was promised, until when, and why.

    from upheld import Calendar, evaluate, read

`Calendar` needs nothing but the standard library; what reads files is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from upheld.calendars import Calendar

if TYPE_CHECKING:
    from upheld.duties import evaluate
    from upheld.reading import read

__all__ = ["Calendar", "evaluate", "read"]

_ROOMS = {"evaluate": "upheld.duties", "read": "upheld.reading"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the room holds under that name
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    message = f"module 'upheld' has no attribute '{name}'"
    raise AttributeError(message)
