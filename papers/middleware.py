from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from exports.xlsx_file import CONTENT_TYPE as XLSX

COMPRESSED_INSIDE: Final = {"application/pdf", "application/zip", XLSX}


class CompressPages(GZipMiddleware):
    """Compress what is text. Papers and workbooks are compressed inside, and leave with the bytes they have."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type") in COMPRESSED_INSIDE:
            return response
        return super().process_response(request, response)
