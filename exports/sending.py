"""A table goes out: `?export=xlsx` or `?export=csv` in the address of the page that shows it."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any, Final, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.paging import SIZE_FIELD, ordered
from accounts.templatetags.filters import in_words
from exports import csv_file, xlsx_file
from exports.columns import Listing
from exports.extracts import Extract
from exports.models import Export

FIELD: Final = "export"
TABLE_FIELD: Final = "table"  # which one, on a page with several
OF_THE_SCREEN: Final = (FIELD, TABLE_FIELD, "page", SIZE_FIELD)


def is_asked(request: HttpRequest) -> bool:
    return FIELD in request.GET


def table_asked(request: HttpRequest) -> str:
    """Which table it is, on a page with several; empty for the first."""
    return request.GET.get(TABLE_FIELD, "")


def address_of(request: HttpRequest, **more: str) -> str:
    """The address of the whole table, with its filters and its order."""
    parameters = request.GET.copy()
    for name in OF_THE_SCREEN:
        parameters.pop(name, None)
    parameters.update(more)
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


def send_list(request: HttpRequest, listing: Listing, table: Any, filterset: Any, **known: Any) -> HttpResponseBase:
    """Every row of a filtered table of django-tables2, in its order; as `send_rows`."""
    return send_rows(request, listing, ordered(request, table).data.data, filterset, **known)


def send_rows(request: HttpRequest, listing: Listing, rows: Any, filterset: Any, **known: Any) -> HttpResponseBase:
    """The rows of a filtered list; back to the list where a filter is wrong.

    `known` is what an Extract knows besides: day, known_at, definitions.
    """
    if not filterset.form.is_valid():
        return refuse_filter(request)
    return send(request, Extract(listing=listing, rows=rows, filter_words=in_words(filterset), **known))


def refuse_filter(request: HttpRequest) -> HttpResponse:
    return refuse(request, _("Nothing was exported: a filter is not right yet. The filters say which."))


def refuse(request: HttpRequest, why: str) -> HttpResponse:
    """Back to the page, which says why nothing was exported."""
    messages.warning(request, why)
    return redirect(address_of(request))


def send(request: HttpRequest, extract: Extract) -> HttpResponseBase:
    """The file, as an attachment; who takes it is recorded."""
    asked = request.GET[FIELD]
    if asked not in Export.Format:
        return refuse(request, _("Nothing was exported: choose XLSX or CSV."))
    if asked == Export.Format.XLSX and extract.number_of_rows > xlsx_file.MOST_ROWS:
        return refuse(request, _("Nothing was exported: XLSX does not hold so many rows. Choose CSV, or filter more."))
    if request.method == "HEAD":
        return _attached(HttpResponse(), extract, Export.Format(asked))
    record = Export.objects.create(
        made_by=cast(User, request.user),
        what=str(extract.listing.name),
        address=address_of(request),
        filter_words=extract.filter_sentence,
        day=extract.day,
        known_at=extract.known_at,
        format=asked,
    )
    response = StreamingHttpResponse(_lines(extract, record)) if asked == "csv" else _workbook(extract, record)
    return _attached(response, extract, Export.Format(asked))


def _lines(extract: Extract, record: Export) -> Iterator[str]:
    number = yield from csv_file.lines(extract)
    record.finish(rows=number)


def _workbook(extract: Extract, record: Export) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115  the response closes it once it is sent
    record.finish(rows=xlsx_file.write(file, extract, record))
    file.seek(0)
    return FileResponse(file)


def _attached(response: HttpResponseBase, extract: Extract, how: Export.Format) -> HttpResponseBase:
    name = f"{slugify(str(extract.listing.name))}-{extract.day or timezone.localdate()}.{how.value}"
    types = {Export.Format.XLSX: xlsx_file.CONTENT_TYPE, Export.Format.CSV: csv_file.CONTENT_TYPE}
    response.headers["Content-Type"] = types[how]
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response
