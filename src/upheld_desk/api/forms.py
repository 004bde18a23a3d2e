"""Forms: what comes in. A field that there is not is refused, so that a mistyped one is not taken for nothing."""

from typing import Annotated, Final

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

LONGEST: Final = 50_000
_PLAIN: Final = r"^[^\x00]*$"  # what a text in a database can hold

Text = Annotated[str, Field(max_length=LONGEST, pattern=_PLAIN)]
Word = Annotated[str, Field(max_length=200, pattern=_PLAIN)]
Line = Annotated[str, Field(max_length=300, pattern=_PLAIN)]
Minutes = Annotated[int, Field(ge=1, le=1_000_000)]


class Given(BaseModel):
    """Anything that comes in."""

    model_config = ConfigDict(extra="forbid")


class File(Given):
    """A file to attach."""

    name: Word
    type: Word = "application/octet-stream"
    content: Base64Bytes = Field(description="In Base64.")


Files = Annotated[list[File], Field(max_length=20)]


class Report(Given):
    """What is reported."""

    subject: Line = Field("", description="In one line; empty: the beginning of the text.")
    text: Text = Field("", description="What happened, and since when.")
    kind: Word = Field("incident", description="A kind of case of the agreement.")
    service: Word = ""
    answers: dict[Word, Word] = Field(default_factory=dict, description="To the agreement's questions, by their ids.")
    severity: Word = Field("", description="What is asked for, where the agreement lets the customer ask.")
    attachments: Files = Field(default_factory=list)
    reporter: Word = Field("", description="For the vendor's people: the handle of who called them.")
