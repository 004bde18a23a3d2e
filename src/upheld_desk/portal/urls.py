"""The addresses of the portal."""

from django.urls import path

from upheld_desk.portal.views import agreement, case, cases, people, report, start

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("report", report.report, name="report"),
    path("report/look", report.look, name="look"),
    path("cases", cases.index, name="cases"),
    path("cases/<str:reference>", case.page, name="case"),
    path("cases/<str:reference>/files/<str:digest>", case.file, name="file"),
    path("cases/<str:reference>/<slug:slug>", case.act, name="act"),
    path("agreement", agreement.agreement, name="agreement"),
    path("allowances", agreement.allowances, name="allowances"),
    path("people", people.index, name="people"),
    path("people/add", people.add, name="people-add"),
    path("people/<str:handle>", people.one, name="person"),
    path("people/<str:handle>/<slug:slug>", people.change, name="people-change"),
]
