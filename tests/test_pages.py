"""Who may open each page and post to it: the one table, compared with the URLconf."""

from collections.abc import Iterator
from enum import Enum

from django.urls import URLPattern, URLResolver, get_resolver


class Rule(Enum):
    """Who opens a page (GET), and who may post to it."""

    OPEN = "everyone, also without login"
    READ = "everyone who is logged in reads; nothing can be posted"
    WRITE = "staff and coordinators of the region and administrators, read and post"
    CORRECT = "coordinators of the region and administrators, read and post"
    CHECK = "staff and coordinators of the region and administrators read; of them, staff do not post"
    ADMIN = "administrators only"
    OVERSEE = "managers and administrators read; nothing can be posted"
    TOKEN = "whoever shows a token; without one a problem as JSON says so"
    PUBLISH = "managers and administrators, read and post"
    OWN = "everyone who is logged in; what is somebody else's is not there, but for managers and administrators"


PAGES: dict[str, Rule] = {
    "healthz": Rule.OPEN,
    "theme": Rule.OPEN,
    "dashboards:overview": Rule.READ,
    "dashboards:province_detail": Rule.READ,
    "dashboards:region_detail": Rule.READ,
    "dashboards:trends": Rule.READ,
    "dashboards:province_trends": Rule.READ,
    "dashboards:region_trends": Rule.READ,
    "dashboards:figure_detail": Rule.READ,
    "dashboards:municipality_list": Rule.READ,
    "dashboards:municipality_detail": Rule.READ,
    "dashboards:municipality_counted": Rule.READ,
    "dashboards:municipality_history": Rule.READ,
    "dashboards:merger_list": Rule.READ,
    "dashboards:merger_day": Rule.READ,
    "municipalities:target_update": Rule.CORRECT,
    "municipalities:target_history": Rule.READ,
    "municipalities:municipality_update": Rule.WRITE,
    "municipalities:contact_create": Rule.WRITE,
    "municipalities:contact_detail": Rule.READ,
    "municipalities:contact_update": Rule.WRITE,
    "municipalities:contact_archive": Rule.WRITE,
    "municipalities:contact_history": Rule.READ,
    "municipalities:visit_list": Rule.READ,
    "municipalities:visit_create": Rule.WRITE,
    "municipalities:visit_contacts": Rule.READ,
    "municipalities:visit_detail": Rule.READ,
    "municipalities:visit_update": Rule.WRITE,
    "municipalities:visit_history": Rule.READ,
    "municipalities:visit_cancel": Rule.WRITE,
    "municipalities:visit_outcome": Rule.WRITE,
    "municipalities:visit_next_step_done": Rule.WRITE,
    "agreements:agreement_list": Rule.READ,
    "agreements:agreement_create": Rule.WRITE,
    "agreements:agreement_detail": Rule.READ,
    "agreements:agreement_history": Rule.READ,
    "agreements:agreement_advance": Rule.WRITE,
    "agreements:agreement_decline": Rule.WRITE,
    "agreements:agreement_sign": Rule.WRITE,
    "agreements:agreement_end": Rule.WRITE,
    "agreements:stage_change_correct": Rule.CORRECT,
    "agreements:agreement_update": Rule.WRITE,
    "agreements:commitment_create": Rule.WRITE,
    "agreements:commitment_update": Rule.WRITE,
    "agreements:commitment_delete": Rule.WRITE,
    "agreements:commitment_progress": Rule.WRITE,
    "agreements:agreement_contact_create": Rule.WRITE,
    "agreements:agreement_contact_update": Rule.WRITE,
    "agreements:agreement_contact_delete": Rule.WRITE,
    "agreements:signatory_create": Rule.WRITE,
    "agreements:signatory_update": Rule.WRITE,
    "agreements:signatory_delete": Rule.WRITE,
    "agreements:decision_create": Rule.WRITE,
    "agreements:decision_update": Rule.WRITE,
    "agreements:decision_delete": Rule.WRITE,
    "agreements:agreement_renew": Rule.WRITE,
    "agreements:agreement_lapsing": Rule.READ,
    "agreements:agreement_renew_many": Rule.WRITE,
    "agreements:review_create": Rule.WRITE,
    "agreements:review_detail": Rule.READ,
    "agreements:review_update": Rule.WRITE,
    "agreements:review_history": Rule.READ,
    "agreements:review_pdf": Rule.READ,
    "agreements:contact_change_create": Rule.WRITE,
    "agreements:contact_change_update": Rule.WRITE,
    "agreements:contact_change_delete": Rule.WRITE,
    "agreements:contact_change_notice": Rule.READ,
    "agreements:agreement_ending_pdf": Rule.READ,
    "agreements:ending_final": Rule.CHECK,
    "agreements:ending_take_back": Rule.CORRECT,
    "agreements:agreement_pdf": Rule.READ,
    "agreements:agreement_text": Rule.WRITE,
    "agreements:agreement_text_preview": Rule.WRITE,
    "agreements:final_make": Rule.CHECK,
    "agreements:final_take_back": Rule.CORRECT,
    "agreements:final_pdf": Rule.READ,
    "agreements:template_list": Rule.READ,
    "agreements:template_create": Rule.ADMIN,
    "agreements:template_detail": Rule.READ,
    "agreements:template_update": Rule.ADMIN,
    "agreements:template_make_standard": Rule.ADMIN,
    "agreements:template_version_detail": Rule.READ,
    "agreements:template_version_edit": Rule.ADMIN,
    "agreements:template_version_succeed": Rule.ADMIN,
    "agreements:template_version_use": Rule.ADMIN,
    "agreements:template_version_retire": Rule.ADMIN,
    "agreements:template_version_delete": Rule.ADMIN,
    "agreements:template_version_compare": Rule.READ,
    "agreements:template_version_preview": Rule.READ,
    "agreements:template_version_previews": Rule.READ,
    "agreements:template_version_usage": Rule.READ,
    "agreements:template_version_move": Rule.ADMIN,
    "agreements:template_part_create": Rule.ADMIN,
    "agreements:template_part_update": Rule.ADMIN,
    "agreements:template_part_move": Rule.ADMIN,
    "agreements:template_part_delete": Rule.ADMIN,
    "agreements:clause_create": Rule.ADMIN,
    "agreements:clause_update": Rule.ADMIN,
    "agreements:clause_move": Rule.ADMIN,
    "agreements:clause_delete": Rule.ADMIN,
    "agreements:agreement_template": Rule.WRITE,
    "agreements:addendum_template": Rule.WRITE,
    "exports:export_list": Rule.OVERSEE,
    "batches:batch_list": Rule.OWN,
    "batches:batch_create": Rule.OWN,
    "batches:batch_detail": Rule.OWN,
    "batches:batch_progress": Rule.OWN,
    "batches:batch_cancel": Rule.OWN,
    "batches:batch_file": Rule.OWN,
    "publications:answer": Rule.READ,
    "publications:draft_paragraph": Rule.READ,
    "publications:draft_pdf": Rule.READ,
    "publications:draft_odt": Rule.READ,
    "publications:publication_pdf": Rule.READ,
    "publications:publication_odt": Rule.READ,
    "publications:answer_pdf": Rule.READ,
    "publications:answer_odt": Rule.READ,
    "publications:publication_list": Rule.READ,
    "publications:draft_create": Rule.PUBLISH,
    "publications:draft_detail": Rule.READ,
    "publications:draft_update": Rule.PUBLISH,
    "publications:draft_publish": Rule.PUBLISH,
    "publications:draft_delete": Rule.PUBLISH,
    "publications:publication_detail": Rule.READ,
    "publications:publication_figure": Rule.READ,
    "publications:publication_document": Rule.READ,
    "agreements:addendum_detail": Rule.READ,
    "agreements:addendum_history": Rule.READ,
    "agreements:addendum_pdf": Rule.READ,
    "agreements:addendum_create": Rule.WRITE,
    "agreements:addendum_update": Rule.WRITE,
    "agreements:addendum_domains": Rule.WRITE,
    "agreements:addendum_commitment_create": Rule.WRITE,
    "agreements:addendum_commitment_change": Rule.WRITE,
    "agreements:addendum_commitment_drop": Rule.WRITE,
    "agreements:addendum_commitment_update": Rule.WRITE,
    "agreements:addendum_commitment_delete": Rule.WRITE,
    "agreements:addendum_signatory_create": Rule.WRITE,
    "agreements:addendum_signatory_update": Rule.WRITE,
    "agreements:addendum_signatory_delete": Rule.WRITE,
    "agreements:addendum_decision_create": Rule.WRITE,
    "agreements:addendum_decision_update": Rule.WRITE,
    "agreements:addendum_decision_delete": Rule.WRITE,
    "agreements:addendum_sign": Rule.WRITE,
    "agreements:addendum_withdraw": Rule.WRITE,
    "agreements:addendum_take_back": Rule.CORRECT,
    "agreements:addendum_correct": Rule.CORRECT,
    "agreements:addendum_final": Rule.CHECK,
    "agreements:agreement_file_outside": Rule.CORRECT,
    "agreements:signed_copy_create": Rule.CORRECT,
    "agreements:signed_copy_detail": Rule.READ,
    "agreements:signed_copy_file": Rule.READ,
    "agreements:signed_copy_set_aside": Rule.CORRECT,
    "opendata:reference": Rule.OPEN,
    "opendata:api-root": Rule.OPEN,
    "opendata:openapi": Rule.OPEN,
    "opendata:context": Rule.OPEN,
    "opendata:municipality_list": Rule.OPEN,
    "opendata:municipality_list_csv": Rule.OPEN,
    "opendata:municipality_detail": Rule.OPEN,
    "opendata:definition_list": Rule.OPEN,
    "opendata:definition_list_csv": Rule.OPEN,
    "opendata:stage_list": Rule.TOKEN,
    "opendata:stage_list_csv": Rule.TOKEN,
    "opendata:figure_list": Rule.TOKEN,
    "opendata:figure_list_csv": Rule.TOKEN,
    "opendata:token_list": Rule.ADMIN,
    "opendata:token_create": Rule.ADMIN,
    "opendata:token_revoke": Rule.ADMIN,
    "agreements:merger_decide": Rule.WRITE,
}

# Pages of libraries, closed or opened by themselves.
LIBRARIES = {"admin", "account"}


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, inner)
        elif pattern.name and not pattern.name.startswith(("account_", "socialaccount_")):
            yield f"{namespace}{pattern.name}"


def test_every_page_has_a_rule_and_every_rule_a_page() -> None:
    known = {name for name in names(get_resolver().url_patterns) if name.partition(":")[0] not in LIBRARIES}
    assert known == set(PAGES)
