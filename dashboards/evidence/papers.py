"""The paper under a signature or an early end: the signed copies, else the final."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from agreements.models import Final, SignedCopy, Stage, StageChange
from dashboards.evidence.reason import Paper
from dashboards.facts import Asked


class Papers:
    """Those of some steps, as they were filed at the moment we look from."""

    def __init__(self, asked: Asked, steps: Iterable[StageChange]) -> None:
        agreements = {step.agreement_id for step in steps if step.stage in {Stage.SIGNED, Stage.ENDED}}
        mine = {"agreement__in": agreements, "addendum": None}
        self.copies = list(_filed(SignedCopy.objects.filter(**mine), asked))
        self.finals = list(_made(Final.objects.filter(**mine).defer("data"), asked))

    def of(self, step: StageChange) -> tuple[Paper, ...]:
        if step.stage not in {Stage.SIGNED, Stage.ENDED}:
            return ()
        copies = [one for one in self.copies if _belongs(one, step)]
        finals = [one for one in self.finals if _belongs(one, step)]
        if copies:
            return tuple(Paper(_copy_label(one), one.get_absolute_url()) for one in copies)
        return tuple(Paper(_("final, without a signed copy"), one.get_absolute_url()) for one in finals)


def _belongs(paper: Any, step: StageChange) -> bool:
    ending_id = step.pk if step.stage == Stage.ENDED else None
    return paper.agreement_id == step.agreement_id and paper.ending_id == ending_id


def _filed(copies: Any, asked: Asked) -> Any:
    if asked.known_at is None:
        return copies.standing()
    still_there = Q(set_aside_at__isnull=True) | Q(set_aside_at__gt=asked.known_at)
    return copies.filter(still_there, filed_at__lte=asked.known_at)


def _made(finals: Any, asked: Asked) -> Any:
    if asked.known_at is None:
        return finals.standing()
    still_there = Q(reopening__isnull=True) | Q(reopening__reopened_at__gt=asked.known_at)
    return finals.filter(still_there, made_at__lte=asked.known_at)


def _copy_label(copy: SignedCopy) -> str:
    if copy.party == SignedCopy.Party.ALL:
        return _("signed copy")
    return _("signed copy (%(party)s)") % {"party": copy.get_party_display()}
