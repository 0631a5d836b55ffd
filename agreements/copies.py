"""What an agreement takes over of a person, as it is now: a later change of that person does not rewrite it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import AgencyDirector
from municipalities.models import Contact


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


def signing_contact_copied(contact: Contact) -> dict[str, Any]:
    """For a signatory: acting is said apart, because the paper prints it its own way."""
    return {"name": contact.name, "function": contact.get_function_display(), "acting": contact.acting}


def director_copied(director: AgencyDirector) -> dict[str, Any]:
    return {"name": director.name, "function": director.function}
