"""Every act on a case by its name, as somebody tries it who knows nothing of the case."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from upheld_desk.actions import classifying, joining, solving, talking, working
from upheld_desk.people.models import Person
from upheld_desk.store.models import Log

Try = Callable[[Person, Log, Log, datetime], None]
# By the name of the act in `people.roles`: the person, the case, another case, the instant.
TRIES: Final[dict[str, Try]] = {
    "reply": lambda who, log, _, at: talking.reply(who, log, at, text="Hello."),
    "note": lambda who, log, _, at: talking.note(who, log, at, text="Hm."),
    "watch": lambda who, log, _, at: talking.watch(who, log, at),
    "call": lambda who, log, _, at: talking.call(who, log, at, about="how to go on"),
    "classify": lambda who, log, _, at: classifying.classify(who, log, at, severity="impaired", text="So."),
    "object": lambda who, log, _, at: classifying.object(who, log, at, reason="No."),
    "decide objection": lambda who, log, _, at: classifying.decide_objection(
        who, log, at, severity="down", text="Yes."
    ),
    "ask severity": lambda who, log, _, at: classifying.ask_severity(
        who, log, at, severity="p2", heard="phone" if who.is_staff else ""
    ),
    "assign": lambda who, log, _, at: working.assign(who, log, at, to=who),
    "start work": lambda who, log, _, at: working.start_work(who, log, at),
    "hand over": lambda who, log, _, at: working.hand_over(who, log, at, level=2),
    "wait": lambda who, log, _, at: working.wait(who, log, at, on="customer", reason="?"),
    "resume": lambda who, log, _, at: working.resume(who, log, at),
    "log effort": lambda who, log, _, at: working.log_effort(who, log, at, minutes=130),
    "forecast": lambda who, log, _, at: working.forecast(who, log, at, minutes=300),
    "visit": lambda who, log, _, at: working.visit(who, log, at),
    "not fixed remotely": lambda who, log, _, at: working.not_fixed_remotely(who, log, at),
    "forward": lambda who, log, _, at: working.forward(who, log, at, to="scanner"),
    "restore": lambda who, log, _, at: solving.restore(who, log, at),
    "propose": lambda who, log, _, at: solving.propose(who, log, at, text="So."),
    "approve": lambda who, log, _, at: solving.approve(who, log, at),
    "refuse solution": lambda who, log, _, at: solving.refuse(who, log, at, reason="No."),
    "close": lambda who, log, _, at: solving.close(who, log, at, text="Done."),
    "reopen": lambda who, log, _, at: solving.reopen(who, log, at, reason="Again."),
    "withdraw": lambda who, log, _, at: solving.withdraw(who, log, at, reason="Not needed."),
    "merge": lambda who, log, other, at: joining.merge(who, log, at, into=other),
    "mark duplicate": lambda who, log, other, at: joining.mark_duplicate(who, log, at, of=other),
    "link": lambda who, log, other, at: joining.link(who, log, at, to=other),
}
