"""Who may change what belongs to a municipality."""

from accounts.models import User
from accounts.permissions import is_administrator, may_correct_in, may_write_in
from municipalities.models import Contact, Municipality, Region, Visit


def may_write_about(user: User, municipality: Municipality) -> bool:
    """Log visits, add contacts: those who write in the region of the municipality."""
    return may_write_in(user, municipality.region_id)


def may_edit_municipality(user: User, municipality: Municipality) -> bool:
    """The fixed contact of a municipality is chosen in its region."""
    return may_write_in(user, municipality.region_id)


def may_move_municipality(user: User, municipality: Municipality) -> bool:
    """Give a municipality to another region: a coordinator of the region it is in."""
    return may_correct_in(user, municipality.region_id)


def may_set_targets(user: User, region: Region) -> bool:
    """What a region plans is set by its coordinator, not by those who read the figures."""
    return may_correct_in(user, region.pk)


def may_edit_reference_data(user: User) -> bool:
    return is_administrator(user)


def may_edit_contact(user: User, contact: Contact) -> bool:
    return may_write_about(user, contact.municipality)


def may_edit_visit(user: User, visit: Visit) -> bool:
    return may_write_about(user, visit.municipality)
