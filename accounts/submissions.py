"""A form sent twice (double click, back and again, retry after a lost answer) makes one thing."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Final, Protocol, cast

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import Submission, User

FIELD_NAME: Final = "submission"
REMEMBERED_FOR: Final = timedelta(days=30)


class HasPage(Protocol):
    def get_absolute_url(self) -> str: ...


def new_token() -> str:
    return str(uuid.uuid4())


def once(request: HttpRequest, make: Callable[[], HasPage]) -> str:
    """Make the thing unless this form made it before; return the address of its page either way.

    All or nothing: when `make` raises, neither the thing nor the memory of the form remains.
    A form without a (valid) token is simply carried out. A repeated form says so in a message.
    """
    token, user = _token_of(request), cast(User, request.user)
    if token is None:
        with transaction.atomic():
            return make().get_absolute_url()
    try:
        with transaction.atomic():
            # The unique token makes a second request wait here until the first has finished, then fail.
            submission = Submission.objects.create(token=token, user=user, location="")
            submission.location = make().get_absolute_url()
            submission.save(update_fields=["location"])
            return submission.location
    except IntegrityError:
        earlier = Submission.objects.filter(token=token, user=user).first()
        if earlier is None:
            raise
        return _told(request, earlier)


def sent_before(request: HttpRequest) -> str | None:
    """The address of what this form made earlier, told in a message; None when it made nothing yet.

    For a view that has something to refuse before it comes to `once`, where the thing that was made is the reason.
    """
    token = _token_of(request)
    if request.method != "POST" or token is None:
        return None
    earlier = Submission.objects.filter(token=token, user=cast(User, request.user)).first()
    return None if earlier is None else _told(request, earlier)


def forget_old() -> int:
    """Forget the forms that nobody sends again; return how many."""
    deleted, _per_model = Submission.objects.filter(sent_at__lt=now() - REMEMBERED_FOR).delete()
    return deleted


def _told(request: HttpRequest, earlier: Submission) -> str:
    messages.info(request, _("This form had been sent already. It was saved once; this is the result."))
    return earlier.location


def _token_of(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD_NAME, ""))
    except ValueError:
        return None
