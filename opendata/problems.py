"""What is wrong with a question, as problem details (RFC 9457) in plain Dutch."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext, gettext_noop
from ninja.errors import AuthenticationError, ValidationError
from pydantic_core import PydanticCustomError

from municipalities.models import NoTerm

MEDIA_TYPE: Final = "application/problem+json"
TITLES: Final = {
    HTTPStatus.BAD_REQUEST: gettext_noop("The question is not right"),
    HTTPStatus.UNAUTHORIZED: gettext_noop("This needs a token"),
    HTTPStatus.NOT_FOUND: gettext_noop("This is not here"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_noop("Here you can only read"),
    HTTPStatus.CONFLICT: gettext_noop("The seal is broken"),
}
OWN_WORDS: Final = "own_words"
LIMITS: Final = {
    "greater_than_equal": ("ge", gettext_noop("Give a number of at least %(limit)s.")),
    "less_than_equal": ("le", gettext_noop("Give a number of at most %(limit)s.")),
}


class WrongQuestion(Exception):
    """One parameter that cannot be answered, and why."""

    def __init__(self, parameter: str, message: str) -> None:
        self.parameter, self.message = parameter, message
        super().__init__(message)


class BrokenSeal(Exception):
    """What is kept of a published answer is not what was given out."""


def unreadable(message: str) -> PydanticCustomError:
    """For a value that a parameter cannot have, while it is read."""
    return PydanticCustomError(OWN_WORDS, "{words}", {"words": message})


def problem(status: HTTPStatus, detail: str, errors: Iterable[tuple[str, str]] = ()) -> HttpResponse:
    data: dict[str, Any] = {
        "type": "about:blank",
        "title": gettext(TITLES[status]),
        "status": int(status),
        "detail": detail,
    }
    wrong = [{"parameter": parameter, "melding": message} for parameter, message in errors]
    if wrong:
        data["fouten"] = wrong
    return JsonResponse(data, status=status, content_type=MEDIA_TYPE)


def of_wrong_question(request: HttpRequest, error: WrongQuestion) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, error.message, [(error.parameter, error.message)])


def of_no_term(request: HttpRequest, error: NoTerm) -> HttpResponse:
    return of_wrong_question(request, WrongQuestion("on", str(error)))


def of_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [(str(one["loc"][-1]), _words_for(one)) for one in error.errors]
    return problem(HTTPStatus.BAD_REQUEST, " ".join(message for _parameter, message in wrong), wrong)


def of_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(HTTPStatus.UNAUTHORIZED, error.message)
    response.headers["WWW-Authenticate"] = 'Bearer realm="open data"'
    return response


def not_found(request: HttpRequest, error: Exception | None = None, *, elsewhere: str = "") -> HttpResponse:
    words = gettext("Nothing is kept at this address. All addresses stand on the page about the open data.")
    return problem(HTTPStatus.NOT_FOUND, words)


def of_broken_seal(request: HttpRequest, error: BrokenSeal) -> HttpResponse:
    words = gettext("What is kept of this publication no longer matches its seal, so its content cannot be given.")
    return problem(HTTPStatus.CONFLICT, words)


def _words_for(error: dict[str, Any]) -> str:
    context: dict[str, Any] = error.get("ctx", {})
    if error["type"] == OWN_WORDS:
        return str(context["words"])
    if error["type"] in LIMITS:
        name, words = LIMITS[error["type"]]
        return gettext(words) % {"limit": context[name]}
    return gettext("This value cannot be read here.")


ANSWERS: Final[dict[type[Exception], Callable[..., HttpResponse]]] = {
    WrongQuestion: of_wrong_question,
    NoTerm: of_no_term,
    ValidationError: of_values,
    AuthenticationError: of_token,
    Http404: not_found,
    BrokenSeal: of_broken_seal,
}
