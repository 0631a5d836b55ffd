"""The way in: the addresses of the open data need no login, are only read, and keep no cookie."""

from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from opendata.asked import OnADay
from opendata.editions import Facts, edition_of
from opendata.problems import problem

METHODS: Final = "GET, HEAD, OPTIONS"
# Any page may read what is public. Nothing travels along that tells who asks, so nobody's rights can be borrowed.
FOR_OTHER_SITES: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
}


class Validators(NamedTuple):
    """By what a reader asks whether its copy is still right."""

    etag: str
    last_modified: datetime | None


def opened(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @login_not_required
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=HTTPStatus.NO_CONTENT)
        else:
            response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, _("Ask with GET or HEAD."))
        return _with_headers(request, response)

    return answer


def unchanged(request: HttpRequest, facts: Facts, asked: OnADay | None = None) -> HttpResponseBase | None:
    """The answer to who has it already (304), or None; `asked` where the answer is about a day.

    What is asked must be there to be unchanged: raises WrongQuestion and NoTerm; the caller finds the row first.

    The facts are looked at before the answer is made: what changes in between makes the next question a new one.
    """
    if asked:
        asked.check()
    edition = edition_of(facts)
    about = f"{edition.fingerprint} {request.get_full_path()} {asked.day if asked else ''}"
    last_modified = edition.last_modified
    if asked and asked.on is None and last_modified:  # what is about today is no older than today
        last_modified = max(last_modified, timezone.make_aware(datetime.combine(asked.day, time.min)))
    validators = Validators(quote_etag(sha256(about.encode()).hexdigest()[:32]), last_modified)
    request.validators = validators  # type: ignore[attr-defined]
    return get_conditional_response(request, validators.etag, int(last_modified.timestamp()) if last_modified else None)


def _with_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    validators: Validators | None = getattr(request, "validators", None)
    of_token = getattr(request, "auth", None) is not None
    if response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED} and validators:
        response.headers["ETag"] = validators.etag
        if validators.last_modified:
            response.headers["Last-Modified"] = http_date(validators.last_modified.timestamp())
        response.headers["Cache-Control"] = "private, no-cache" if of_token else "public, no-cache"
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Allow"] = METHODS
    if not of_token:
        for name, value in FOR_OTHER_SITES.items():
            response.headers[name] = value
    return response
