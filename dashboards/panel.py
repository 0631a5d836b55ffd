"""What waits for one person today: the part of the overview that is theirs alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import region_ids
from agreements.mergers.brought import Brought
from agreements.models import Agreement
from dashboards.mergers import undecided_for
from municipalities.models import Visit

SHOWN = 5


@dataclass(frozen=True)
class Task:
    name: str
    url: str
    day: date | None
    note: str | Promise


@dataclass(frozen=True)
class TaskList:
    """Some tasks of one kind, the most urgent first; `all_url` leads to the rest when there are more."""

    title: str | Promise
    nothing: str | Promise
    state: str
    tasks: list[Task]
    all_url: str

    @property
    def shown(self) -> list[Task]:
        return self.tasks[:SHOWN]

    @property
    def has_more(self) -> bool:
        return len(self.tasks) > SHOWN


def panel_of(user: User, *, on: date) -> list[TaskList]:
    """For those who visit and negotiate, in a fixed number of queries; nothing for others."""
    if user.role not in {User.Role.STAFF, User.Role.COORDINATOR}:
        return []
    always = [_planned(user, on), _awaiting(user, on), _next_steps(user, on), _reviews(user, on)]
    undecided = _undecided(user, on)
    return [*always, undecided] if undecided.tasks else always  # mergers are rare


def _planned(user: User, on: date) -> TaskList:
    visits = Visit.objects.filter(agency_people=user, status=Visit.Status.PLANNED, held_on__gte=on)
    query = {"mine": "on", "status": Visit.Status.PLANNED, "held_from": on.isoformat()}
    return TaskList(
        title=_("My planned visits"),
        nothing=_("No visit planned."),
        state="planned",
        tasks=[
            _of_visit(visit, visit.get_kind_display()) for visit in _first(visits.order_by("held_on", "held_at", "pk"))
        ],
        all_url=f"{reverse('municipalities:visit_list')}?{urlencode(query)}",
    )


def _awaiting(user: User, on: date) -> TaskList:
    visits = Visit.objects.filter(agency_people=user).awaiting_outcome(on=on)
    return TaskList(
        title=_("What became of it?"),
        nothing=_("Every past visit has its outcome."),
        state="due",
        tasks=[_of_visit(visit, visit.get_kind_display()) for visit in _first(visits.order_by("held_on", "pk"))],
        all_url=f"{reverse('municipalities:visit_list')}?{urlencode({'mine': 'on', 'waiting': 'on'})}",
    )


def _next_steps(user: User, on: date) -> TaskList:
    visits = Visit.objects.filter(next_step_owner=user).overdue_next_steps(on=on)
    return TaskList(
        title=_("Next steps overdue"),
        nothing=_("No next step is overdue."),
        state="overdue",
        tasks=[
            Task(visit.municipality.name, visit.get_absolute_url(), visit.next_step_due_on, visit.next_step)
            for visit in _first(visits.order_by("next_step_due_on", "pk"))
        ],
        all_url=f"{reverse('municipalities:visit_list')}?{urlencode({'next_steps': 'my-overdue'})}",
    )


def _reviews(user: User, on: date) -> TaskList:
    """Of the municipalities one is the fixed contact of, also by merger; a coordinator answers for the whole region."""
    mine = Q(municipality__fixed_contact=user) | Q(municipality__succession__successor__fixed_contact=user)
    query = {"overdue": "on", "mine": "on"}
    if user.role == User.Role.COORDINATOR:
        mine |= Q(municipality__region__in=region_ids(user))
        del query["mine"]
    agreements = Agreement.objects.filter(mine).in_force(on=on).reviews_overdue(on=on)
    return TaskList(
        title=_("Yearly reviews overdue"),
        nothing=_("No review is overdue."),
        state="overdue",
        tasks=[
            Task(agreement.municipality.name, agreement.get_absolute_url(), None, _reviews_missing(agreement))
            for agreement in agreements.select_related("municipality").order_by("starts_on", "pk")[: SHOWN + 1]
        ],
        all_url=f"{reverse('agreements:agreement_list')}?{urlencode(query)}",
    )


def _undecided(user: User, on: date) -> TaskList:
    return TaskList(
        title=_("Inherited agreements to decide on"),
        nothing="",
        state="warning",
        tasks=[_of_brought(brought) for brought in undecided_for(user, on=on)],
        all_url=reverse("dashboards:merger_list"),
    )


def _of_brought(brought: Brought) -> Task:
    address = reverse("agreements:merger_decide", args=[brought.succession.pk, brought.agreement.pk])
    words = {
        "reference": brought.agreement.reference,
        "name": brought.agreement.municipality.name,
        "day": date_format(brought.succession.took_effect_on),
    }
    note = gettext("%(reference)s of %(name)s, inherited on %(day)s") % words
    return Task(brought.successor.name, address, None, note)


def _reviews_missing(agreement: Agreement) -> str:
    """Leads to the reviews that it counts."""
    text = ngettext("%(number)d review to catch up on", "%(number)d reviews to catch up on", agreement.reviews_overdue)
    words = text % {"number": agreement.reviews_overdue}
    url = f"{agreement.get_absolute_url()}#reviews"
    return format_html('<a data-number="{}" href="{}">{}</a>', str(agreement.reviews_overdue), url, words)


def _first(visits: QuerySet[Visit]) -> Iterable[Visit]:
    return visits.select_related("municipality")[: SHOWN + 1]


def _of_visit(visit: Visit, note: str) -> Task:
    return Task(visit.municipality.name, visit.get_absolute_url(), visit.held_on, note)
