"""The gate of an addendum."""

from django.utils.translation import gettext as _

from agreements import pdf
from agreements.addenda.requirements import missing_changes, missing_first_day, missing_version
from agreements.gate.check import Check, Obstacle
from agreements.gate.people import SignedBy, check_signatories, check_spelling
from agreements.gate.settled import check_still_settled
from agreements.models import Addendum
from agreements.requirements import Missing, missing_decisions


def checks_of_addendum(addendum: Addendum) -> list[Check]:
    """For an addendum fetched with `for_paper` or `for_detail`."""
    checks = [
        _check(_("Decisions of the council"), missing_decisions(addendum)),
        _check(_("From when it holds"), missing_first_day(addendum), is_text=True),
        _check(_("What it changes"), [*missing_version(addendum), *missing_changes(addendum)], is_text=True),
        check_still_settled(addendum),
        _signatories(addendum),
        _names(addendum),
    ]
    # What points to the page of the addendum itself, no changes or no template, stands on the list already.
    known = {one.url for check in checks for one in check.obstacles} | {addendum.get_absolute_url()}
    unfilled = [Obstacle(one.label, one.url) for one in pdf.unfilled_fields(addendum) if one.url not in known]
    return [*checks, Check(_("Fields in the text"), unfilled, is_text=True)]


def _check(title: str, missing: list[Missing], *, is_text: bool = False) -> Check:
    return Check(title, [Obstacle(one.text, one.url) for one in missing], is_text)


def _signatories(addendum: Addendum) -> Check:
    check = Check(_("Signatories"))
    check_signatories(check, addendum, _pages(addendum))
    return check


def _names(addendum: Addendum) -> Check:
    check = Check(_("Spelling of names"))
    check_spelling(check, addendum.agreement.municipality, [], addendum.signatories.all(), _pages(addendum))
    return check


def _pages(addendum: Addendum) -> SignedBy:
    return SignedBy(addendum.pk, "addendum_signatory_create", "addendum_signatory_update")
