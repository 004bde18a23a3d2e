"""The room as Django knows it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Has the templates of mails, and their texts."""

    name = "upheld_desk.notices"
