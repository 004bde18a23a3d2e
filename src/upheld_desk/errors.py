"""Everything the desk raises by itself.

DeskError
├── Unstartable     the desk cannot start or go on: a setting, the database, the data folder
├── NotFound        there is nothing by that name for who asks; whether there is for others stays untold
├── Refused         an act is not allowed: a sentence for the person, a code and fields for programs
└── Stale           somebody was faster: load the log and decide again
"""

from collections.abc import Mapping


class DeskError(Exception):
    """The root of them."""


class Unstartable(DeskError):
    """The desk cannot start or go on; the message is one sentence that says what to do."""


class NotFound(DeskError):
    """There is nothing by that name for who asks."""


class Refused(DeskError):
    """An act is not allowed; the sentence is for the person, in their language."""

    def __init__(self, sentence: str, code: str, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code  # "not-yours", "case-ended", "needs-approval", ...
        self.fields = dict(fields or {})


class Stale(DeskError):
    """A log is longer than the one that was decided on."""
