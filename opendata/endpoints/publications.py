"""The answers that were given out, as they were frozen. Public, but for who asked and what was written freely."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import P, PathEx, Query, Router

from opendata.asked import InPages
from opendata.csv_files import csv_file
from opendata.doors import unchanged
from opendata.editions import PUBLICATIONS
from opendata.endpoints.definitions import defined
from opendata.problems import BrokenSeal
from opendata.reading import context_of, page_of, reads
from opendata.schemas import PublicationDetail, PublicationPage, PublishedMunicipality, PublishedNumber
from publications.models import Publication, with_outcome
from publications.sheets import definitions_of

router = Router(tags=[_("publications")])
Key = PathEx[int, P(description=_("The key of the published answer, from the list of them."))]


@reads(
    router,
    "/publications",
    name="publication_list",
    answer=PublicationPage,
    summary=_("Published answers"),
    description=_("The answers with figures that were given out, the latest first, corrected ones too."),
)
def publication_list(request: HttpRequest, asked: Query[InPages]) -> Any:
    return unchanged(request, PUBLICATIONS) or _page(request, asked)


@reads(
    router,
    "/publications/{key}",
    name="publication_detail",
    refuses=(HTTPStatus.CONFLICT,),
    answer=PublicationDetail,
    summary=_("One published answer"),
    description=_("The figures as they were given, the municipalities behind each, and what each counted."),
)
def publication_detail(request: HttpRequest, key: Key) -> Any:
    found = _found(key)
    return unchanged(request, PUBLICATIONS) or _detail(request, found)


@reads(
    router,
    "/publications/{key}/figures.csv",
    name="publication_numbers_csv",
    refuses=(HTTPStatus.CONFLICT,),
    summary=_("The figures of a published answer, as CSV"),
    description=_("A line for each figure of each province, and of all together: there the province is empty."),
)
def publication_numbers(request: HttpRequest, key: Key) -> Any:
    found = _found(key)
    return unchanged(request, PUBLICATIONS) or csv_file("cijfers", PublishedNumber, _numbers(found))


@reads(
    router,
    "/publications/{key}/municipalities.csv",
    name="publication_municipalities_csv",
    refuses=(HTTPStatus.CONFLICT,),
    summary=_("The municipalities of a published answer, as CSV"),
    description=_("A line for each municipality that a figure counted."),
)
def publication_municipalities(request: HttpRequest, key: Key) -> Any:
    found = _found(key)
    return unchanged(request, PUBLICATIONS) or csv_file("gemeenten", PublishedMunicipality, _municipalities(found))


def _found(key: int) -> Publication:
    """Raises Http404, and BrokenSeal: before anybody is told that what they have is unchanged."""
    publication: Publication | None = Publication.objects.for_detail().filter(pk=key).first()
    if publication is None:
        raise Http404
    if not publication.is_intact:
        raise BrokenSeal
    return publication


def _page(request: HttpRequest, asked: InPages) -> dict[str, Any]:
    rows: Any = with_outcome(Publication.objects.for_list())
    page = page_of(request, asked, total=rows.count())
    return page | {"on": None, "rows": [_row(request, one, one.is_seal_broken) for one in rows[asked.part]]}


def _detail(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    return {
        "context": context_of(request),
        **_row(request, publication, seal_broken=False),
        "paragraph": publication.paragraph,
        "definitions": [defined(one) for one in definitions_of(publication)],
        "numbers": list(_numbers(publication)),
        "municipalities": list(_municipalities(publication)),
    }


def _row(request: HttpRequest, publication: Publication, seal_broken: bool) -> dict[str, Any]:
    corrected_by = publication.succeeded_by.pk if publication.is_corrected else None
    return {
        "id": _address(request, publication.pk),
        "key": publication.pk,
        "title": publication.title,
        "kind": publication.get_kind_display(),
        "number": publication.number or None,
        "asked_on": publication.asked_on,
        "answered_on": publication.answered_on,
        "figures_on": publication.figures_on,
        "known_at": publication.known_at,
        "published_at": None if publication.before_register else publication.published_at,
        "before_register": publication.before_register,
        "sha256": publication.sha256,
        "seal_broken": seal_broken,
        "corrects": _address(request, publication.succeeds_id),
        "corrected_by": _address(request, corrected_by),
    }


def _address(request: HttpRequest, key: int | None) -> str | None:
    if key is None:
        return None
    return request.build_absolute_uri(reverse("opendata:publication_detail", args=[key]))


def _numbers(publication: Publication) -> Iterator[dict[str, Any]]:
    for code, told in publication.content.figures.items():
        said = {"code": code, "at_least": told.get("at_least", False)}
        for province, number in told["provinces"].items():
            yield said | {"province": province, "number": number}
        yield said | {"province": None, "number": told["total"]}


def _municipalities(publication: Publication) -> Iterator[dict[str, Any]]:
    for code, brought in publication.content.lists.items():
        for place in publication.content.listed(code):
            yield {"code": code, "times": brought[place.nis], **place._asdict()}
