"""The addresses of one's own account. They come before the sign-in package's, and take two of its pages away."""

from django.urls import path

from upheld_desk.accounts import views

app_name = "people"
urlpatterns = [
    path("", views.account, name="account"),
    path("link/<str:secret>", views.link, name="link"),
    path("person/<int:person>", views.be, name="be"),
    path("preferences", views.preferences, name="preferences"),
    path("tokens", views.make_token, name="make_token"),
    path("tokens/<int:token>/end", views.end_token, name="end_token"),
    path("email/", views.nothing),
    path("confirm-email/", views.nothing),
]
