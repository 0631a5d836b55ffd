"""Handing a stored paper to whoever is logged in."""

import logging
from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from papers.models import Document

logger = logging.getLogger(__name__)


def serve(request: HttpRequest, document: Document, *, as_attachment: bool, filename: str) -> HttpResponseBase:
    """The bytes as they were stored, under a name of ours; a page in words when they are not there.

    What others made is an attachment: a browser opens it apart from the register, and nothing in it runs here.
    """
    etag = quote_etag(document.sha256)
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known.headers["ETag"] = etag
        patch_cache_control(known, private=True, no_cache=True)
        return known
    try:
        file = default_storage.open(document.file.name)
        size = file.size
    except FileNotFoundError:
        return _not_there(request, document, "is not there")
    if size != document.size:
        file.close()
        return _not_there(request, document, f"has {size} bytes instead of {document.size}")
    response = FileResponse(file, as_attachment=as_attachment, filename=filename, content_type="application/pdf")
    response.headers["ETag"] = etag
    response.headers["Content-Length"] = str(document.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if as_attachment:
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _not_there(request: HttpRequest, document: Document, how: str) -> HttpResponse:
    logger.error("The file of document %s %s: %s", document.pk, how, document.file.name)
    return render(request, "papers/not_there.html", {"document": document}, status=HTTPStatus.NOT_FOUND)
