"""Mergers that were recorded here before a file of the authorities knew them."""

from typing import Any

from municipalities.models import Municipality, Succession
from municipalities.reference.rows import MunicipalityRow, Reference


class RecordedHere:
    """What a load leaves as it is until the files tell of the merger too, and what it then recognises."""

    def __init__(self, reference: Reference) -> None:
        self.official: dict[str, set[str]] = {}
        for row in reference.successions:
            self.official.setdefault(row.successor_nis, set()).add(row.predecessor_nis)
        links = Succession.objects.filter(recorded_at__isnull=False).select_related("predecessor", "successor")
        known = {row.predecessor_nis for row in reference.successions}
        self.links = list(links)
        self.unknown = [link for link in self.links if link.predecessor.nis not in known]

    def successor_of(self, row: MunicipalityRow) -> Municipality | None:
        """The municipality recorded here as coming from the same predecessors, under whatever code that was."""
        for link in self.links:
            if link.successor.recorded_at and self._predecessors_of(link.successor) == self.official.get(row.nis):
                return link.successor
        return None

    def kept_out_of(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a row to follow: an older file does not bring back who ceased to exist here."""
        kept = set()
        if any(link.predecessor.nis == values["nis"] for link in self.unknown):
            kept.add("ends_on")
        if any(link.successor.nis == values["nis"] for link in self.unknown):
            kept.add("postal_codes")
        return {name: value for name, value in values.items() if name not in kept}

    def _predecessors_of(self, successor: Municipality) -> set[str]:
        return {link.predecessor.nis for link in self.links if link.successor_id == successor.pk}
