from datetime import timedelta

import pytest

from tests.engine.reading.worlds import DESK, wrong
from upheld.reading.forms import Channel, Closing, Step, ThirdParty
from upheld.reading.forms.values import Context

EN = Context(languages=("en",))


def test_a_channel_may_take_reports_while_nobody_is_there() -> None:
    channel = Channel.model_validate({"accepts": "always", "staffed": "desk"}, context=EN)

    assert (channel.accepts, channel.staffed) == ("always", "desk")


def test_silence_never_approves_unless_a_time_is_said() -> None:
    never = Closing.model_validate({"needs": "approval", "silence": "never approves"}, context=EN)
    ten = Closing.model_validate({"needs": "approval", "silence": "within 10 days"}, context=EN)

    assert (never.silence, ten.silence[0] and ten.silence[0].limit) == ((None,), timedelta(days=10))


def test_a_step_without_an_event_is_a_standing_duty() -> None:
    step = Step.model_validate({"of": "customer", "do": "Restart first"}, context=EN)

    assert (step.when, step.done_by) == ("always", None)


def test_a_supplier_is_called_by_one_or_by_both() -> None:
    said = {"name": "Scanner", "kind": "hardware"}

    assert ThirdParty.model_validate(said | {"called_by": "vendor"}, context=EN).called_by == ("vendor",)
    assert ThirdParty.model_validate(said, context=EN).called_by == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("channels: {chat: {staffed: desk}}", "FMT0 channels.chat.accepts: 'accepts' is missing; add it"),
        ("channels: [chat]", "FMT3 channels: this is not a mapping; write a mapping here"),
        (
            "contacts: several",
            "FMT3 contacts: 'several' is not a number of contacts; write it like 1 named, 2-5 named or unlimited",
        ),
        ("roles: {owner: {of: us}}", "FMT3 roles.owner.of: 'us' is not known here; write 'vendor' or 'customer'"),
        ("queue: last", "FMT3 queue: 'last' is not known here; write 'first' or 'before others'"),
        (
            "routines: {review: {kind: review, every: week}}",
            (
                "FMT3 routines.review.every: 'week' is not a rhythm; "
                "write 'month', 'quarter', 'contract year', '6 per year' or 'each release'"
            ),
        ),
        ("steps: {one: {of: vendor}}", "FMT0 steps.one.do: 'do' is missing; add it"),
        (
            "third_parties: {s: {name: Scanner, kind: firm}}",
            "FMT3 third_parties.s.kind: 'firm' is not known here; write 'hardware', 'software' or 'service'",
        ),
        (
            "releases: {every: quarter, steps: {test: {what: Test, lasts: 1 month}}}",
            (
                "FMT3 releases.steps.test.lasts: '1 month' is not a length of time; "
                "write it like 15 minutes, 4 hours, 14 days or 3 weeks"
            ),
        ),
    ],
)
def test_what_is_wrong_with_people_and_procedures_is_told(text: str, sentence: str) -> None:
    assert wrong(DESK, text) == [sentence]
