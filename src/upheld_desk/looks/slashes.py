"""Addresses that end in a slash where ours do not: who types one comes to the page all the same.

The other way round, a slash that is missing, is Django's own `APPEND_SLASH`.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes

Answer = Callable[[HttpRequest], HttpResponse]


def without_slash(answer: Answer) -> Answer:
    """Lead to the address without its slash at the end, where only that is one of ours."""

    def lead(request: HttpRequest) -> HttpResponse:
        given = request.path_info
        response = answer(request)
        is_lost = response.status_code == HTTPStatus.NOT_FOUND and request.method in {"GET", "HEAD"}
        if is_lost and given.endswith("/") and not is_valid_path(given) and is_valid_path(given[:-1]):
            asked = f"?{query}" if (query := request.META.get("QUERY_STRING")) else ""
            return HttpResponseRedirect(escape_leading_slashes(given[:-1]) + asked)
        return response

    return lead
