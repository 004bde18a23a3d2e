"""Parts: what works by itself beside the pages, each in a thread of its own until it is told to stop.

A part that fails is started again, sooner at first and later then; what it was doing is in the database, so nothing
is lost. One line of the log says why.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from upheld_desk import clock

SHORTEST: Final = 1.0  # seconds until the next try
LONGEST: Final = 60.0
PATIENCE: Final = 10.0  # seconds that a part may take to stop

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """Something that runs until `stop` is set."""

    name: str
    run: Callable[[threading.Event], None]


@contextmanager
def running(parts: Sequence[Part]) -> Iterator[threading.Event]:
    """Run the parts as long as the block lasts, or until somebody sets the event."""
    stop = threading.Event()
    threads = [threading.Thread(target=_kept_up, args=(part, stop), name=part.name, daemon=True) for part in parts]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
            if thread.is_alive():
                log.warning("%s did not stop within %.0f s and is left behind", thread.name, PATIENCE)


def _kept_up(part: Part, stop: threading.Event) -> None:
    pause = 0.0
    while not stop.is_set():
        began = clock.now()
        try:
            part.run(stop)
        except Exception as error:  # noqa: BLE001  whatever it is, the others go on, and this is tried again
            pause = longer(pause, (clock.now() - began).total_seconds())
            log.error("%s failed, again in %.0f s: %s: %s", part.name, pause, type(error).__name__, error)  # noqa: TRY400
        else:
            pause = SHORTEST
        stop.wait(pause)


def longer(pause: float, lasted: float) -> float:
    """Return the seconds until the next try: twice as many as the last time, unless it was well for long since."""
    return SHORTEST if lasted > LONGEST else min(max(2 * pause, SHORTEST), LONGEST)
