from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class StaffRequest(HttpRequest):
    """A request behind the login: the user is one of ours. For annotations only."""

    user: User
    htmx: HtmxDetails


class ReturningRequest(HttpRequest):
    """What LoginKeepsWhatWasTyped notes on a request. For annotations only."""

    worked_here: int
    typed_before_login: bool
    typed_from: str
