"""The demo, and the demo with a hundred times as many visits and agreements."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management import call_command
from django.db import models

from agreements.models import (
    Agreement,
    AgreementContact,
    Commitment,
    CouncilDecision,
    DomainText,
    Review,
    Signatory,
    StageChange,
)
from municipalities.models import Visit

TODAY = date(2026, 11, 20)
TIMES = 100
PARTS: tuple[type[models.Model], ...] = (
    StageChange,
    Review,
    Commitment,
    Agreement.domains.through,
    DomainText,
    AgreementContact,
    Signatory,
    CouncilDecision,
)


def fill() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("load_code_lists", verbosity=0)
    call_command("load_templates", verbosity=0)
    call_command("load_demo", today=TODAY)


def multiply() -> str:
    """Copy each visit, and each agreement with what hangs on it, on the same municipality."""
    began = time.perf_counter()
    visits = list(Visit.objects.order_by("pk"))
    agreements = list(Agreement.objects.order_by("pk"))
    parts = [list(model._base_manager.order_by("pk")) for model in PARTS]
    for number in range(1, TIMES):
        _copy(visits)
        made = _copy(agreements, reference=lambda row, number=number: f"{row.reference[:13]}-{number}")
        now = {old.pk: new.pk for old, new in zip(agreements, made, strict=True)}
        for rows in parts:
            _copy(rows, agreement_id=lambda row, now=now: now[row.agreement_id])
    return (
        f"{Visit.objects.count()} visits, {Agreement.objects.count()} agreements and {StageChange.objects.count()} "
        f"stage changes, made in {time.perf_counter() - began:.0f} s.\n"
    )


def _copy(rows: list[Any], **changed: Callable[..., object]) -> list[Any]:
    """Copies past every rule of the register, for their number alone."""
    if not rows:
        return []
    model: type[models.Model] = type(rows[0])
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    copies = [
        model(**{name: changed[name](row) if name in changed else getattr(row, name) for name in names}) for row in rows
    ]
    return models.QuerySet(model).bulk_create(copies, batch_size=500)  # type: ignore[arg-type]
