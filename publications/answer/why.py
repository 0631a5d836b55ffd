"""Why a municipality came into a list between two answers, or went out of it: what the register tells of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Agreement, Stage, StageChange
from municipalities.models import Succession
from publications.models import Place


class Events:
    """What happened to these municipalities, in a fixed number of queries; `since` and `until` are the two days."""

    def __init__(self, places: Collection[Place], *, since: date, until: date) -> None:
        self.since, self.until = since, until
        self._agreements: dict[str, list[Agreement]] = defaultdict(list)
        codes = [place.nis for place in places]
        steps = StageChange.objects.select_related("correction").in_order()
        found = Agreement.objects.filter(municipality__nis__in=codes).select_related("municipality")
        for agreement in found.prefetch_related(Prefetch("stage_changes", steps)).order_by("starts_on", "pk"):
            self._agreements[agreement.municipality.nis].append(agreement)
        mergers = Succession.objects.filter(took_effect_on__gt=since, took_effect_on__lte=until)
        self._mergers = list(mergers.select_related("predecessor", "successor").order_by("took_effect_on"))

    def why_concluded(self, place: Place) -> str:
        signatures = [step for step in self._steps(place, Stage.SIGNED) if step.effective_on <= self.until]
        if not signatures:
            return ""
        latest = max(signatures, key=lambda step: step.effective_on)
        words = [_("Signed on %(day)s") % {"day": date_format(latest.effective_on)}]
        dated_on = latest.agreement.dated_on
        if dated_on and dated_on != latest.effective_on:
            words.append(_("dated %(day)s on paper") % {"day": date_format(dated_on)})
        if latest.effective_on <= self.since:
            recorded = timezone.localtime(latest.recorded_at)
            words.append(_("recorded on %(day)s") % {"day": date_format(recorded)})
        return ", ".join(words)

    def why_in_force(self, place: Place) -> str:
        begun = [
            agreement.starts_on
            for agreement in self._agreements[place.nis]
            if agreement.starts_on and agreement.ends_on and agreement.starts_on <= self.until <= agreement.ends_on
        ]
        if begun:
            return _("In force since %(day)s") % {"day": date_format(max(begun))}
        mergers = [one for one in self._mergers if one.successor.nis == place.nis]
        if mergers:
            return _("Taken over in the merger of %(day)s") % {"day": date_format(mergers[-1].took_effect_on)}
        return ""

    def why_no_longer_concluded(self, place: Place) -> str:
        return self._merged(place) or self._corrected(place) or _("No signature stands in the register on this day")

    def why_no_longer_in_force(self, place: Place) -> str:
        return (
            self._merged(place)
            or self._ended(place)
            or self._lapsed(place)
            or self._corrected(place)
            or _("No agreement in force stands in the register on this day")
        )

    def _merged(self, place: Place) -> str:
        for one in self._mergers:
            if one.predecessor.nis == place.nis:
                words = {"name": one.successor.name, "day": date_format(one.took_effect_on)}
                return _("Went into %(name)s on %(day)s") % words
        return ""

    def _ended(self, place: Place) -> str:
        days = [one.effective_on for one in self._steps(place, Stage.ENDED) if one.effective_on < self.until]
        return _("Ended early on %(day)s") % {"day": date_format(max(days))} if days else ""

    def _lapsed(self, place: Place) -> str:
        days = [one.ends_on for one in self._agreements[place.nis] if one.ends_on and one.ends_on < self.until]
        return _("Came to its last day on %(day)s") % {"day": date_format(max(days))} if days else ""

    def _corrected(self, place: Place) -> str:
        """What was written down as signed by the day of the earlier answer, and no longer stands so."""
        corrected = [
            timezone.localtime(step.correction.corrected_at)
            for agreement in self._agreements[place.nis]
            for step in agreement.stage_changes.all()
            if step.stage == Stage.SIGNED and not step.is_standing
        ]
        return (
            _("Signature corrected in the register on %(day)s") % {"day": date_format(max(corrected))}
            if corrected
            else ""
        )

    def _steps(self, place: Place, stage: Stage) -> Iterator[StageChange]:
        """The standing steps to this stage."""
        for agreement in self._agreements[place.nis]:
            for step in agreement.stage_changes.all():
                if step.stage == stage and step.is_standing:
                    yield step
