"""The room as Django knows it."""

from django.apps import AppConfig


class Actions(AppConfig):
    """Acts on cases and agreements."""

    name = "upheld_desk.actions"
    label = "actions"
