"""Views: a vendor's plans side by side."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_GET

from upheld import terms
from upheld.words import Language
from upheld_desk.people.models import Vendor
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement


@require_GET
def plans(request: HttpRequest, vendor: str) -> HttpResponse:
    """Show what a vendor offers: each of its offers with all plans side by side."""
    house = get_object_or_404(Vendor, slug=vendor)
    language = cast("Language", translation.get_language() or "en")
    offers = Agreement.objects.filter(vendor=house, customer=None, editions__state="signed").distinct()
    pages = [terms.page(agreements.version(offer), language) for offer in offers]
    context = {"house": house, "colour": house.colour.lstrip("#"), "pages": pages}
    return render(request, "public/plans.html", context)
