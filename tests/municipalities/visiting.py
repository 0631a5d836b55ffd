"""What the tests of visits share: a term around today and what a browser sends."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from municipalities.models import Municipality, Visit

NEW = "/visits/new/"


def today() -> date:
    return timezone.localdate()


def days(number: int) -> date:
    """The day so many days from now."""
    return today() + timedelta(days=number)


def filled(place: Municipality, /, **changes: Any) -> dict[str, Any]:
    """The form of a visit with the fewest fields filled."""
    return {"municipality": place.name, "held_on": days(-1).isoformat(), "kind": "on_the_spot", "status": "held"} | {
        name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()
    }


def of_visit(visit: Visit, /, **changes: Any) -> dict[str, Any]:
    """The form of an existing visit as it was opened, with some changes."""
    kept = {
        "version": visit.version,
        "held_on": visit.held_on,
        "kind": visit.kind,
        "status": visit.status,
        "report": visit.report,
        "agency_people": [person.pk for person in visit.agency_people.all()],
        "contacts": [contact.pk for contact in visit.contacts.all()],
    }
    return filled(visit.municipality, **(kept | changes))


def errors(response: Any, field: str) -> list[str]:
    """What the form that came back says beside a field."""
    assert response.status_code in {200, 403}, response.status_code
    return [str(error) for error in response.context["form"].errors.get(field, [])]
