"""Why a municipality came into a list between two answers, or went out of it: what the register tells of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Stage, StageChange, StageCorrection
from municipalities.lineage import undone_by
from municipalities.models import Succession
from publications.models import NamedPlace


class Events:
    """What happened to these municipalities between two days, as it was known; in a fixed number of queries."""

    def __init__(self, places: Collection[NamedPlace], *, since: date, until: date, known_at: datetime | None) -> None:
        self.since, self.until = since, until
        codes = [place.nis for place in places]
        self._signed: dict[str, list[StageChange]] = defaultdict(list)
        self._ended: dict[str, list[date]] = defaultdict(list)
        for step in _steps(codes, until, known_at):
            if step.stage == Stage.SIGNED:
                self._signed[step.agreement.municipality.nis].append(step)
            elif step.effective_on < until:
                self._ended[step.agreement.municipality.nis].append(step.effective_on)
        self._corrected = dict(_corrections(codes, known_at))
        mergers = Succession.objects.by(until, known_at=known_at).filter(took_effect_on__gt=since)
        undone = (link for link in undone_by(until, known_at=known_at) if link.took_effect_on > since)
        then = [*mergers.select_related("predecessor", "successor"), *undone]
        self._mergers = sorted(then, key=lambda link: link.took_effect_on)

    def why_concluded(self, place: NamedPlace) -> str:
        if not self._signed[place.nis]:  # its agreement was put under another municipality since
            return _("As the register knew it")
        latest = self._signed[place.nis][-1]
        words = [_("Signed on %(day)s") % {"day": date_format(latest.effective_on)}]
        dated_on = latest.agreement.dated_on
        if dated_on and dated_on != latest.effective_on:
            words.append(_("dated %(day)s on paper") % {"day": date_format(dated_on)})
        if latest.effective_on <= self.since:
            recorded = timezone.localtime(latest.recorded_at)
            words.append(_("recorded on %(day)s") % {"day": date_format(recorded)})
        return ", ".join(words)

    def why_in_force(self, place: NamedPlace) -> str:
        days = [(one.agreement.starts_on, one.agreement.ends_on) for one in self._signed[place.nis]]
        begun = [first for first, last in days if first and last and first <= self.until <= last]
        if begun:
            return _("In force since %(day)s") % {"day": date_format(max(begun))}
        mergers = [one.took_effect_on for one in self._mergers if one.successor.nis == place.nis]
        if mergers:
            return _("Taken over in the merger of %(day)s") % {"day": date_format(mergers[-1])}
        return _("Taken over in an earlier merger")

    def why_no_longer_concluded(self, place: NamedPlace) -> str:
        unknown = _("No signature stands in the register on this day")
        return self._merged(place) or self._signature_corrected(place) or unknown

    def why_no_longer_in_force(self, place: NamedPlace) -> str:
        return (
            self._merged(place)
            or self._ended_early(place)
            or self._lapsed(place)
            or self._signature_corrected(place)
            or _("No agreement in force stands in the register on this day")
        )

    def _merged(self, place: NamedPlace) -> str:
        for one in self._mergers:
            if one.predecessor.nis == place.nis:
                words = {"name": one.successor.name, "day": date_format(one.took_effect_on)}
                return _("Went into %(name)s on %(day)s") % words
        return ""

    def _ended_early(self, place: NamedPlace) -> str:
        days = self._ended[place.nis]
        return _("Ended early on %(day)s") % {"day": date_format(max(days))} if days else ""

    def _lapsed(self, place: NamedPlace) -> str:
        last_days = [one.agreement.ends_on for one in self._signed[place.nis]]
        days = [day for day in last_days if day and day < self.until]
        return _("Came to its last day on %(day)s") % {"day": date_format(max(days))} if days else ""

    def _signature_corrected(self, place: NamedPlace) -> str:
        corrected_at = self._corrected.get(place.nis)
        if corrected_at is None:
            return ""
        day = date_format(timezone.localtime(corrected_at))
        return _("Signature corrected in the register on %(day)s") % {"day": day}


def _steps(codes: Collection[str], until: date, known_at: datetime | None) -> Iterable[StageChange]:
    """The signatures and early ends that stand, as they happened."""
    steps = StageChange.objects.standing(known_at=known_at).filter(
        agreement__municipality__nis__in=codes, stage__in=[Stage.SIGNED, Stage.ENDED], effective_on__lte=until
    )
    return steps.select_related("agreement__municipality").in_order()


def _corrections(codes: Collection[str], known_at: datetime | None) -> Iterable[tuple[str, datetime]]:
    """Per municipality when a signature was corrected last."""
    rows = StageCorrection.objects.filter(
        change__agreement__municipality__nis__in=codes,
        change__stage=Stage.SIGNED,
        corrected_at__lte=known_at or timezone.now(),
    )
    return rows.order_by().values_list("change__agreement__municipality__nis").annotate(Max("corrected_at"))
