"""What a look at the desk finds: something that is well, or something that is not and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str  # "the clock"
    state: str  # as it was found
    to_do: str = ""  # empty: it is well

    @property
    def is_well(self) -> bool:
        """Say whether nothing needs to be done."""
        return not self.to_do

    def __str__(self) -> str:
        mark = "well" if self.is_well else "!!  "
        return f"{mark}  {self.what}: {self.state}" + (f". {self.to_do}" if self.to_do else "")
