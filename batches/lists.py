"""A filtered list of agreements, as somebody sees it, on its way to paper."""

from functools import cached_property
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from accounts.templatetags.filters import in_words
from agreements.filters import AgreementFilter
from agreements.lapsing import LapsingFilter, LapsingTable
from agreements.tables import AgreementTable

# Which list it is; without this parameter the list of all agreements.
LIST: Final = "list"
LAPSING: Final = "lapsing"
# What an address of the list says besides its filters and its order.
OF_THE_PAGE: Final = ("page", "per_page", "what")


class ChosenList:
    """The list of agreements behind the address of a request: its filters and its order, without its pages."""

    def __init__(self, request: StaffRequest) -> None:
        parameters = request.GET.copy()
        for name in OF_THE_PAGE:
            parameters.pop(name, None)
        self.query = parameters.urlencode()
        self.url = address_of(self.query)
        if parameters.get(LIST) == LAPSING:
            self._filterset = LapsingFilter(parameters, request=request)
            self._table = LapsingTable(self._filterset.qs, user=request.user)
        else:
            self._filterset = AgreementFilter(parameters, request=request)
            self._table = AgreementTable(self._filterset.qs, day=self._filterset.day)
        if order := parameters.getlist("sort"):
            self._table.order_by = order

    @cached_property
    def words(self) -> str:
        """What the list is filtered by; empty when it holds every agreement."""
        words = [f"{label}: {shown}" for label, shown in in_words(self._filterset)]
        if isinstance(self._filterset, LapsingFilter):
            days = {"since": date_format(self._filterset.since), "until": date_format(self._filterset.until)}
            words = [_("Last day from %(since)s to %(until)s") % days, *words]
        return "; ".join(words)

    def agreement_ids(self) -> list[int]:
        """All of them, in the order of the screen."""
        return list(self._table.data.data.values_list("pk", flat=True))


def address_of(query: str) -> str:
    """The address of the list that a batch was asked from."""
    parameters = QueryDict(query, mutable=True)
    page = "agreement_lapsing" if parameters.pop(LIST, [""])[-1] == LAPSING else "agreement_list"
    address = reverse(f"agreements:{page}")
    return f"{address}?{parameters.urlencode()}" if parameters else address
