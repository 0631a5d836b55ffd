"""Who gives out figures. Everyone who is logged in reads what was given out, and what is being prepared."""

from accounts.models import User
from accounts.permissions import is_manager


def may_publish(user: User) -> bool:
    """Prepare an answer, publish it, correct one."""
    return is_manager(user)
