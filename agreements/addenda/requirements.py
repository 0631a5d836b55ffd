"""What an addendum still misses to be made final, and to be signed; each with the page where it is filled in."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.addenda.changes import changes_of
from agreements.models import Addendum, PaperKind, TemplateVersion
from agreements.requirements import Missing, missing_decisions, missing_signatories


def missing_for_final(addendum: Addendum) -> list[Missing]:
    """Everything that refuses a final, in the order of the page. For an addendum fetched `for_detail()`.

    The final prints the decisions of the councils and they are frozen with it, so they come first.
    """
    return [
        *missing_version(addendum),
        *missing_first_day(addendum),
        *missing_changes(addendum),
        *missing_signatories(addendum, required=True),
        *missing_decisions(addendum),
    ]


def version_of_addendum(addendum: Addendum) -> TemplateVersion | None:
    """The version that the addendum was started with; before there were any, the one that a new addendum gets."""
    return addendum.template_version or TemplateVersion.objects.standard(PaperKind.ADDENDUM)


def clause_version_of(addendum: Addendum) -> TemplateVersion | None:
    """Where the clauses of a domain that comes in stand, by the same rule."""
    return addendum.clause_version or TemplateVersion.objects.standard(PaperKind.AGREEMENT)


def missing_for_signature(addendum: Addendum) -> list[Missing]:
    """The final that the parties sign, or what that misses."""
    if addendum.standing_final is not None:
        return missing_decisions(addendum)
    return missing_for_final(addendum) or [
        Missing(_("The final, as the parties sign it"), True, "addendum_final", addendum.pk)
    ]


def missing_version(addendum: Addendum) -> list[Missing]:
    if version_of_addendum(addendum) is not None:
        return []
    return [Missing(_("A template for addenda that is in use"), True, "template_list", None)]


def missing_first_day(addendum: Addendum) -> list[Missing]:
    first, last, day = addendum.agreement.starts_on, addendum.agreement.ends_on, addendum.starts_on
    if day is None:
        return [Missing(_("The day from which it holds"), True, "addendum_update", addendum.pk, anchor="id_starts_on")]
    if first and last and not first <= day <= last:
        words = {"first": date_format(first), "last": date_format(last)}
        text = _("A first day between %(first)s and %(last)s, while the agreement runs") % words
        return [Missing(text, True, "addendum_update", addendum.pk, anchor="id_starts_on")]
    return []


def missing_changes(addendum: Addendum) -> list[Missing]:
    changes = changes_of(addendum)
    if not changes.changed:
        return [Missing(_("Something that changes"), True, "addendum_detail", addendum.pk, anchor="content")]
    if not changes.remaining:
        return [Missing(_("At least one domain that stays"), True, "addendum_domains", addendum.pk)]
    return []
