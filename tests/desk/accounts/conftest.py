"""The world, for tests of this room."""

import pytest

from tests.desk import world as worlds
from tests.desk.world import World


@pytest.fixture
def world(db: None) -> World:
    del db  # it is there
    return worlds.world()
