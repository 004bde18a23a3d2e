"""The door that mails lead to: one address for a case, whichever side its reader is of."""

from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from upheld_desk import access
from upheld_desk.accounts.middleware import PersonRequest


@require_GET
def door(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the reader of a mail to the page that they have of the case; a stranger signs in first."""
    person = cast("PersonRequest", request).person
    if person is None:
        return redirect_to_login(request.get_full_path())
    log = access.case(person, reference)
    return redirect("staff:case" if person.is_staff else "portal:case", log.reference)
