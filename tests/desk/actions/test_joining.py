"""Joining: merged, duplicate, linked; entries stay where they are, and nobody loses sight of what they reported."""

from datetime import timedelta
from functools import partial
from typing import Final

import pytest

from tests.desk.actions.firms import MONDAY, Firm, comarch, stratiteq
from upheld import evaluate
from upheld.events import Reported
from upheld_desk import access, casefiles
from upheld_desk.actions import joining, solving, talking, working
from upheld_desk.actions.cases import open_case
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db

HOUR: Final = timedelta(hours=1)
LATER: Final = MONDAY + 9 * HOUR
PICTURE: Final = Attachment("gate.png", "image/png", "b" * 64, 1200)


def case_of(world: Firm, log: Log) -> Casefile:
    found = casefiles.read(logs.load(log.pk).entries, agreements.terms(world.agreement, MONDAY), LATER)
    assert found
    return found


def colleague(world: Firm) -> Person:
    return Person.objects.create(
        vendor=world.vendor, customer=world.customer, handle="a.wolf", name="Anna Wolf", role="contact"
    )


def reported(world: Firm, by: Person) -> Log:
    report = Reported(MONDAY + HOUR, by=by.handle, kind="incident", channel="email")
    return open_case(world.customer, world.agreement, report, subject="Us too", text="We see it too.", by=by)


def test_a_merged_case_goes_on_in_the_other_which_knows_of_it() -> None:
    world = stratiteq()
    one, two = world.opened(MONDAY, channel="email"), world.opened(MONDAY + HOUR, channel="email")
    joining.merge(world.staff, one, MONDAY + 2 * HOUR, into=two)

    assert (case_of(world, one).status, case_of(world, one).into) == ("merged", two.reference)
    assert (case_of(world, two).absorbed, case_of(world, two).first_reported) == ((one.reference,), MONDAY)


def test_the_clock_counts_from_the_earlier_report() -> None:
    world = stratiteq()
    fields = {"channel": "email", "service": "Kundportalen"}
    one, two = world.opened(MONDAY, **fields), world.opened(MONDAY + HOUR, **fields)
    joining.merge(world.staff, one, MONDAY + 2 * HOUR, into=two)
    evaluation = evaluate(agreements.version(world.agreement), logs.load(two.pk).events, MONDAY + 2 * HOUR)

    assert next(duty.start for duty in evaluation.duties if duty.name == "start_work") == MONDAY


def test_the_first_report_counts_along_a_chain_of_merges() -> None:
    world = stratiteq()
    logs_ = [world.opened(MONDAY + n * HOUR, channel="email") for n in range(3)]
    joining.merge(world.staff, logs_[0], MONDAY + 4 * HOUR, into=logs_[1])
    joining.merge(world.staff, logs_[1], MONDAY + 5 * HOUR, into=logs_[2])

    assert case_of(world, logs_[2]).first_reported == MONDAY


def test_who_reported_the_merged_case_sees_the_other_one_and_still_their_own() -> None:
    world = stratiteq()
    other = colleague(world)
    one, two = reported(world, other), world.opened(channel="email")
    talking.reply(other, one, MONDAY + HOUR, text="A picture.", attachments=[PICTURE])
    joining.merge(world.staff, one, MONDAY + 2 * HOUR, into=two)

    assert set(access.cases(other).values_list("reference", flat=True)) == {one.reference, two.reference}
    assert access.attachment(other, one, PICTURE.digest) == PICTURE


def test_nothing_is_written_into_a_merged_case_and_it_is_said_where_it_goes_on() -> None:
    world = stratiteq()
    one, two = world.opened(channel="email"), world.opened(channel="email")
    joining.merge(world.staff, one, MONDAY + HOUR, into=two)

    for act in (
        partial(talking.reply, text="?"),
        partial(solving.reopen, reason="?"),
    ):
        with pytest.raises(Refused, match=two.reference) as refused:
            act(world.contact, one, MONDAY + 2 * HOUR)
        assert refused.value.fields["into"] == two.reference


def test_what_was_waited_for_is_not_waited_for_in_a_merged_case() -> None:
    world = stratiteq()
    one, two = world.opened(channel="email"), world.opened(channel="email")
    working.wait(world.staff, one, MONDAY + HOUR, on="access", reason="?")
    joining.merge(world.staff, one, MONDAY + 2 * HOUR, into=two)

    assert [fact.kind for fact in logs.load(one.pk).entries[-2:]] == ["wait ended", "merged"]


def test_a_duplicate_is_over_and_its_reporter_follows_the_other() -> None:
    world = stratiteq()
    other = colleague(world)
    one, two = reported(world, other), world.opened(channel="email")
    joining.mark_duplicate(world.staff, one, MONDAY + 2 * HOUR, of=two)

    assert (case_of(world, one).status, case_of(world, one).into) == ("duplicate", two.reference)
    assert CaseRow.objects.get(log=two).watchers == ["a.wolf"]


def test_links_stand_on_both_cases() -> None:
    world = stratiteq()
    one, two = world.opened(channel="email"), world.opened(channel="email")
    joining.link(world.staff, one, MONDAY + HOUR, to=two)
    joining.link(world.staff, two, MONDAY + HOUR, to=one)
    linked = (case_of(world, one).links, case_of(world, two).links)
    joining.unlink(world.staff, two, MONDAY + 2 * HOUR, to=one)

    assert linked == ((two.reference,), (one.reference,))
    assert (case_of(world, one).links, case_of(world, two).links) == ((), ())
    assert (logs.load(one.pk).length, logs.load(two.pk).length) == (3, 3)


def test_a_case_is_not_joined_with_itself() -> None:
    world = comarch()
    log = world.opened()

    with pytest.raises(Refused) as refused:
        joining.merge(world.staff, log, MONDAY + HOUR, into=log)

    assert refused.value.code == "same-case"


def test_what_is_over_absorbs_nothing() -> None:
    world = comarch()
    one, two = world.opened(), world.opened()
    solving.withdraw(world.contact, two, MONDAY + HOUR)

    with pytest.raises(Refused) as refused:
        joining.merge(world.staff, one, MONDAY + 2 * HOUR, into=two)

    assert refused.value.code == "case-ended"


def test_cases_of_two_customers_are_not_joined() -> None:
    world, other = comarch(), stratiteq()
    theirs = other.opened(channel="email")
    theirs.vendor = world.vendor
    theirs.save()
    CaseRow.objects.filter(log=theirs).update(vendor=world.vendor)

    for join in (
        partial(joining.merge, into=theirs),
        partial(joining.mark_duplicate, of=theirs),
        partial(joining.link, to=theirs),
    ):
        with pytest.raises(Refused) as refused:
            join(world.staff, world.opened(), MONDAY + HOUR)
        assert refused.value.code == "other-customer"


def test_a_case_of_another_vendor_is_not_there() -> None:
    ours, theirs = comarch(), stratiteq()

    with pytest.raises(NotFound):
        joining.link(ours.staff, ours.opened(), MONDAY + HOUR, to=theirs.opened(channel="email"))
