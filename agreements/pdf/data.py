"""The rows that go into a paper, as they were: kept beside each final."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from agreements.models import Agreement, Source

PERSON = ("side", "name", "function", "acting", "by_delegation", "delegated_on")
CONTACT = ("side", "name", "function", "service", "email", "phone")
DECISION = ("body", "decided_on", "number")


def agreement_as_data(agreement: Agreement) -> dict[str, Any]:
    """Everything of the agreement that its paper prints, JSON-able. The texts of the template come beside it."""
    codes = {domain.pk: domain.code for domain in agreement.domains.all()}
    return {
        "kind": "agreement",
        **parties_as_data(agreement),
        "dated_on": iso(agreement.dated_on),
        "domains": [one.code for one in agreement.domains.all()],
        "paragraphs": [
            {"domain": codes[one.domain_id], "text": one.text}
            for one in agreement.domain_texts.all()
            if one.domain_id in codes
        ],
        "commitments": [
            {"domain": codes[one.domain_id], "text": one.text, "carried_out_by": one.carried_out_by}
            for one in agreement.commitments.all()
            if one.added_by_id is None and one.domain_id in codes
        ],
        "contacts": rows_as_data(agreement.contacts.all(), CONTACT),
        **signed_by_as_data(agreement),
    }


def parties_as_data(agreement: Agreement) -> dict[str, Any]:
    """Between whom, and for which period."""
    place = agreement.municipality
    return {
        "reference": agreement.reference,
        "municipality": {"nis": place.nis, "name": place.name, "title": place.title},
        "party": agreement.party,
        "starts_on": iso(agreement.starts_on),
        "ends_on": iso(agreement.ends_on),
    }


def signed_by_as_data(source: Source) -> dict[str, Any]:
    """Who decides on what is signed, and who signs it."""
    return {
        "decisions": rows_as_data(source.council_decisions.all(), DECISION),
        "signatories": rows_as_data(source.signatories.all(), PERSON),
    }


def rows_as_data(rows: Iterable[Model], fields: Iterable[str]) -> list[dict[str, Any]]:
    return [{field: iso(getattr(row, field)) for field in fields} for row in rows]


def iso(value: Any) -> Any:
    """A value as JSON keeps it: days as 2025-07-01, phone numbers as +32478123456."""
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def fingerprint_of(data: dict[str, Any]) -> str:
    """SHA-256 of the data in one fixed notation. Its first eight digits stand in the foot of a final."""
    canonical = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()
