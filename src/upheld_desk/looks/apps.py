"""The room as Django knows it."""

from django.apps import AppConfig


class LooksConfig(AppConfig):
    """What every page looks like."""

    name = "upheld_desk.looks"
