"""What an agreement takes over of a person, as it is now: a later change of that person does not rewrite it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import AgencyDirector, Agreement, Side
from municipalities.lineage import heir_of
from municipalities.models import Contact, Municipality


def contact_copied(contact: Contact) -> dict[str, Any]:
    """For a contact of an agreement: who a contact of the municipality is and how to reach that person."""
    function = contact.get_function_display()
    if contact.acting:
        function = _("acting %(function)s") % {"function": function}
    return {
        "name": contact.name,
        "function": function,
        "service": contact.service,
        "email": contact.email,
        "phone": contact.phone,
    }


def user_copied(user: User) -> dict[str, Any]:
    """For a contact of an agreement: someone of the agency."""
    return {"name": str(user), "function": user.job_title, "email": user.email, "phone": user.phone}


def signing_contact_copied(contact: Contact, agreement: Agreement) -> dict[str, Any]:
    """For a signatory: acting is said apart, because the paper prints it its own way.

    One person chairs both councils of a municipality, and signs for the OCMW alone as the chair of its own.
    """
    function = contact.get_function_display()
    if contact.function == Contact.Function.COUNCIL_CHAIR and agreement.party == Agreement.Party.OCMW:
        function = _("chair of the OCMW council")
    return {"name": contact.name, "function": function, "acting": contact.acting}


def director_copied(director: AgencyDirector) -> dict[str, Any]:
    return {"name": director.name, "function": director.function}


def signatories_copied(agreement: Agreement, *, on: date) -> Iterator[dict[str, Any]]:
    """Who signs a paper that is started on the day, as fields of a row: chair and general director; our directors.

    After a merger those of the municipality that came in the place of the party.
    """
    place = heir_of(agreement.municipality, on=on) or agreement.municipality
    chair_and_director = contacts_with(place, Contact.Function.COUNCIL_CHAIR, Contact.Function.GENERAL_DIRECTOR, on=on)
    for position, contact in enumerate(chair_and_director, start=1):
        copied = signing_contact_copied(contact, agreement)
        yield {"side": Side.MUNICIPALITY, "contact": contact, "position": position, **copied}
    for position, director in enumerate(AgencyDirector.objects.holding_on(on), start=1):
        yield {"side": Side.AGENCY, "position": position, **director_copied(director)}


def contacts_with(municipality: Municipality, *functions: Contact.Function, on: date) -> list[Contact]:
    """The contacts of the municipality with these functions on the day, in the order of the functions."""
    contacts = municipality.contacts.holding_on(on).filter(function__in=functions)
    return sorted(contacts, key=lambda contact: (functions.index(Contact.Function(contact.function)), contact.name))
