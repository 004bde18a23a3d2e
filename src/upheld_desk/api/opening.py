"""Opening a case for a program: as it is shown to people, with its row as lists have it."""

from functools import cached_property
from typing import Final

from upheld_desk import access, opening
from upheld_desk.store.models import CaseRow

LISTED: Final = ("customer", "log__agreement", "reporter", "assignee")


class Opened(opening.Opened):
    """A case as a program sees it at an instant."""

    @cached_property
    def row(self) -> CaseRow:
        """Return it as lists have it."""
        return access.cases(self.person).select_related(*LISTED).get(log=self.log)
