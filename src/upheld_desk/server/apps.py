"""The room as Django knows it: at the start it connects what closes a stream."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

from upheld_desk.server import endings


class ServerConfig(AppConfig):
    """Connects the endings when the models are there."""

    name = "upheld_desk.server"

    def ready(self) -> None:
        """Tell the streams of a session that ends, and those of an account or a person that changes."""
        post_delete.connect(endings.session_ended, sender="sessions.Session", dispatch_uid="upheld_desk.server")
        for sender in ("people.Person", "people.Account"):
            post_save.connect(endings.people_changed, sender=sender, dispatch_uid="upheld_desk.server")
