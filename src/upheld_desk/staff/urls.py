"""The addresses of this room."""

from django.urls import path

from upheld_desk.staff.views import calls, case, customers, mails, people, queue, settings, today

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
    path("call/", calls.page, name="call"),
    path("call/look-up", calls.look_up, name="call-look-up"),
    path("call/foresee", calls.foresee, name="call-foresee"),
    path("customers/", customers.index, name="customers"),
    path("customers/<slug:slug>/", customers.page, name="customer"),
    path("refused/", customers.refused, name="refused"),
    path("people/", people.index, name="people"),
    path("people/new", people.new, name="person-new"),
    path("people/<str:handle>/", people.page, name="person"),
    path("people/<str:handle>/<slug:what>", people.act, name="person-act"),
    path("mail/", mails.index, name="mail"),
    path("mail/<int:mail>/", mails.page, name="mail-page"),
    path("mail/<int:mail>/raw", mails.raw, name="mail-raw"),
    path("mail/<int:mail>/<slug:what>", mails.act, name="mail-act"),
    path("settings/", settings.page, name="settings"),
]
