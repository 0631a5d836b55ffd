"""Beside the data: what they are, what their names mean, and who has a token for more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from accounts.submissions import once
from exports import sending
from exports.extracts import Extract
from opendata import actions
from opendata.document import document
from opendata.forms import TokenForm
from opendata.listings import TOKENS
from opendata.models import Token
from opendata.permissions import may_give_tokens
from opendata.reference import subjects
from opendata.vocabulary import context


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """What can be asked, for people."""
    return render(request, "opendata/reference.html", {"subjects": subjects()})


@cache_control(public=True, max_age=3600)
def openapi(request: HttpRequest) -> HttpResponse:
    """What can be asked, for programs."""
    return JsonResponse(document())


@cache_control(public=True, max_age=3600)
def vocabulary(request: HttpRequest) -> HttpResponse:
    own = f"{request.build_absolute_uri(reverse('opendata:reference'))}#"
    return JsonResponse(context(own), content_type="application/ld+json")


def token_list(request: StaffRequest) -> HttpResponseBase:
    require(may_give_tokens(request.user))
    tokens = Token.objects.for_list()
    if sending.is_asked(request):
        return sending.send(request, Extract(listing=TOKENS, rows=tokens))
    return render(request, "opendata/token_list.html", {"tokens": page_of(request, tokens)})


@cache_control(private=True, no_store=True)
def token_create(request: StaffRequest) -> HttpResponse:
    """The secret is in this one answer, and in no other page."""
    require(may_give_tokens(request.user))
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        page = once(request, lambda: actions.give(form.instance, by=request.user))
        if form.instance.secret:
            return render(request, "opendata/token_given.html", {"token": form.instance})
        return redirect(page)
    return render(request, "opendata/token_form.html", {"form": form})


def token_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    require(may_give_tokens(request.user))
    token = get_object_or_404(Token, pk=pk)
    if request.method == "POST":
        if actions.revoke(token, by=request.user):
            messages.success(request, _("The token is revoked: it opens nothing any more."))
        else:
            messages.info(request, _("This token had been revoked already."))
        return redirect(token)
    return render(request, "opendata/token_revoke.html", {"token": token})
