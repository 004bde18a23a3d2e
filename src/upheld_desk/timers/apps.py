"""The room as Django knows it."""

from django.apps import AppConfig


class TimersConfig(AppConfig):
    """Has the table of logs that could not be looked at."""

    name = "upheld_desk.timers"
