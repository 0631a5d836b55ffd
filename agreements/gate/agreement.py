"""The gate of an agreement."""

from django.utils.translation import gettext as _

from agreements import pdf
from agreements.freeze import is_approved
from agreements.gate.check import Check, Obstacle
from agreements.gate.people import SignedBy, check_contacts, check_representatives, check_signatories, check_spelling
from agreements.gate.settled import check_settled
from agreements.models import Agreement, Stage, TemplateVersion
from agreements.pdf.agreement import version_of
from agreements.periods import leaves_term
from agreements.requirements import missing_decisions, missing_period


def checks_of_agreement(agreement: Agreement) -> list[Check]:
    """For an agreement fetched with `for_paper`."""
    version = version_of(agreement)
    checks = [
        _approval(agreement),
        _period(agreement),
        _domains(agreement, version),
        check_settled(agreement),
        _signatories(agreement),
        _contacts(agreement),
        _names(agreement),
    ]
    return [*checks, _text(agreement, known={one.url for check in checks for one in check.obstacles})]


def _approval(agreement: Agreement) -> Check:
    """The decision of each council, not taken before the text was last taken back, and the approval itself."""
    check = Check(_("Approval by the council"))
    check.obstacles += [Obstacle(one.text, one.url) for one in missing_decisions(agreement)]
    if not is_approved(agreement):
        check.refuse(
            _("The approval by the council is not recorded"),
            "agreement_advance",
            agreement.pk,
            query=f"to={Stage.APPROVED.value}",
        )
    return check


def _period(agreement: Agreement) -> Check:
    check = Check(_("The period"), is_text=True)
    check.obstacles += [Obstacle(one.text, one.url) for one in missing_period(agreement, required=True)]
    if leaves_term(agreement.starts_on, agreement.ends_on) and not agreement.period_because.strip():
        text = _("The period leaves the term of local government, and nobody said why")
        check.refuse(text, "agreement_update", agreement.pk, anchor="id_period_because")
    return check


def _domains(agreement: Agreement, version: TemplateVersion | None) -> Check:
    check = Check(_("The domains"), is_text=True)
    chosen = list(agreement.domains.all())
    if not chosen:
        check.refuse(_("At least one domain"), "agreement_text", agreement.pk, anchor="id_domains")
    known = {part.domain_id for part in version.parts.all()} if version else set()
    for domain in chosen:
        if version and domain.pk not in known:
            text = _("“%(domain)s” does not stand in %(version)s") % {"domain": domain, "version": version}
            check.refuse(text, "agreement_text", agreement.pk, anchor=f"domain-{domain.pk}")
    return check


def _signatories(agreement: Agreement) -> Check:
    check = Check(_("Signatories"))
    check_signatories(check, agreement, SignedBy(agreement.pk))
    check_representatives(check, agreement)
    return check


def _contacts(agreement: Agreement) -> Check:
    check = Check(_("Contacts"))
    check_contacts(check, agreement.contacts.all(), agreement.pk)
    return check


def _names(agreement: Agreement) -> Check:
    check = Check(_("Spelling of names"))
    check_spelling(
        check,
        agreement.municipality,
        agreement.contacts.all(),
        agreement.signatories.all(),
        SignedBy(agreement.pk),
    )
    return check


def _text(agreement: Agreement, *, known: set[str]) -> Check:
    """Whatever the paper itself cannot fill in, apart from what stands elsewhere on the list."""
    unfilled = [Obstacle(one.label, one.url) for one in pdf.unfilled_fields(agreement) if one.url not in known]
    return Check(_("Fields in the text"), unfilled, is_text=True)
