"""Filing an agreement whole that was signed outside this register."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from agreements.actions import agreements, stages
from agreements.actions.signed_copies import Handed, compared, file_copies
from agreements.models import Agreement, CouncilDecision, Stage
from municipalities.models import Domain, Municipality


@transaction.atomic
def file_outside(
    *,
    municipality: Municipality,
    party: str,
    talk_on: date | None,
    starts_on: date,
    ends_on: date,
    dated_on: date | None,
    domains: Iterable[Domain],
    decided: Mapping[str, date],
    signed: Mapping[str, Any],
    scan: Handed,
    by: User,
    note: str = "",
    accepted_because: str = "",
) -> Agreement:
    """The agreement with its number, its steps, the decisions of the councils and the signed paper: all or nothing.

    `decided` holds the day per council, `signed` the day per field of `signing.signing_fields`. Without a first talk
    the story begins on the earliest day that is known. Raises ValidationError with the fields of the form as keys.
    """
    agreement = agreements.start(
        municipality=municipality,
        party=party,
        talk_on=talk_on or earliest([*decided.values(), *signed.values()]),
        by=by,
        starts_on=starts_on,
        ends_on=ends_on,
        domains=domains,
        note=note,
        signed_outside=True,
        dated_on=dated_on,
    )
    for body, day in decided.items():
        CouncilDecision.objects.create(agreement=agreement, body=body, decided_on=day)
    stages.advance(agreement, to=Stage.APPROVED, effective_on=max(decided.values()), by=by)
    stages.sign(agreement, by=by, **signed)
    file_copies(agreement, compared(agreement, [scan]), by=by, accepted_because=accepted_because)
    return agreement


def earliest(days: Iterable[date | None]) -> date:
    return min(day for day in days if day is not None)
