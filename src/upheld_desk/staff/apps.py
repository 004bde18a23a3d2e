"""The room as Django knows it."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """The vendor's side."""

    name = "upheld_desk.staff"
