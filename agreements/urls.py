from django.urls import URLPattern, path

from agreements.views import (
    agreements,
    contact_changes,
    content,
    decisions,
    finals,
    mergers,
    outside,
    pdf,
    people,
    printed,
    renewal,
    reviews,
    signed_copies,
    stages,
    text,
)
from agreements.views.addenda import content as addendum_content
from agreements.views.addenda import decisions as addendum_decisions
from agreements.views.addenda import pages as addenda
from agreements.views.addenda import people as addendum_people
from agreements.views.addenda import signing as addendum_signing
from agreements.views.templates import clauses, compare, previews, templates, usage, versions

app_name = "agreements"

urlpatterns: list[URLPattern] = []

# Agreements and their stages.
urlpatterns += [
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("agreements/new/", agreements.agreement_create, name="agreement_create"),
    path("agreements/<int:pk>/", agreements.agreement_detail, name="agreement_detail"),
    path("agreements/<int:pk>/history/", agreements.agreement_history, name="agreement_history"),
    path("agreements/<int:pk>/advance/", stages.agreement_advance, name="agreement_advance"),
    path("agreements/<int:pk>/decline/", stages.agreement_decline, name="agreement_decline"),
    path("agreements/<int:pk>/sign/", stages.agreement_sign, name="agreement_sign"),
    path("agreements/<int:pk>/end/", stages.agreement_end, name="agreement_end"),
    path("stage-changes/<int:pk>/correct/", stages.stage_change_correct, name="stage_change_correct"),
]

