"""The OpenAPI document: what ninja knows of our addresses, in Dutch and without what only the code needs."""

from functools import cache
from typing import Any, Final

from django.utils.translation import gettext

from opendata.api import api
from opendata.problems import MEDIA_TYPE

IN_WORDS: Final = {"summary", "description"}


@cache
def document() -> dict[str, Any]:
    """One for as long as the process runs: nothing in it depends on the data."""
    found = _in_dutch(dict(api.get_openapi_schema()))
    for operations in found["paths"].values():
        operations.pop("head", None)  # the same as get, and an operation is named once
        for status, response in operations["get"]["responses"].items():
            if status >= 400:
                response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    for schema in found["components"]["schemas"].values():
        schema.pop("description", None)  # the docstring of a class
    return found


def _in_dutch(part: Any, key: str = "") -> Any:
    """The same, with its sentences translated and without the titles that pydantic makes of the names in the code."""
    if isinstance(part, dict):
        return {name: _in_dutch(value, name) for name, value in part.items() if not _is_made_title(name, value, key)}
    if isinstance(part, list):
        return [gettext(one) if key == "tags" and isinstance(one, str) else _in_dutch(one, key) for one in part]
    return gettext(part) if key in IN_WORDS and isinstance(part, str) and part else part


def _is_made_title(name: str, value: Any, inside: str) -> bool:
    return name == "title" and isinstance(value, str) and inside != "info"
