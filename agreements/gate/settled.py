"""What an agreement must at least settle: exchange of data, a contact person, mutual referral (minister, 2019)."""

from collections.abc import Collection, Iterable

from django.db.models import prefetch_related_objects
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agreements.addenda.requirements import clause_version_of
from agreements.gate.check import Check
from agreements.holding import HeldDomain, holding_before
from agreements.models import Addendum, Agreement, Clause, Source
from agreements.pdf.agreement import version_of


def check_settled(agreement: Agreement) -> Check:
    """By the clauses that are printed: of what always holds and of the chosen domains, but those left out."""
    check = Check(_("What an agreement must at least settle"), is_text=True)
    settled = _settled(agreement, {None, *(domain.pk for domain in agreement.domains.all())})
    open_still = [str(one.label) for one in Clause.Settles if one.value not in settled]
    if open_still:
        text = _("No clause settles %(what)s") % {"what": get_text_list(open_still, _("or"))}
        check.refuse(text, "agreement_text", agreement.pk)
    return check


def check_still_settled(addendum: Addendum) -> Check:
    """Nothing of it goes with a domain. The text of what was signed outside the register stands on its scan alone."""
    check = Check(_("What an agreement must at least settle"), is_text=True)
    dropped = list(addendum.dropped_domains.all())
    if addendum.agreement.signed_outside or not dropped:
        return check
    before = holding_before(addendum).domains
    after = [one for one in before if one.domain not in dropped]
    after += [HeldDomain(domain, addendum, []) for domain in addendum.added_domains.all()]
    gone = _settled_under(before, addendum.agreement) - _settled_under(after, addendum.agreement)
    lost = [str(one.label) for one in Clause.Settles if one.value in gone]
    if lost:
        words = {
            "domains": get_text_list([str(one) for one in dropped], _("and")),
            "what": get_text_list(lost, _("or")),
        }
        text = _("Without %(domains)s no clause settles %(what)s any more") % words
        check.refuse(text, "addendum_domains", addendum.pk)
    return check


def _settled_under(held: Iterable[HeldDomain], agreement: Agreement) -> set[str]:
    """Of what always holds and of these domains, each in the text that brought it."""
    sources: dict[Source, set[int | None]] = {agreement: {None}}
    for one in held:
        sources.setdefault(one.added_by or agreement, set()).add(one.domain.pk)
    return set().union(*(_settled(source, domains) for source, domains in sources.items()))


def _settled(source: Source, domains: Collection[int | None]) -> set[str]:
    """Of the domains (None: what always holds) in the text of an agreement, or in what an addendum brings."""
    version = clause_version_of(source) if isinstance(source, Addendum) else version_of(source)
    if version is None:
        return set()
    prefetch_related_objects([version], "parts__clauses")
    left_out = {clause.pk for clause in source.left_out.all()}
    parts = [part for part in version.parts.all() if part.domain_id in domains]
    return {clause.settles for part in parts for clause in part.kept_clauses(left_out)}
