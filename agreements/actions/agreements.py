"""Starting an agreement."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, AgreementContact, PaperKind, Side, Signatory, Stage, TemplateVersion
from agreements.people import contact_copied, contacts_with, signatories_copied, user_copied
from agreements.references import next_reference
from municipalities.models import Contact, Domain, Municipality


@transaction.atomic
def start(
    *,
    municipality: Municipality,
    party: str,
    talk_on: date,
    by: User,
    starts_on: date | None = None,
    ends_on: date | None = None,
    domains: Iterable[Domain] = (),
    note: str = "",
    signed_outside: bool = False,
    dated_on: date | None = None,
) -> Agreement:
    """Start an agreement with its first talk, a number of its own, the people of that day and the text in use now.

    What was signed outside this register has a text and signatories of its own, which stand on the signed copy.
    Raises ValidationError when the talk lies in the future, the municipality did not exist then, or the period
    ends before it starts.
    """
    if starts_on and ends_on and ends_on <= starts_on:
        raise ValidationError({"ends_on": _("An agreement must start before it ends.")})
    stages.hold(municipality.pk)
    agreement = Agreement.objects.create(
        municipality=municipality,
        reference=next_reference(municipality.province, year=talk_on.year),
        party=party,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
        dated_on=dated_on,
        signed_outside=signed_outside,
        template_version=None if signed_outside else TemplateVersion.objects.standard(PaperKind.AGREEMENT),
    )
    agreement.domains.set(domains)
    _copy_contacts(agreement, on=talk_on)
    for fields in [] if signed_outside else signatories_copied(municipality, on=talk_on):
        Signatory.objects.create(agreement=agreement, **fields)
    try:
        stages.advance(agreement, to=Stage.EXPLORING, effective_on=talk_on, by=by)
    except ValidationError as error:
        raise ValidationError({"talk_on": error.messages}) from error
    return agreement


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
