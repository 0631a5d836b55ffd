"""What an addendum changes, domain by domain: what was there, what comes in, what is worded anew, what goes."""

from dataclasses import dataclass
from enum import Enum

from agreements.holding import HeldDomain, holding_before, linked_commitments
from agreements.models import Addendum, Commitment
from municipalities.models import Domain


class Mark(Enum):
    KEPT = "kept"
    ADDED = "added"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class CommitmentChange:
    """One commitment: as it will say, or as it said when it goes; `before` is what it says until it is worded anew."""

    mark: Mark
    commitment: Commitment
    before: Commitment | None = None


@dataclass(frozen=True)
class DomainChange:
    """A domain with all its commitments, changed or not."""

    mark: Mark
    domain: Domain
    lines: list[CommitmentChange]

    @property
    def changed(self) -> list[CommitmentChange]:
        """Without what stays as it was."""
        return [one for one in self.lines if one.mark is not Mark.KEPT]

    @property
    def of_note(self) -> list[CommitmentChange]:
        """What has to be said: where the whole domain goes, its commitments go without saying."""
        return [] if self.mark is Mark.DROPPED else self.changed


@dataclass(frozen=True)
class Changes:
    """All that one addendum changes. `domains` are those before and after it, in their order."""

    domains: list[DomainChange]

    @property
    def changed(self) -> list[DomainChange]:
        """The domains about which it says something."""
        return [one for one in self.domains if one.mark is not Mark.KEPT or one.changed]

    @property
    def remaining(self) -> list[DomainChange]:
        return [one for one in self.domains if one.mark is not Mark.DROPPED]


def changes_of(addendum: Addendum) -> Changes:
    """Asks nothing of the database for an addendum of an agreement fetched `with_addenda()`."""
    before = holding_before(addendum)
    own = [one for one in linked_commitments(addendum.agreement) if one.added_by_id == addendum.pk]
    known = {one.domain.pk for one in before.domains}
    domains = [*before.domains]
    domains += [HeldDomain(one, addendum, []) for one in addendum.added_domains.all() if one.pk not in known]
    lost = {one.pk for one in addendum.dropped_domains.all()}
    gone = {one.pk for one in addendum.dropped_commitments.all()}
    return Changes(
        [
            _domain_change(one, own, mark=_mark(one, known, lost), gone=gone)
            for one in sorted(domains, key=lambda one: one.domain.position)
        ]
    )


def _mark(held: HeldDomain, known: set[int], lost: set[int]) -> Mark:
    if held.domain.pk in lost:
        return Mark.DROPPED
    return Mark.KEPT if held.domain.pk in known else Mark.ADDED


def _domain_change(held: HeldDomain, own: list[Commitment], *, mark: Mark, gone: set[int]) -> DomainChange:
    replacements = {one.replaces_id: one for one in own if one.replaces_id is not None}
    lines = []
    for one in held.commitments:
        replacement = replacements.get(one.pk)
        if mark is Mark.DROPPED or one.pk in gone:
            lines.append(CommitmentChange(Mark.DROPPED, one))
        elif replacement is not None:
            lines.append(CommitmentChange(Mark.CHANGED, replacement, one))
        else:
            lines.append(CommitmentChange(Mark.KEPT, one))
    new = [one for one in own if one.replaces_id is None and one.domain_id == held.domain.pk]
    return DomainChange(mark, held.domain, [*lines, *(CommitmentChange(Mark.ADDED, one) for one in new)])
