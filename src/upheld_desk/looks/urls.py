"""The addresses of this room."""

from django.urls import path

from upheld_desk.looks import views

app_name = "looks"
urlpatterns = [
    path("colour/<str:colour>.css", views.colour, name="colour"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
]
