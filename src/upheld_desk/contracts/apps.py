"""The room as Django knows it."""

from django.apps import AppConfig


class Contracts(AppConfig):
    """The pages about agreements."""

    name = "upheld_desk.contracts"
    label = "contracts"
