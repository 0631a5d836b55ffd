"""The token that a program shows: `Authorization: Bearer …`."""

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from opendata.models import Token


class ByToken(HttpBearer):
    def __call__(self, request: HttpRequest) -> Token:
        token: Token | None = super().__call__(request)
        if token is None:
            raise AuthenticationError(message=_("Send your token along in the header “Authorization: Bearer …”."))
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        found = Token.objects.known_by(token)
        if found is None:
            raise AuthenticationError(message=_("This token does not exist."))
        if found.revoked_at:
            day = date_format(localtime(found.revoked_at))
            raise AuthenticationError(message=_("This token was revoked on %(day)s.") % {"day": day})
        if found.is_expired:
            day = date_format(found.expires_on)
            raise AuthenticationError(message=_("This token expired after %(day)s.") % {"day": day})
        found.note_use()
        return found
