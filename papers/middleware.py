from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED_INSIDE: Final = {"application/pdf", "application/zip"}


class CompressPages(GZipMiddleware):
    """Compress what is text. A paper is compressed inside, and leaves with the bytes it was stored with."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type") in COMPRESSED_INSIDE:
            return response
        return super().process_response(request, response)
