"""The room as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """One door for every channel."""

    name = "upheld_desk.intake"
