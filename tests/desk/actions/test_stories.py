"""Every agreement of this repository, from a report to an approved and closed case, by acts alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.desk.actions.firms import AGREEMENTS, MONDAY, Firm, firm
from upheld import evaluate
from upheld.agreements import Terms
from upheld.duties import Duty
from upheld_desk import casefiles
from upheld_desk.actions import classifying, solving, talking, working
from upheld_desk.casefiles import Casefile
from upheld_desk.store import agreements, logs, projections
from upheld_desk.store.models import Log

pytestmark = pytest.mark.django_db

SIGNED: Final = sorted(
    path.relative_to(AGREEMENTS)
    for path in AGREEMENTS.glob("*/*.yaml")
    if path.name != "offer.yaml" and not path.stem[-1].isdigit()
)
MINUTE: Final = timedelta(minutes=1)


@dataclass
class Story:
    """A case on its way, a minute an act."""

    world: Firm
    log: Log
    at: datetime

    def next(self) -> datetime:
        self.at += MINUTE
        return self.at

    @property
    def case(self) -> Casefile:
        found = casefiles.read(logs.load(self.log.pk).entries, self.terms, self.at)
        assert found
        return found

    @property
    def terms(self) -> Terms:
        return agreements.terms(self.world.agreement, MONDAY)

    def hand_over(self) -> None:
        if any(tier.level == 1 and tier.of == "customer" for tier in self.terms.tiers):
            working.hand_over(self.world.contact, self.log, self.next(), level=2, text="We cannot fix it.")

    def settle_severity(self) -> None:
        rules, world = self.terms.shared.classification, self.world
        if rules.by == "vendor":
            classifying.classify(world.staff, self.log, self.next(), severity="guidance", text="A question, we think.")
            classifying.object(world.contact, self.log, self.next(), reason="We cannot work.")
            classifying.decide_objection(
                world.second, self.log, self.next(), severity="impaired", text="You are right."
            )
        elif rules.by == "customer":
            classifying.ask_severity(world.staff, self.log, self.next(), severity="p1", heard="phone")

    def work(self) -> None:
        staff, log = self.world.staff, self.log
        working.start_work(staff, log, self.next())
        talking.reply(staff, log, self.next(), text="We are on it. Can we have access?")
        working.wait(staff, log, self.next(), on="customer", reason="We need access.")
        talking.reply(self.world.contact, log, self.next(), text="Here it is.")
        talking.note(staff, log, self.next(), text="Finally.")
        working.log_effort(staff, log, self.next(), minutes=45)

    def solve(self) -> None:
        solving.restore(self.world.staff, self.log, self.next(), workaround=True, text="It runs again.")
        solving.propose(self.world.staff, self.log, self.next(), text="The queue was full. It is larger now.")
        solving.refuse(self.world.contact, self.log, self.next(), reason="One is still missing.")
        solving.propose(self.world.staff, self.log, self.next(), text="Now it is all there.")
        solving.approve(self.world.contact, self.log, self.next(), text="Yes.")
        solving.close(self.world.staff, self.log, self.next())


def begun(path: Path) -> Story:
    """Return a story at its beginning: a report that the agreement takes."""
    people = {"comarch": "f.richter" if "lernraum" in path.stem else "l.huber", "startrac": "gate-desk-day"}
    caller = {"startrac": "level-1", "clearsense": "partner"}.get(str(path.parent), "customer")
    role = "level-1" if caller == "level-1" else "contact"
    world = firm(str(path.parent), path.stem, people.get(str(path.parent), "contact"), role, caller)
    terms = agreements.terms(world.agreement, MONDAY)
    shared = terms.shared
    log = world.opened(
        channel=terms.channels[0].id,
        caller=caller,
        kind=(terms.handles or tuple(shared.kinds))[0],
        service=(shared.services or ("",))[0],
        severity="p1" if shared.classification.by == "customer" else "",
        answers={fact.id: fact.answers[0] for fact in shared.facts},
    )
    return Story(world, log, MONDAY)


@pytest.mark.parametrize("path", SIGNED, ids=str)
def test_a_case_goes_from_report_to_approved_close(path: Path) -> None:
    story = begun(path)
    story.hand_over()
    story.settle_severity()
    story.work()
    story.solve()

    assert (story.case.status, story.case.approved, story.case.wait) == ("closed", True, None)
    assert _broken_or_open(story) == []
    assert logs.broken(story.log) is None
    assert projections.rebuild(story.at)[1] == []


def _broken_or_open(story: Story) -> list[Duty]:
    """Return what was missed on the way, or is still to be done."""
    version = agreements.version(story.world.agreement)
    evaluation = evaluate(version, logs.load(story.log.pk).events, story.at)
    assert {duty.kind for duty in evaluation.duties} & {"clock", "gate"}
    return [duty for duty in evaluation.duties if duty.state in ("broken", "running", "paused")]
