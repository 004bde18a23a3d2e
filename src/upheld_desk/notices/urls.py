"""The address in mails."""

from django.urls import path

from upheld_desk.notices import views

app_name = "notices"
urlpatterns = [path("<str:reference>/", views.door, name="door")]
