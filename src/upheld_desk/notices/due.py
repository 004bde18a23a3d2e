"""What is due: one mail of all that was told to one reader at once, in the order in which it became so.

Each line has the true instant: what was found after a night without timers says when it was due. A reader of the
customer is told what the agreement says they are told, and nothing of how the vendor works on it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from upheld.duties import Duty
from upheld.words import names, say
from upheld.words.figures import percent
from upheld_desk.facts import Fact
from upheld_desk.notices import promises, to_customers, to_staff
from upheld_desk.notices.story import Reader
from upheld_desk.notices.writing import Block, Link, Message, Paragraph, Rows

_IN_TIME: Final = timedelta(minutes=10)  # what is told within it is told when it became so


def due(reader: Reader, facts: Sequence[Fact]) -> Message:
    """Tell what is at risk, late, or to be done."""
    first = next((fact for fact in facts if fact.desk["step"] == "late"), facts[0])
    blocks: list[Block] = [Rows(tuple((_step(reader, fact), _line(reader, fact)) for fact in facts))]
    if reader.person.is_staff and any(reader.story.now - fact.at > _IN_TIME for fact in facts):
        blocks.append(Paragraph(_("You are told of this later than it became so.")))
    found = _duty(reader, first)
    if found and found.kind == "clock":
        blocks.append(promises.picture(reader, found))
    if found:
        blocks.extend(promises.rests_on(reader, found))
    lead = f"{_step(reader, first)}: {_name(reader, first)}"
    if reader.person.is_staff:
        return to_staff.letter(reader, [*blocks, *to_staff.about(reader)], lead=lead)
    return to_customers.letter(reader, [*blocks, Link(_("See the case"), reader.address)], lead=lead)


def _duty(reader: Reader, fact: Fact) -> Duty | None:
    return next((duty for duty in reader.story.evaluation.duties if duty.id == fact.desk["duty"]), None)


def _step(reader: Reader, fact: Fact) -> str:
    """Return what it is about, in a word or two."""
    if fact.desk["step"] == "reached":
        found = _duty(reader, fact)
        return _("To be done") if found and found.state == "running" else _("To be known")
    return {"at risk": _("At risk"), "late": _("Late")}[str(fact.desk["step"])]


def _line(reader: Reader, fact: Fact) -> str:
    """Return what is due and when, as it was when it became so."""
    name = _name(reader, fact)
    if fact.desk["step"] == "reached" or not fact.desk["due"]:
        return _("%(duty)s, since %(time)s") % {"duty": name, "time": reader.when(fact.at)}
    at = datetime.fromisoformat(str(fact.desk["due"]))
    text = _("%(duty)s, was due on %(time)s") if at < reader.story.now else _("%(duty)s, due on %(time)s")
    return text % {"duty": name, "time": reader.when(at)}


def _name(reader: Reader, fact: Fact) -> str:
    """Return what a duty is called; of a checkpoint without words of its own, what it watches."""
    if called := reader.called(str(fact.desk["name"])):
        return called
    found = _duty(reader, fact)
    if found is None or not found.reasons:
        return str(fact.desk["name"])
    reason = found.reasons[0]
    clock = reader.called(str(reason.fields.get("clock", "")))
    share = reason.fields.get("share")
    if reason.code == "missed":
        return _("%(clock)s was not kept") % {"clock": clock}
    if reason.code == "share" and not isinstance(share, str | None):
        used = percent(share, reader.language)  # type: ignore[arg-type]  # a share is a number
        return _("%(share)s of the time for %(clock)s is used") % {"share": used, "clock": clock}
    called_by_id = names(reader.story.terms.shared, reader.language)
    return say(reason, reader.language, reader.person.zone, called_by_id).rstrip(".")
