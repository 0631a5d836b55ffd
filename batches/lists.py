"""A filtered list of agreements, as somebody sees it, on its way to paper."""

from functools import cached_property
from typing import Final

from django.urls import reverse

from accounts.requests import StaffRequest
from accounts.templatetags.filters import in_words
from agreements.filters import AgreementFilter
from agreements.tables import AgreementTable

# What an address of the list says besides its filters and its order.
OF_THE_PAGE: Final = ("page", "per_page", "what")


class ChosenList:
    """The list of agreements behind the address of a request: its filters and its order, without its pages."""

    def __init__(self, request: StaffRequest) -> None:
        self._filterset = AgreementFilter(request.GET, request=request)
        self._order = request.GET.getlist("sort")
        parameters = request.GET.copy()
        for name in OF_THE_PAGE:
            parameters.pop(name, None)
        self.query = parameters.urlencode()

    @property
    def url(self) -> str:
        return reverse("agreements:agreement_list") + (f"?{self.query}" if self.query else "")

    @cached_property
    def words(self) -> str:
        """What the list is filtered by; empty when it holds every agreement."""
        return "; ".join(f"{label}: {shown}" for label, shown in in_words(self._filterset))

    def agreement_ids(self) -> list[int]:
        """All of them, in the order of the screen."""
        table = AgreementTable(self._filterset.qs, day=self._filterset.day)
        if self._order:
            table.order_by = self._order
        return list(table.data.data.values_list("pk", flat=True))
