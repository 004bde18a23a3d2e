"""The static files as they are served: named by their content, so that a browser may keep them for ever."""

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """Static files by content, without the maps for debuggers, which the wheels do not bring."""

    patterns: ClassVar = (("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),)
