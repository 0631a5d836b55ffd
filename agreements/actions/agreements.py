"""How an agreement begins."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, AgreementContact, PaperKind, Side, Signatory, Stage, TemplateVersion
from agreements.people import contact_copied, contacts_with, signatories_copied, user_copied
from agreements.references import next_reference
from municipalities.models import Contact, Domain, Municipality


class Facts(TypedDict, total=False):
    """What is known of an agreement when it begins."""

    municipality: Required[Municipality]
    party: Required[str]
    starts_on: date | None
    ends_on: date | None
    dated_on: date | None
    domains: Iterable[Domain]
    note: str
    renews: Agreement
    signed_outside: bool


@transaction.atomic
def start(*, talk_on: date, by: User, **facts: Unpack[Facts]) -> Agreement:
    """Start an agreement with its first talk.

    Raises ValidationError when the talk lies in the future, the municipality did not exist then, or the period
    ends before it starts.
    """
    agreement = prepare(on=talk_on, **facts)
    try:
        stages.advance(agreement, to=Stage.EXPLORING, effective_on=talk_on, by=by)
    except ValidationError as error:
        raise ValidationError({"talk_on": error.messages}) from error
    return agreement


@transaction.atomic
def prepare(*, on: date, **facts: Unpack[Facts]) -> Agreement:
    """An agreement that nobody talked about yet, with a number of its own, the people of the day and the text in use.

    What was signed outside this register has a text and signatories of its own, which stand on the signed copy.
    Raises ValidationError when the period ends before it starts.
    """
    _refuse_backwards(facts.get("starts_on"), facts.get("ends_on"))
    municipality, outside = facts["municipality"], facts.get("signed_outside", False)
    stages.hold(municipality.pk)
    agreement = Agreement.objects.create(
        reference=next_reference(municipality.province, year=on.year),
        template_version=None if outside else TemplateVersion.objects.standard(PaperKind.AGREEMENT),
        **{name: value for name, value in facts.items() if name != "domains"},
    )
    agreement.domains.set(facts.get("domains", ()))
    _copy_contacts(agreement, on=on)
    for fields in [] if outside else signatories_copied(agreement, on=on):
        Signatory.objects.create(agreement=agreement, **fields)
    return agreement


def _refuse_backwards(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": _("An agreement must start before it ends.")})


def _copy_contacts(agreement: Agreement, *, on: date) -> None:
    """Whom to reach: the coordinators of the region and the fixed contact; the alderman and the official."""
    rows = [
        AgreementContact(
            agreement=agreement,
            side=Side.AGENCY,
            user=user,
            **user_copied(user) | {"function": user.job_title or function},
        )
        for user, function in _people_of_agency(agreement.municipality)
    ]
    rows += [
        AgreementContact(agreement=agreement, side=Side.MUNICIPALITY, contact=contact, **contact_copied(contact))
        for contact in contacts_with(
            agreement.municipality, Contact.Function.ALDERMAN, Contact.Function.INTEGRATION, on=on
        )
    ]
    _save_in_order(rows)


def _people_of_agency(municipality: Municipality) -> Iterator[tuple[User, str]]:
    coordinators = municipality.region.members.filter(is_active=True, role=User.Role.COORDINATOR)
    for coordinator in coordinators.order_by("last_name", "first_name"):
        yield coordinator, _("regional coordinator")
    fixed = municipality.fixed_contact
    if fixed is not None and fixed not in coordinators:
        yield fixed, _("supporter of local policy")


def _save_in_order(rows: list[AgreementContact]) -> None:
    """Save one by one, which writes their history too, numbered per side."""
    last: dict[str, int] = {}
    for row in rows:
        row.position = last[row.side] = last.get(row.side, 0) + 1
        row.save()
