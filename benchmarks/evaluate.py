"""One case evaluated: what every promise asks of whom, beside the floor of only parsing its log.

The agreement is the offer with the most to say about a case: two clocks, three checkpoints, a raise that needs two
channels, an approval with a reminder, a step. The cases wait for the customer again and again, so that every clock
and every silence is held and goes on. Every figure is the best of several rounds: other work disturbs a machine.
"""

import gc
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from upheld import evaluate, read
from upheld.duties import of_case
from upheld.events import (
    Classified,
    CustomerReplied,
    EffortLogged,
    Event,
    Replied,
    Reported,
    SeverityAsked,
    WaitStarted,
    as_data,
    from_data,
)

OFFER = Path(__file__).parents[1] / "agreements" / "stratiteq" / "offer.yaml"
EVENTS = (5, 20, 50, 200)
CALLS = 100
ROUNDS = 9
START = datetime(2026, 11, 2, 14, tzinfo=UTC)


def main() -> None:
    offer = read(OFFER)
    terms = offer.terms()
    print("One case                       microseconds\n")
    print("events   evaluate   terms known   per event   floor: json   json and events   duties")
    for number in EVENTS:
        log = case(number)
        now = log[-1].at + timedelta(hours=1)
        text = json.dumps([as_data(event) for event in log])
        whole = best(partial(evaluate, offer, log, now))
        known = best(partial(of_case, terms, log, now))
        floor = best(partial(json.loads, text))
        events = best(partial(events_of, text))
        duties = len(evaluate(offer, log, now).duties)
        print(
            f"{number:6}{whole:11.0f}{known:14.0f}{whole / number:12.1f}{floor:14.0f}{events:18.0f}{duties:9}",
        )
    print()


def events_of(text: str) -> list[Event]:
    return [from_data(each) for each in json.loads(text)]


def case(number: int) -> list[Event]:
    """Return a case of so many events that goes to and fro with the customer."""
    log: list[Event] = [
        Reported(START, channel="email", severity="p1"),
        SeverityAsked(START + timedelta(minutes=20), "p1", "phone"),
        Classified(START + timedelta(minutes=30), "p2", by="maria"),
    ]
    at = START + timedelta(minutes=30)
    while len(log) < number:
        at += timedelta(minutes=25)
        turn = (WaitStarted(at), CustomerReplied(at), EffortLogged(at, 20), Replied(at))
        log.append(turn[len(log) % len(turn)])
    return log[:number]


def best(call: Callable[[], object]) -> float:
    """Return the microseconds of a call in the best round."""
    rounds = []
    gc.disable()
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            call()
        rounds.append((time.perf_counter() - start) / CALLS)
    gc.enable()
    return min(rounds) * 1e6


if __name__ == "__main__":
    main()
