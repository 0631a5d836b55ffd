from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.paging import paged
from accounts.permissions import require
from accounts.requests import StaffRequest
from exports import sending
from exports.filters import ExportFilter
from exports.models import Export
from exports.permissions import sees_exports
from exports.tables import EXPORTS, ExportTable


@require_safe
def export_list(request: StaffRequest) -> HttpResponseBase:
    require(sees_exports(request.user))
    filterset = ExportFilter(request.GET, queryset=Export.objects.for_list(), request=request)
    table = ExportTable(filterset.qs)
    if sending.is_asked(request):
        return sending.send_list(request, EXPORTS, table, filterset)
    return render(request, "exports/export_list.html", {"filterset": filterset, "table": paged(request, table)})
