from accounts.models import User
from accounts.permissions import is_administrator


def may_give_tokens(user: User) -> bool:
    """Who hands out tokens for what is not public, and takes them back."""
    return is_administrator(user)
