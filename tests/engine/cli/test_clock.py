from datetime import timedelta

from upheld.cli import clock


def test_the_present_is_an_instant_with_its_zone() -> None:
    present = clock.present()

    assert (present.utcoffset(), present.microsecond) == (timedelta(), 0)
