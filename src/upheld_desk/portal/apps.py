"""The room as Django knows it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages of the customers."""

    name = "upheld_desk.portal"
