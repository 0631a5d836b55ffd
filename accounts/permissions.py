"""What a role may do, written once. Everyone who is logged in reads everything."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User


def require(allowed: bool) -> None:
    """Raise PermissionDenied (a page with status 403) unless allowed."""
    if not allowed:
        raise PermissionDenied(_("Your role or region does not allow this."))


def is_administrator(user: User) -> bool:
    return user.is_active and user.role == User.Role.ADMINISTRATOR


def is_coordinator(user: User) -> bool:
    """Coordinators and administrators: those who correct what was recorded."""
    return user.is_active and user.role in {User.Role.COORDINATOR, User.Role.ADMINISTRATOR}


def is_manager(user: User) -> bool:
    """Managers and administrators: those who look over all regions and answer the minister."""
    return user.is_active and user.role in {User.Role.MANAGER, User.Role.ADMINISTRATOR}


def writes_somewhere(user: User) -> bool:
    """Whether this user writes in at least one region."""
    if is_administrator(user):
        return True
    return user.is_active and user.role in {User.Role.STAFF, User.Role.COORDINATOR} and bool(region_ids(user))


def may_write_in(user: User, region_id: int | None) -> bool:
    """For staff and coordinators a matter of their regions; administrators always may, managers never."""
    if is_administrator(user):
        return True
    return user.is_active and user.role in {User.Role.STAFF, User.Role.COORDINATOR} and region_id in region_ids(user)


def may_correct_in(user: User, region_id: int | None) -> bool:
    """A recorded step is corrected by a coordinator of the region."""
    return is_coordinator(user) and may_write_in(user, region_id)


def region_ids(user: User) -> frozenset[int]:
    """The regions of this user, asked for once per user object, so once per request."""
    known: frozenset[int] | None = user.__dict__.get("_region_ids")
    if known is None:
        known = user.__dict__["_region_ids"] = frozenset(user.regions.values_list("pk", flat=True))
    return known
