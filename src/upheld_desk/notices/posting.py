"""Posting: a message becomes a letter. Its key is its fact and its reader, so it is in the outbox once."""

from datetime import datetime

from upheld_desk.notices.story import Reader
from upheld_desk.notices.writing import Message
from upheld_desk.outbox.letters import Letter


def letter(
    reader: Reader, message: Message, *, number: int, kind: str, automatic: bool, not_before: datetime | None = None
) -> Letter:
    """Return a message about the fact with a number as a letter."""
    story = reader.story
    return Letter(
        key=f"{story.log.pk}/{number}/{reader.person.handle}",
        kind=kind,
        to=reader.person.email,
        name=reader.person.name,
        subject=message.subject,
        text=message.plain(),
        html=message.html(reader.language, story.log.vendor.colour),
        vendor=story.log.vendor,
        log=story.log if story.case else None,  # nobody answers to an agreement
        references=story.references,
        automatic=automatic,
        not_before=not_before,
    )
