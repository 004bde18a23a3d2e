"""The room as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What programs talk to."""

    name = "upheld_desk.api"