# What an agreement holds: content, people, decisions, reviews.
urlpatterns += [
    path("agreements/<int:pk>/edit/", content.agreement_update, name="agreement_update"),
    path("agreements/<int:pk>/commitments/new/", content.commitment_create, name="commitment_create"),
    path("commitments/<int:pk>/edit/", content.commitment_update, name="commitment_update"),
    path("commitments/<int:pk>/delete/", content.commitment_delete, name="commitment_delete"),
    path("commitments/<int:pk>/progress/", content.commitment_progress, name="commitment_progress"),
    path("agreements/<int:pk>/contacts/new/", people.agreement_contact_create, name="agreement_contact_create"),
    path("agreement-contacts/<int:pk>/edit/", people.agreement_contact_update, name="agreement_contact_update"),
    path("agreement-contacts/<int:pk>/delete/", people.agreement_contact_delete, name="agreement_contact_delete"),
    path("agreements/<int:pk>/signatories/new/", people.signatory_create, name="signatory_create"),
    path("signatories/<int:pk>/edit/", people.signatory_update, name="signatory_update"),
    path("signatories/<int:pk>/delete/", people.signatory_delete, name="signatory_delete"),
    path("agreements/<int:pk>/decisions/new/", decisions.decision_create, name="decision_create"),
    path("decisions/<int:pk>/edit/", decisions.decision_update, name="decision_update"),
    path("decisions/<int:pk>/delete/", decisions.decision_delete, name="decision_delete"),
    path("agreements/<int:pk>/reviews/new/", reviews.review_create, name="review_create"),
    path("reviews/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("reviews/<int:pk>/edit/", reviews.review_update, name="review_update"),
    path("reviews/<int:pk>/history/", reviews.review_history, name="review_history"),
]

# Paper.
urlpatterns += [
    path("agreements/<int:pk>/pdf/", pdf.agreement_pdf, name="agreement_pdf"),
]

# Templates: the standard texts.
urlpatterns += [
    path("templates/", templates.template_list, name="template_list"),
    path("templates/new/", templates.template_create, name="template_create"),
    path("templates/<int:pk>/", templates.template_detail, name="template_detail"),
    path("templates/<int:pk>/edit/", templates.template_update, name="template_update"),
    path("templates/<int:pk>/standard/", templates.template_make_standard, name="template_make_standard"),
    path("template-versions/<int:pk>/", versions.template_version_detail, name="template_version_detail"),
    path("template-versions/<int:pk>/edit/", versions.template_version_edit, name="template_version_edit"),
    path("template-versions/<int:pk>/succeed/", versions.template_version_succeed, name="template_version_succeed"),
    path("template-versions/<int:pk>/use/", versions.template_version_use, name="template_version_use"),
    path("template-versions/<int:pk>/retire/", versions.template_version_retire, name="template_version_retire"),
    path("template-versions/<int:pk>/delete/", versions.template_version_delete, name="template_version_delete"),
    path("template-versions/<int:pk>/compare/", compare.template_version_compare, name="template_version_compare"),
    path("template-versions/<int:pk>/preview/", previews.template_version_preview, name="template_version_preview"),
    path("template-versions/<int:pk>/previews/", previews.template_version_previews, name="template_version_previews"),
    path("template-versions/<int:pk>/usage/", usage.template_version_usage, name="template_version_usage"),
    path("template-versions/<int:pk>/move/", usage.template_version_move, name="template_version_move"),
    path("template-versions/<int:pk>/parts/new/", clauses.template_part_create, name="template_part_create"),
    path("template-parts/<int:pk>/move/", clauses.template_part_move, name="template_part_move"),
    path("template-parts/<int:pk>/edit/", clauses.template_part_update, name="template_part_update"),
    path("template-parts/<int:pk>/delete/", clauses.template_part_delete, name="template_part_delete"),
    path("template-parts/<int:pk>/clauses/new/", clauses.clause_create, name="clause_create"),
    path("clauses/<int:pk>/edit/", clauses.clause_update, name="clause_update"),
    path("clauses/<int:pk>/move/", clauses.clause_move, name="clause_move"),
    path("clauses/<int:pk>/delete/", clauses.clause_delete, name="clause_delete"),
    path("agreements/<int:pk>/template/", usage.agreement_template, name="agreement_template"),
]

# From concept to final.
urlpatterns += [
    path("agreements/<int:pk>/text/", text.agreement_text, name="agreement_text"),
    path("agreements/<int:pk>/text/preview/", text.agreement_text_preview, name="agreement_text_preview"),
    path("agreements/<int:pk>/final/", finals.final_make, name="final_make"),
    path("agreements/<int:pk>/take-back/", finals.final_take_back, name="final_take_back"),
    path("finals/<int:pk>/pdf/", finals.final_pdf, name="final_pdf"),
    path("agreements/<int:pk>/ending/pdf/", pdf.agreement_ending_pdf, name="agreement_ending_pdf"),
    path("agreements/<int:pk>/ending/final/", finals.ending_final, name="ending_final"),
    path("agreements/<int:pk>/ending/take-back/", finals.ending_take_back, name="ending_take_back"),
]

# Another contact, and papers that are printed when somebody asks.
urlpatterns += [
    path("agreement-contacts/<int:pk>/change/", contact_changes.contact_change_create, name="contact_change_create"),
    path("contact-changes/<int:pk>/edit/", contact_changes.contact_change_update, name="contact_change_update"),
    path("contact-changes/<int:pk>/delete/", contact_changes.contact_change_delete, name="contact_change_delete"),
    path("contact-changes/<int:pk>/notice/", printed.contact_change_notice, name="contact_change_notice"),
    path("reviews/<int:pk>/pdf/", printed.review_pdf, name="review_pdf"),
]

# Addenda.
urlpatterns += [
    path("agreements/<int:pk>/addenda/new/", addenda.addendum_create, name="addendum_create"),
    path("addenda/<int:pk>/", addenda.addendum_detail, name="addendum_detail"),
    path("addenda/<int:pk>/edit/", addenda.addendum_update, name="addendum_update"),
    path("addenda/<int:pk>/template/", usage.addendum_template, name="addendum_template"),
    path("addenda/<int:pk>/history/", addenda.addendum_history, name="addendum_history"),
    path("addenda/<int:pk>/domains/", addendum_content.addendum_domains, name="addendum_domains"),
    path(
        "addenda/<int:pk>/commitments/new/",
        addendum_content.addendum_commitment_create,
        name="addendum_commitment_create",
    ),
    path(
        "addenda/<int:pk>/commitments/<int:commitment_pk>/change/",
        addendum_content.addendum_commitment_change,
        name="addendum_commitment_change",
    ),
    path(
        "addenda/<int:pk>/commitments/<int:commitment_pk>/drop/",
        addendum_content.addendum_commitment_drop,
        name="addendum_commitment_drop",
    ),
    path(
        "addendum-commitments/<int:pk>/edit/",
        addendum_content.addendum_commitment_update,
        name="addendum_commitment_update",
    ),
    path(
        "addendum-commitments/<int:pk>/delete/",
        addendum_content.addendum_commitment_delete,
        name="addendum_commitment_delete",
    ),
    path(
        "addenda/<int:pk>/signatories/new/", addendum_people.addendum_signatory_create, name="addendum_signatory_create"
    ),
    path(
        "addendum-signatories/<int:pk>/edit/",
        addendum_people.addendum_signatory_update,
        name="addendum_signatory_update",
    ),
    path(
        "addendum-signatories/<int:pk>/delete/",
        addendum_people.addendum_signatory_delete,
        name="addendum_signatory_delete",
    ),
    path(
        "addenda/<int:pk>/decisions/new/", addendum_decisions.addendum_decision_create, name="addendum_decision_create"
    ),
    path(
        "addendum-decisions/<int:pk>/edit/",
        addendum_decisions.addendum_decision_update,
        name="addendum_decision_update",
    ),
    path(
        "addendum-decisions/<int:pk>/delete/",
        addendum_decisions.addendum_decision_delete,
        name="addendum_decision_delete",
    ),
    path("addenda/<int:pk>/pdf/", pdf.addendum_pdf, name="addendum_pdf"),
    path("addenda/<int:pk>/final/", finals.addendum_final, name="addendum_final"),
    path("addenda/<int:pk>/take-back/", finals.addendum_take_back, name="addendum_take_back"),
    path("addenda/<int:pk>/sign/", addendum_signing.addendum_sign, name="addendum_sign"),
    path("addenda/<int:pk>/correct/", addendum_signing.addendum_correct, name="addendum_correct"),
    path("addenda/<int:pk>/withdraw/", addendum_signing.addendum_withdraw, name="addendum_withdraw"),
]

# What came back signed.
urlpatterns += [
    path("agreements/outside/", outside.agreement_file_outside, name="agreement_file_outside"),
    path("agreements/<int:pk>/signed-copies/new/", signed_copies.signed_copy_create, name="signed_copy_create"),
    path("signed-copies/<int:pk>/", signed_copies.signed_copy_detail, name="signed_copy_detail"),
    path("signed-copies/<int:pk>/file/", signed_copies.signed_copy_file, name="signed_copy_file"),
    path("signed-copies/<int:pk>/set-aside/", signed_copies.signed_copy_set_aside, name="signed_copy_set_aside"),
]

# The next agreement.
urlpatterns += [
    path("agreements/lapsing/", renewal.agreement_lapsing, name="agreement_lapsing"),
    path("agreements/lapsing/renew/", renewal.agreement_renew_many, name="agreement_renew_many"),
    path("agreements/<int:pk>/renew/", renewal.agreement_renew, name="agreement_renew"),
]

# What a merger brought along.
urlpatterns += [
    path("successions/<int:pk>/agreements/<int:agreement_pk>/decide/", mergers.merger_decide, name="merger_decide"),
    path("mergers/planned/<int:pk>/carry-out/", mergers.merger_carry_out, name="merger_carry_out"),
    path("mergers/planned/<int:pk>/undo/", mergers.merger_undo, name="merger_undo"),
]
