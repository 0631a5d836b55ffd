"""Tell who answers the minister that an answer no longer comes out as it was given."""

from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from publications.models import Verification


def tell_managers(broken: Collection[Verification]) -> int:
    """One mail to each manager about all of them; returns how many mails.

    They count as told once every manager has a mail, so that one that cannot be sent is sent the next time.
    """
    addresses = User.objects.filter(is_active=True, role=User.Role.MANAGER).values_list("email", flat=True)
    if not broken:
        return 0
    subject = ngettext(
        "%(number)d publication no longer reproduces", "%(number)d publications no longer reproduce", len(broken)
    ) % {"number": len(broken)}
    lines = [line for one in broken for line in (*lines_of(one), "")]
    text = "\n".join(
        [
            _("An answer that was given out no longer comes out of the register the same."),
            "",
            *lines,
            _("The page of the publication in the register shows it too."),
        ]
    )
    sent = sum(send_mail(f"{settings.SITE_NAME}: {subject}", text, None, [address]) for address in addresses)
    if sent:
        Verification.objects.filter(pk__in=[one.pk for one in broken]).update(told_at=timezone.now())
    return sent


def lines_of(verification: Verification) -> Iterator[str]:
    """Which answer, on which clock; each number, each municipality, and what changed."""
    yield str(verification)
    if not verification.is_intact:
        yield f"  {_('What stands in the register is not what was sealed.')}"
    for one in verification.totals:
        place = one["province"] or _("Total")
        yield f"  {one['name']}, {place}: " + _("%(said)s was said, now %(now)s") % _numbers(one)
    for place in verification.places:
        moved = ", ".join(f"{one['name']} ({_numbers(one)['said']} → {_numbers(one)['now']})" for one in place["moved"])
        yield f"  {place['name']}: {moved}"
        yield from (f"    {_in_words(cause)}" for cause in place["causes"])


def _numbers(one: dict[str, Any]) -> dict[str, Any]:
    return {name: "–" if one[name] is None else one[name] for name in ("said", "now")}


def _in_words(cause: dict[str, Any]) -> str:
    recorded = date_format(timezone.localtime(cause["at"]), "DATETIME_FORMAT") if cause["at"] else ""
    return ", ".join(one for one in (cause["what"], recorded, cause["by"], cause["reason"]) if one)
