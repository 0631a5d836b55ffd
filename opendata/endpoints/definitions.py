"""What each figure counts. Public."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Router

from agreements.models import DeclineReason
from dashboards.definitions import Figure, Unit, with_reasons
from opendata.csv_files import csv_file
from opendata.doors import unchanged
from opendata.editions import DEFINITIONS
from opendata.reading import context_of, reads
from opendata.schemas import DefinitionOut, Definitions
from publications.sheets import Definition

router = Router(tags=[_("definitions")])


@reads(
    router,
    "/definitions",
    name="definition_list",
    answer=Definitions,
    summary=_("What each figure counts"),
    description=_("Every figure with its sentence, and since when it is counted so."),
)
def definition_list(request: HttpRequest) -> Any:
    return unchanged(request, DEFINITIONS) or {
        "context": context_of(request),
        "rows": _all(),
    }


@reads(
    router,
    "/definitions.csv",
    name="definition_list_csv",
    summary=_("What each figure counts, as CSV"),
    description=_("All rows in one file."),
)
def definition_csv(request: HttpRequest) -> Any:
    return unchanged(request, DEFINITIONS) or csv_file("definities", DefinitionOut, _all())


def defined(figure: Figure | Definition) -> dict[str, Any]:
    """A figure, or what was frozen of it in a publication."""
    return {
        "code": figure.code,
        "name": figure.full_name,
        "explanation": str(figure.explanation),
        "unit": str(Unit(figure.unit).label),
        "version": figure.version,
        "since": figure.since,
    }


def _all() -> list[dict[str, Any]]:
    return [defined(figure) for figure in with_reasons(DeclineReason.objects.all())]
