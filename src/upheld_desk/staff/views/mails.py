"""Mail to sort: the list, one mail, and what becomes of it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from upheld_desk import access, clock
from upheld_desk.accounts.doors import KnownRequest, staff_who_may
from upheld_desk.errors import NotFound, Refused
from upheld_desk.mail import deciding
from upheld_desk.mail.models import RawMessage
from upheld_desk.people.models import Person
from upheld_desk.staff import mails
from upheld_desk.store import attachments
from upheld_desk.store.attachments import Attachment


class WriterForm(forms.Form):
    """Who wrote a mail, and about which case."""

    writer = forms.ChoiceField(label=gettext_lazy("It is from"))
    reference = forms.CharField(
        label=gettext_lazy("About the case"),
        required=False,
        help_text=gettext_lazy("A reference; without one it is a new report."),
    )


@require_safe
@staff_who_may("triage mail")
def index(request: KnownRequest) -> HttpResponse:
    """Show the mails that somebody must look at."""
    context = {"section": "mail", "now": clock.now(), "mails": mails.waiting(request.person)[:200]}
    return render(request, "staff/mails.html", context)


@require_safe
@staff_who_may("triage mail")
def page(request: KnownRequest, mail: int) -> HttpResponse:
    """Show one mail, as it can be read."""
    return _show(request, mails.one(request.person, mail), _form(request))


@require_safe
@staff_who_may("triage mail")
def raw(request: KnownRequest, mail: int) -> HttpResponseBase:
    """Hand out the mail as it came."""
    found = mails.one(request.person, mail)
    return attachments.serve(Attachment("message.eml", "message/rfc822", found.digest, found.size))


@require_POST
@staff_who_may("triage mail")
def act(request: KnownRequest, mail: int, what: str) -> HttpResponse:
    """Work a mail again, put it aside, or take it as somebody's."""
    if what == "enter":
        return _enter(request, mail)
    if what == "again":
        mails.try_again(request.person, mail, clock.now())
        messages.success(request, _("The mail will be worked again in a moment."))
    elif what == "aside":
        mails.put_aside(request.person, mail, clock.now())
        messages.success(request, _("The mail is put aside. It is kept as it came."))
    else:
        raise NotFound(what)
    return redirect("staff:mail")


def _enter(request: KnownRequest, mail: int) -> HttpResponse:
    form = _form(request)
    if form.is_valid():
        writer = access.someone(request.person, form.cleaned_data["writer"])
        try:
            log = mails.enter(request.person, mail, writer, form.cleaned_data["reference"].strip().upper(), clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        except NotFound:
            form.add_error("reference", _("There is no such case of theirs."))
        else:
            return redirect("staff:case", log.reference)
    return _show(request, mails.one(request.person, mail), form, 409)


def _form(request: KnownRequest) -> WriterForm:
    form = WriterForm(request.POST if request.method == "POST" else None)
    people = (
        access.people(request.person).filter(customer__isnull=False, active=True).order_by("customer__name", "name")
    )
    field = form.fields["writer"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("Please choose")), *((each.handle, _named(each)) for each in people)]
    return form


def _named(person: Person) -> str:
    return f"{person.name}, {person.customer.name}" if person.customer else person.name


def _show(request: KnownRequest, mail: RawMessage, form: WriterForm, status: int = 200) -> HttpResponse:
    message = deciding.read(mail) if mail.state == "triage" else None  # what failed may fail to be read, too
    if form.fields["writer"].initial is None and mail.sender:
        known = access.people(request.person).filter(email__iexact=mail.sender).first()
        form.fields["writer"].initial = known.handle if known else None
    context = {"section": "mail", "now": clock.now(), "mail": mail, "message": message, "form": form}
    return render(request, "staff/mail.html", context, status=status)
