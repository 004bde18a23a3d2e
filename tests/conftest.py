"""What holds for all tests: a slow machine fails no property, and CI tries the same examples each time."""

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("house")
