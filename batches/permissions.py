"""Who may do what with a batch. Whoever is logged in reads all papers, so may also ask for many at once."""

from typing import TYPE_CHECKING

from accounts.models import User
from accounts.permissions import is_administrator, is_manager

if TYPE_CHECKING:
    from batches.models import Batch


def sees_all(user: User) -> bool:
    """Managers and administrators see the batches of everybody: who asked for what, and who took it."""
    return is_manager(user)


def may_cancel(user: User, batch: "Batch") -> bool:
    """Who asked for it, and administrators."""
    return batch.made_by_id == user.pk or is_administrator(user)
