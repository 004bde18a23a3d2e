from tests.engine.lint.worlds import DESK, found, offer, paths

ASKED = """
severities:
  p1: {name: Urgent}
  p2: {name: Standard}
classification:
  by: customer
  default: p2
  raise: {to: [p1], needs: [email, phone]}
"""


def plan(promises: str, channels: str = "{phone: desk, email: desk}") -> str:
    return f"plans: {{basic: {{channels: {channels}, promises: {{any: {promises}}}}}}}\n"


def test_a_promise_for_a_channel_of_another_plan_is_found() -> None:
    version = offer(
        DESK,
        """
plans:
  basic:
    channels: {email: desk}
    promises: {any: [{respond: within 9 working hours}, {respond: within 1 working hour, only: {channel: phone}}]}
  premium: {channels: {phone: desk}}
""",
    )

    assert paths(version, "CH1") == ["plans.basic.promises.any.1.respond"]


def test_a_channel_that_nothing_is_promised_for_is_found() -> None:
    version = offer(DESK, plan("{respond: within 1 working hour, only: {channel: phone}}"))

    assert paths(version, "CH1") == ["plans.basic.channels.email"]


def test_a_channel_by_appointment_promises_nothing() -> None:
    version = offer(
        DESK, plan("{respond: within 1 working hour, only: {channel: phone}}", "{phone: desk, visit: by appointment}")
    )

    assert found(version, "CH1") == []


def test_a_promise_without_a_condition_holds_on_every_channel() -> None:
    assert found(offer(DESK, plan("{respond: within 1 working hour}")), "CH1") == []


def test_a_raise_that_needs_a_phone_which_is_closed_when_mail_arrives_is_found() -> None:
    version = offer(DESK, ASKED, "channels: {email: {accepts: always, staffed: desk}, phone: desk}\n")

    (problem,) = found(version, "CH2")

    assert problem.message == (
        "a higher severity needs 'phone' too, which is closed when a report comes in on 'email', "
        "as on Fri 1 Jan 2027, 00:00"
    )


def test_channels_with_the_same_hours_cut_no_raise_off() -> None:
    assert found(offer(DESK, ASKED, "channels: {email: desk, phone: desk}\n"), "CH2") == []
