"""The map: which room answers at which address."""

from django.urls import URLPattern, URLResolver, include, path

from upheld_desk.accounts.views import home

handler400 = "upheld_desk.looks.views.bad_request"
handler403 = "upheld_desk.looks.views.forbidden"
handler404 = "upheld_desk.looks.views.not_found"
handler500 = "upheld_desk.looks.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("agreements/", include("upheld_desk.contracts.urls")),
    path("staff/", include("upheld_desk.staff.urls")),
    path("portal/", include("upheld_desk.portal.urls")),
    path("at/", include("upheld_desk.public.urls")),
    path("to/", include("upheld_desk.notices.urls")),
    path("api/v1/", include("upheld_desk.api.urls")),
    path("looks/", include("upheld_desk.looks.urls")),
    path("account/", include("upheld_desk.accounts.urls")),
    path("account/", include("allauth.urls")),
]
