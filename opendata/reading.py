"""How an address of the open data is declared, and how its rows come in pages."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema

from opendata.asked import InPages, refuse_what_nobody_reads
from opendata.schemas import Problem

CSV: Final = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}


def reads(router: Router, path: str, *, name: str, answer: Any = None, **details: Any) -> Callable[..., Any]:
    """Declare an address that is read; without a schema of its answer it gives CSV."""
    described: dict[str, Any] = {"response": {200: answer, 400: Problem}} if answer else {"openapi_extra": CSV}
    declare = router.api_operation(
        ["GET", "HEAD"], path, url_name=name, operation_id=name, by_alias=True, **described, **details
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


def page_of(request: HttpRequest, rows: Sequence[Any], asked: InPages) -> dict[str, Any]:
    """The part of the rows that is asked for, with what every page says of itself."""
    first = (asked.page - 1) * asked.per_page
    more = first + asked.per_page < len(rows)
    return {
        "context": context_of(request),
        "total": len(rows),
        "page": asked.page,
        "next": _address(request, page=asked.page + 1) if more else None,
        "rows": rows[first : first + asked.per_page],
    }


def _address(request: HttpRequest, **changed: int) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode({**request.GET.dict(), **changed})}")
