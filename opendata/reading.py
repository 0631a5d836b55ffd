"""How an address of the open data is declared, and how its rows come in pages."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from opendata.asked import InPages, refuse_what_nobody_reads
from opendata.schemas import Problem
from opendata.tokens import ByToken

CSV: Final = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}


def reads(
    router: Router,
    path: str,
    *,
    name: str,
    answer: Any = None,
    needs_token: bool = False,
    refuses: Collection[int] = (),
    **words: Any,
) -> Callable[..., Any]:
    """Declare an address that is read; without a schema of its answer it gives CSV.

    `refuses` names the refusals that come besides those of every such address.
    """
    refusals = {400, *({401} if needs_token else ()), *({404} if "{" in path else ()), *map(int, refuses)}
    details: dict[str, Any] = {"auth": ByToken()} if needs_token else {}
    declare = router.api_operation(
        ["GET", "HEAD"],
        path,
        url_name=name,
        operation_id=name,
        by_alias=True,
        response={200: answer, **dict.fromkeys(sorted(refusals), Problem)},
        openapi_extra=None if answer else CSV,
        **words,
        **details,
    )

    def declared(function: Callable[..., Any]) -> Callable[..., Any]:
        return declare(_strict(function))

    return declared


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def strict(request: HttpRequest, **values: Any) -> Any:
        asked = [value for value in values.values() if isinstance(value, Schema)]
        refuse_what_nobody_reads(request, {name for one in asked for name in type(one).model_fields})
        return function(request, **values)

    return strict


def context_of(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("opendata:context"))


def address_of(request: HttpRequest, nis: str) -> str:
    """By which a municipality is known in the open data."""
    return request.build_absolute_uri(reverse("opendata:municipality_detail", args=[nis]))


def page_of(request: HttpRequest, asked: InPages, *, total: int) -> dict[str, Any]:
    """What every page says of itself."""
    more = asked.page * asked.per_page < total
    return {
        "context": context_of(request),
        "total": total,
        "page": asked.page,
        "next": _address(request, page=asked.page + 1) if more else None,
    }


def _address(request: HttpRequest, **changed: int) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode({**request.GET.dict(), **changed})}")
