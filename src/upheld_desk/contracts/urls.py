"""The addresses of the pages about agreements."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from upheld_desk.contracts import views

app_name = "contracts"
urlpatterns = [
    path("", login_required(views.index), name="index"),
    path("new/", login_required(views.bring), name="bring"),
    path("<int:agreement>/", login_required(views.page), name="page"),
    path("<int:agreement>/done/", login_required(views.done), name="done"),
    path("<int:agreement>/<int:number>/", login_required(views.source), name="source"),
    path("<int:agreement>/<int:number>/sign/", login_required(views.sign), name="sign"),
    path("<int:agreement>/<int:number>/discard/", login_required(views.discard), name="discard"),
]
