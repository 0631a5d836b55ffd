"""Who has a token, as it leaves the house: never the secret, which nobody can read back."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from exports.columns import Column, Kind, Listing

TOKENS: Final = Listing(
    _("Tokens"),
    (
        Column(_("Used by"), lambda token: token.name),
        Column(_("Used for"), lambda token: token.purpose),
        Column(_("Key"), lambda token: token.key),
        Column(_("Made at"), lambda token: token.created_at, Kind.MOMENT),
        Column(_("Made by"), lambda token: token.created_by),
        Column(_("Last day"), lambda token: token.expires_on, Kind.DAY),
        Column(_("Last used"), lambda token: token.last_used_at, Kind.MOMENT),
        Column(_("Revoked at"), lambda token: token.revoked_at, Kind.MOMENT),
        Column(_("Revoked by"), lambda token: token.revoked_by),
    ),
)
