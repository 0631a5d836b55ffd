"""Long lists come in pages of 25, 50, 100 rows, or all at once."""

from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django_tables2 import Table

SIZES: Final = (25, 50, 100)
USUAL_SIZE: Final = 50
ALL: Final = "all"
SIZE_FIELD: Final = "per_page"


def page_size(request: HttpRequest, *, rows: int, usual: int = USUAL_SIZE) -> int:
    """The number of rows that the address asks for: one of SIZES, or every row there is; else the usual."""
    asked = request.GET.get(SIZE_FIELD, "")
    if asked == ALL:
        return max(rows, 1)
    return int(asked) if asked in {str(size) for size in SIZES} else usual


def ordered(request: HttpRequest, table: Table) -> Table:
    """The whole table in the order of the address."""
    order = request.GET.getlist(table.prefixed_order_by_field)
    if order:
        table.order_by = order
    return table


def paged(request: HttpRequest, table: Table) -> Table:
    """The table in the order, on the page and with the page size of the address; for `{% render_table table %}`."""
    ordered(request, table)
    table.request = request
    table.paginate(page=1, per_page=1)  # from here on the rows are counted, no longer fetched
    table.paginator = Paginator(table.rows, page_size(request, rows=len(table.rows)))
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
    return table


def page_of(request: HttpRequest, rows: Any, *, usual: int = USUAL_SIZE) -> Page[Any]:
    """A page of rows that are no table (a history, cards); for `_pagination.html`. `usual` is one of SIZES."""
    paginator = Paginator(rows, 1)
    paginator.per_page = page_size(request, rows=paginator.count, usual=usual)
    return paginator.get_page(request.GET.get("page"))
