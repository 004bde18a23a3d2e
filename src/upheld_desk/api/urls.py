"""The addresses of the API, those included that there are not: they answer with a problem like any other error."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt

from upheld_desk.api import problems
from upheld_desk.api.interface import api
from upheld_desk.api.operations import acting, agreements, booking, cases, due

__all__ = ["api", "urlpatterns"]

for _room in (cases, acting, due, agreements, booking):
    api.add_router("", _room.router)


def _told(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    assert isinstance(pattern, URLPattern)
    pattern.callback = csrf_exempt(problems.only_problems(pattern.callback))  # nothing here goes by a cookie
    return pattern


_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("", ([_told(pattern) for pattern in _patterns], _app, _namespace)),
    re_path("", csrf_exempt(problems.nothing)),
]
