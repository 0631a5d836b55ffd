"""What changed in the register since an answer was given, for the municipalities that count differently now."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Addendum, Agreement, CommitmentProgress, Review, StageChange, StageCorrection
from dashboards.inheritance import Family
from municipalities.models import LateEntry, Municipality, Succession, UndoneSuccession, Visit


@dataclass(frozen=True)
class Cause:
    """A change: what, when it was recorded and by whom, why if that was said, and where to read it."""

    what: str
    at: datetime | None
    by: str
    reason: str
    url: str


Found = Iterator[tuple[int, Cause]]  # with the key of the municipality that it is about


class Watched(NamedTuple):
    """A kind of row of which the figures depend: where it belongs, and what of it is counted, in words."""

    model: Any
    municipality: str
    words: Callable[[Any], str]
    page: Callable[[Any], str]
    label: str | Promise
    day: Callable[[Any], date] = lambda _row: date.min  # from which it counts; without one it always does
    joined: tuple[str, ...] = ()


def causes_of(nis: Iterable[str], *, on: date, since: datetime) -> dict[str, list[Cause]]:
    """Per NIS code what was recorded since about the days up to `on`, of the municipality and what went into it."""
    found: dict[int, list[Cause]] = defaultdict(list)
    codes = dict(Municipality.ever.filter(nis__in=list(nis)).values_list("pk", "nis"))
    family = Family(on=on)
    origins = {pk: {pk, *family.ancestors([pk])} for pk in codes}
    among = set().union(*origins.values())
    for kind in (_steps, _corrections, _mergers, _undone_mergers, _late_entries):
        for pk, cause in kind(among, on, since):
            found[pk].append(cause)
    for watched in WATCHED:
        for pk, cause in _changes(watched, among, on, since):
            found[pk].append(cause)
    return {codes[pk]: _in_order(cause for one in origins[pk] for cause in found[one]) for pk in codes}


def as_recorded(nis: Iterable[str]) -> dict[str, list[Cause]]:
    """Per NIS code how its agreements stand, for what was said before the register: paper, signature, recording."""
    found: dict[str, list[Cause]] = defaultdict(list)
    agreements = Agreement.objects.filter(municipality__nis__in=list(nis)).with_signature(on=date.max)
    for agreement in agreements.select_related("municipality").order_by("starts_on", "pk"):
        found[agreement.municipality.nis].append(
            Cause(_paper_and_signature(agreement), None, "", "", agreement.get_absolute_url())
        )
    return found


def _in_order(causes: Iterable[Cause]) -> list[Cause]:
    return sorted(causes, key=lambda cause: (cause.at is not None and cause.at.timestamp()) or 0)


def _paper_and_signature(agreement: Any) -> str:
    words = [agreement.reference]
    if agreement.dated_on:
        words.append(_("dated %(day)s on paper") % {"day": date_format(agreement.dated_on)})
    if agreement.signed_on:
        words.append(_("signed on %(day)s") % {"day": date_format(agreement.signed_on)})
    else:
        words.append(_("not signed"))
    return ", ".join(words)


def _steps(among: set[int], on: date, since: datetime) -> Found:
    rows = StageChange.objects.filter(
        agreement__municipality__in=among, recorded_at__gt=since, effective_on__lte=on
    ).select_related("agreement", "recorded_by")
    for step in rows.order_by("recorded_at"):
        what = _("%(reference)s: step “%(step)s” recorded") % _step_words(step)
        cause = Cause(what, step.recorded_at, str(step.recorded_by), step.note, step.agreement.get_absolute_url())
        yield step.agreement.municipality_id, cause


def _corrections(among: set[int], on: date, since: datetime) -> Found:
    rows = StageCorrection.objects.filter(
        change__agreement__municipality__in=among, corrected_at__gt=since, change__effective_on__lte=on
    )
    for one in rows.select_related("change__agreement", "corrected_by").order_by("corrected_at"):
        what = _("%(reference)s: step “%(step)s” struck out") % _step_words(one.change)
        url = one.change.agreement.get_absolute_url()
        yield (
            one.change.agreement.municipality_id,
            Cause(what, one.corrected_at, str(one.corrected_by), one.reason, url),
        )


def _step_words(step: StageChange) -> dict[str, str]:
    return {"reference": step.agreement.reference, "step": str(step)}


def _mergers(among: set[int], on: date, since: datetime) -> Found:
    rows = Succession.objects.filter(successor__in=among, recorded_at__gt=since, took_effect_on__lte=on)
    for link in rows.select_related("predecessor", "successor"):
        words = {"predecessor": link.predecessor, "successor": link.successor, "day": date_format(link.took_effect_on)}
        what = _("merger of %(predecessor)s into %(successor)s on %(day)s recorded") % words
        yield link.successor_id, Cause(what, link.recorded_at, "", "", link.successor.get_absolute_url())


def _undone_mergers(among: set[int], on: date, since: datetime) -> Found:
    rows = UndoneSuccession.objects.filter(undone_at__gt=since, took_effect_on__lte=on)
    rows = rows.filter(Q(successor__in=among) | Q(predecessor__in=among))
    for link in rows.select_related("predecessor", "successor", "undone_by", "planned"):
        words = {"predecessor": link.predecessor, "successor": link.successor, "day": date_format(link.took_effect_on)}
        what = _("merger of %(predecessor)s into %(successor)s on %(day)s undone") % words
        cause = Cause(what, link.undone_at, str(link.undone_by), link.reason, link.predecessor.get_absolute_url())
        for place in {link.predecessor_id, link.successor_id} & among:
            yield place, cause


def _late_entries(among: set[int], on: date, since: datetime) -> Found:
    """What was said on recording late that it changes what was given out."""
    rows = LateEntry.objects.filter(municipality__in=among, recorded_at__gt=since, day__lte=on)
    for entry in rows.select_related("recorded_by", "municipality"):
        what = _("recorded late, about %(day)s") % {"day": date_format(entry.day)}
        url = entry.municipality.get_absolute_url()
        yield entry.municipality_id, Cause(what, entry.recorded_at, str(entry.recorded_by), entry.reason, url)


def _changes(watched: Watched, among: set[int], on: date, since: datetime) -> Found:
    """Rows of a history of which something that is counted on the day differs from the row before."""
    history = watched.model.history.filter(**{f"{watched.municipality}__in": among})
    touched = watched.model.history.filter(history_date__gt=since).values("id")
    rows = history.filter(id__in=touched).annotate(of=models.F(watched.municipality))
    rows = rows.select_related("history_user", *watched.joined)
    for _key, saves in groupby(rows.order_by("id", "history_date", "history_id"), key=lambda row: row.id):
        for before, after in pairwise([None, *saves]):
            counts = any(row is not None and watched.day(row) <= on for row in (before, after))
            if counts and after.history_date > since and (what := _difference(watched, before, after)):
                reason = after.history_change_reason or ""
                cause = Cause(what, after.history_date, str(after.history_user or ""), reason, watched.page(after))
                yield after.of, cause


def _difference(watched: Watched, before: Any, after: Any) -> str:
    """In words; empty when nothing that is counted changed."""
    was = watched.words(before) if before is not None else ""
    words = {"what": watched.label, "was": was, "now": watched.words(after)}
    if after.history_type == "-":
        return _("%(what)s removed: %(was)s") % words
    if not was:
        return _("%(what)s added: %(now)s") % words
    return _("%(what)s changed from %(was)s to %(now)s") % words if words["now"] != was else ""


def _days(*days: date | None) -> str:
    return " – ".join(date_format(day) for day in days if day)


def _of_visit(row: Any) -> str:
    return f"{row.get_kind_display()}, {_days(row.held_on)}, {row.get_status_display()}"


def _of_municipality(row: Any) -> str:
    return ", ".join(str(one) for one in (row.province, row.get_agency_display(), _days(row.starts_on, row.ends_on)))


WATCHED = (
    Watched(
        Visit,
        "municipality_id",
        _of_visit,
        lambda row: reverse("municipalities:visit_detail", args=[row.id]),
        gettext_lazy("visit"),
        day=lambda row: row.held_on,
    ),
    Watched(
        Review,
        "agreement__municipality_id",
        lambda row: _days(row.due_on, row.held_on),
        lambda row: reverse("agreements:review_detail", args=[row.id]),
        gettext_lazy("review"),
        day=lambda row: row.held_on,
    ),
    Watched(
        Agreement,
        "municipality_id",
        lambda row: _days(row.starts_on, row.ends_on) or "–",
        lambda row: reverse("agreements:agreement_detail", args=[row.id]),
        gettext_lazy("period of the agreement"),
    ),
    Watched(
        CommitmentProgress,
        "commitment__agreement__municipality_id",
        lambda row: str(row.get_state_display()),
        lambda row: reverse("agreements:agreement_detail", args=[row.commitment.agreement_id]),
        gettext_lazy("state of a commitment"),
        day=lambda row: row.on,
        joined=("commitment",),
    ),
    Watched(
        Addendum,
        "agreement__municipality_id",
        lambda row: _days(row.signed_on, row.starts_on) if row.signed_on else "",
        lambda row: reverse("agreements:addendum_detail", args=[row.id]),
        gettext_lazy("signed addendum"),
    ),
    Watched(
        Municipality,
        "id",
        _of_municipality,
        lambda row: reverse("dashboards:municipality_detail", args=[row.nis]),
        gettext_lazy("municipality"),
        joined=("province",),
    ),
)
