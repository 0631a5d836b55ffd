"""Who may see what was exported. Exporting itself is for all: whoever is logged in reads every table."""

from accounts.models import User
from accounts.permissions import is_manager


def sees_exports(user: User) -> bool:
    """Managers and administrators see what everybody took out of the house."""
    return is_manager(user)
