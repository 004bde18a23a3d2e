"""The addresses of this room."""

from django.urls import path

from upheld_desk.staff.views import case, queue, today

app_name = "staff"
urlpatterns = [
    path("", today.page, name="today"),
    path("today/news", today.news, name="today-news"),
    path("today/<uuid:log>/<path:duty>", today.line, name="today-line"),
    path("cases/", queue.page, name="queue"),
    path("cases/<str:reference>/", case.page, name="case"),
    path("cases/<str:reference>/print", case.sheet, name="case-print"),
    path("cases/<str:reference>/news", case.news, name="case-news"),
    path("cases/<str:reference>/files/<str:digest>", case.file, name="file"),
    path("cases/<str:reference>/drafts/<slug:kind>", case.draft, name="draft"),
    path("cases/<str:reference>/acts/<slug:slug>", case.act, name="act"),
]
