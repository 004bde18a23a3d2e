"""The addresses of the public pages."""

from django.urls import path

from upheld_desk.public import views

app_name = "public"
urlpatterns = [
    path("<slug:vendor>/plans/", views.plans, name="plans"),
]
