"""The map: which room answers at which address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
