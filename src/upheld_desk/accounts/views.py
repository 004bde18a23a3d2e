"""The pages of one's own account, and the way in: who one is, in which zone, by which link, with which tokens."""

from typing import cast

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from upheld_desk import clock
from upheld_desk.accounts import links, sessions, tokens
from upheld_desk.accounts.forms import TokenForm, ZoneForm
from upheld_desk.accounts.middleware import PersonRequest
from upheld_desk.errors import NotFound
from upheld_desk.people.models import Account, Person


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Send people to where they work; who is nobody any more is signed out."""
    person = cast("PersonRequest", request).person
    if person:
        return redirect("/staff/" if person.is_staff else "/portal/")
    if request.user.is_authenticated:
        logout(request)
        messages.error(request, _("Your access has ended. Please ask whoever gave it to you."))
    return redirect("account_login")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables("secret")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether to sign in by a link; do so when the button is pressed."""
    now = clock.now()
    try:
        account = links.use(secret, now) if request.method == "POST" else links.look(secret, now)
    except NotFound:
        return render(request, "accounts/link_ended.html", status=404)
    if request.method == "POST":
        return cast("HttpResponse", perform_login(request, account, redirect_url="/"))
    return render(request, "accounts/link.html", {"account": account, "persons": sessions.persons(account)})


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show one's account: who one is, the zone, the tokens."""
    return _account(request, _me(request))


@login_required
@require_POST
def be(request: HttpRequest, person: int) -> HttpResponse:
    """Be another of the persons that the account is."""
    found = sessions.persons(cast("Account", request.user)).filter(pk=person).first()
    if found is None:
        raise NotFound(f"the account is no person {person}")
    request.session[sessions.CHOSEN] = found.pk
    return redirect("/")


@login_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the zone in which the reader wants to see times; empty is that of their firm."""
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return _account(request, _me(request), zone_form=form)
    account = cast("Account", request.user)
    account.zone = form.cleaned_data["zone"]
    account.save(update_fields=["zone"])
    messages.success(request, _("Saved."))
    return redirect("people:account")


@login_required
@require_POST
@never_cache
@sensitive_variables("secret")
def make_token(request: HttpRequest) -> HttpResponse:
    """Make a token, and show its secret this once."""
    person, form, now = _me(request), TokenForm(request.POST), clock.now()
    if not form.is_valid():
        return _account(request, person, token_form=form)
    token, secret = tokens.make(person, form.cleaned_data["name"], form.cleaned_data["scopes"], now, form.expires(now))
    return _account(request, person, token=token, secret=secret)


@login_required
@require_POST
def end_token(request: HttpRequest, token: int) -> HttpResponse:
    """End one of one's tokens."""
    tokens.end(_me(request), token, clock.now())
    messages.success(request, _("The token has ended."))
    return redirect("people:account")


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer where the package has a page that the desk does not: addresses are changed by who looks after people."""
    raise Http404(request.path)


def _me(request: HttpRequest) -> Person:
    person = cast("PersonRequest", request).person
    if person is None:
        raise NotFound("the account is nobody any more")
    return person


def _account(request: HttpRequest, person: Person, **more: object) -> HttpResponse:
    context = {
        "me": person,
        "persons": sessions.persons(cast("Account", request.user)).order_by("vendor__name"),
        "zone_form": ZoneForm(initial={"zone": cast("Account", request.user).zone}),
        "token_form": TokenForm(),
        "tokens": person.tokens.order_by("-ended", "-created"),
        **more,
    }
    wrong = "zone_form" in more or "token_form" in more
    return render(request, "accounts/account.html", context, status=422 if wrong else 200)
