"""Giving out tokens and taking them back."""

from django.utils import timezone

from accounts.models import User
from opendata.models import Token


def give(token: Token, *, by: User) -> Token:
    """Keep a new token; its secret is on the token that comes back, and nowhere else."""
    token.invent_secret()
    token.created_by = by
    token.save()
    return token


def revoke(token: Token, *, by: User) -> bool:
    """Take it back at once; whether it had not been taken back before."""
    standing = Token.objects.filter(pk=token.pk, revoked_at=None)
    return bool(standing.update(revoked_at=timezone.now(), revoked_by=by))
