"""The addresses of the pages about agreements."""

from django.urls import path

from upheld_desk.contracts import views

app_name = "contracts"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.bring, name="bring"),
    path("<int:agreement>/", views.page, name="page"),
    path("<int:agreement>/allowances/", views.allowances, name="allowances"),
    path("<int:agreement>/allowances/book", views.book, name="book"),
    path("<int:agreement>/done/", views.done, name="done"),
    path("<int:agreement>/<int:number>/", views.source, name="source"),
    path("<int:agreement>/<int:number>/sign/", views.sign, name="sign"),
    path("<int:agreement>/<int:number>/discard/", views.discard, name="discard"),
]
