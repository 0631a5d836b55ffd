"""From whom a municipality took over its agreements, and who brought none."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dashboards.evidence.reason import Reason
from dashboards.facts import Asked
from dashboards.inheritance import Family, Force
from dashboards.lines import BindingLine
from dashboards.standings import Standing
from municipalities.lineage import undone_by
from municipalities.models import Succession


class Takeovers:
    """The mergers behind some standings."""

    def __init__(self, asked: Asked, standings: Sequence[Standing]) -> None:
        self.family = Family(on=asked.on, known_at=asked.known_at)
        heirs = [one.municipality.pk for one in standings if one.in_force and one.in_force.is_inherited]
        ancestors = self.family.ancestors(heirs)
        links = Succession.objects.by(asked.on, known_at=asked.known_at).filter(predecessor__in=ancestors)
        undone = (link for link in undone_by(asked.on, known_at=asked.known_at) if link.predecessor_id in ancestors)
        then = [*links.select_related("predecessor", "successor"), *undone]
        self.links = {link.predecessor_id: link for link in then}
        self.into: dict[int, list[Succession]] = defaultdict(list)
        for link in self.links.values():
            self.into[link.successor_id].append(link)

    def notes(self, standing: Standing, held: BindingLine) -> Iterator[str]:
        """Whose agreement it was, when it was not its own."""
        link = self.links.get(held.municipality_id)
        if link and held.municipality_id != standing.municipality.pk:
            words = {"name": link.predecessor.name, "day": date_format(link.took_effect_on)}
            yield _("Taken over from %(name)s in the merger of %(day)s.") % words

    def missing(self, standing: Standing) -> Iterator[Reason]:
        """What keeps it from being inherited whole."""
        if standing.in_force != Force.INHERITED_PART:
            return
        holders = {one.municipality_id for one in standing.held.agreements}
        for link in self.into[standing.municipality.pk]:
            if not holders & {link.predecessor_id, *self.family.ancestors([link.predecessor_id])}:
                yield Reason(
                    _("No agreement in force from %(name)s") % {"name": link.predecessor.name},
                    url=link.predecessor.get_absolute_url(),
                )
        if any(link.successor_existed for link in self.into[standing.municipality.pk]):
            yield Reason(_("No agreement of its own from before the merger"))
