"""A register with a row behind every page, all in one region, and the address of each page there."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements.actions import stages
from agreements.actions.merging import carry_out
from agreements.models import (
    AddendumDecision,
    Agreement,
    AgreementContact,
    Commitment,
    ContactChange,
    CouncilDecision,
    Ending,
    Review,
    Signatory,
    Stage,
)
from municipalities.models import PlannedMerger, Region, Succession, Term, Visit
from tests.agreements.addenda import final_of as final_of_addendum
from tests.agreements.addenda import running_agreement, signed_addendum, started
from tests.agreements.signing import agreement_in
from tests.agreements.wordings import clause_of, concept, part_of, services, template
from tests.batches.making import batch_of, copy_of, final_of
from tests.factories import (
    ContactFactory,
    DomainFactory,
    MunicipalityFactory,
    PlannedMergerFactory,
    UserFactory,
    VisitFactory,
)
from tests.opendata.asking import new_token
from tests.publications.giving import draft, published

PERSON = {"name": "Kaat Bedacht", "function": "schepen"}

# The rows that a page asks for, by what its name begins with; the first that fits counts.
ROWS = {
    "municipality_list": [],
    "municipality": ["nis"],
    "province": ["province_nis"],
    "region": ["region"],
    "contact_create": ["nis"],
    "contact_change_create": ["agreement_contact"],
    "contact_change": ["change"],
    "contact": ["contact"],
    "visit_list": [],
    "visit_create": [],
    "visit_contacts": [],
    "visit_outcome": ["planned_visit"],
    "visit_cancel": ["planned_visit"],
    "visit": ["visit"],
    "agreement_list": [],
    "agreement_create": [],
    "agreement_lapsing": [],
    "agreement_renew_many": [],
    "agreement_file_outside": [],
    "agreement_renew": ["running"],
    "agreement_ending_pdf": ["ended"],
    "agreement_end": ["running"],
    "ending_take_back": ["settled_end"],
    "ending": ["ended"],
    "agreement_contact_create": ["talks"],
    "agreement_contact": ["contact_in_talks"],
    "agreement_sign": ["settled"],
    "agreement": ["talks"],
    "stage_change": ["step"],
    "commitment_create": ["talks"],
    "commitment": ["commitment"],
    "signatory_create": ["talks"],
    "signatory": ["signatory"],
    "decision_create": ["talks"],
    "decision": ["decision"],
    "review_create": ["running"],
    "review": ["review"],
    "final_make": ["talks"],
    "final_take_back": ["settled"],
    "final_pdf": ["final"],
    "template_list": [],
    "template_create": [],
    "template_version_delete": ["version"],
    "template_version": ["version"],
    "template_part_create": ["version"],
    "template_part": ["part"],
    "template": ["template"],
    "clause_create": ["part"],
    "clause": ["clause"],
    "export_list": [],
    "batch_list": [],
    "batch_create": [],
    "batch": ["batch"],
    "draft_create": [],
    "draft_paragraph": [],
    "draft": ["draft"],
    "answer": [],
    "publication_list": [],
    "publication_figure": ["publication", "figure"],
    "publication": ["publication"],
    "addendum_create": ["running"],
    "addendum_commitment_create": ["addendum"],
    "addendum_commitment_change": ["addendum", "held_commitment"],
    "addendum_commitment_drop": ["addendum", "held_commitment"],
    "addendum_commitment": ["added_commitment"],
    "addendum_signatory_create": ["addendum"],
    "addendum_signatory": ["addendum_signatory"],
    "addendum_decision_create": ["addendum"],
    "addendum_decision": ["addendum_decision"],
    "addendum_take_back": ["settled_addendum"],
    "addendum_correct": ["signed_addendum"],
    "addendum": ["addendum"],
    "signed_copy_create": ["running"],
    "signed_copy": ["copy"],
    "merger_list": [],
    "merger_day": ["merger_day"],
    "merger_decide": ["succession", "inherited"],
    "merger_carry_out": ["planned_merger"],
    "merger_undo": ["carried_out_merger"],
    "planned_merger_create": [],
    "planned_merger": ["planned_merger"],
    "healthz": [],
    "theme": [],
    "overview": [],
    "definition_list": [],
    "figure_detail": ["figure"],
    "trends": [],
    "way_list": ["stage", "way_number"],
    "target": ["region", "term"],
    "reference": [],
    "api-root": [],
    "openapi": [],
    "context": [],
    "stage_list": [],
    "figure_list": [],
    "token_list": [],
    "token_create": [],
    "token": ["access_token"],
}


def every_page(region: Region, *, owner: User) -> dict[str, Any]:
    """The rows, by the names of `ROWS`; the batch is asked for by the owner."""
    place = MunicipalityFactory(region=region)
    DomainFactory(code="services", name="Aanbod")  # its usual name is taken by a domain of running agreements
    return {
        "nis": place.nis,
        "province_nis": place.province.nis,
        "region": region.pk,
        "term": Term.objects.of(timezone.localdate()),
        "contact": ContactFactory(municipality=place),
        "visit": VisitFactory(municipality=place, next_step="Bellen"),
        "planned_visit": VisitFactory(municipality=place, status=Visit.Status.PLANNED, held_on=timezone.localdate()),
        "publication": published(),
        "draft": draft(number="nr. 276 (2020-2021)"),
        "figure": "concluded",
        "stage": "negotiation",
        "way_number": "reached",
        **_agreements(region, owner),
        **_running(region, owner),
        **_addenda(region),
        **_templates(),
        "access_token": new_token(),
        **_merger(region),
    }


def address_of(page: str, rows: dict[str, Any]) -> str:
    return reverse(page, args=[getattr(rows[one], "pk", rows[one]) for one in rows_of(page)])


def rows_of(page: str) -> list[str]:
    """The names of the rows that its address has."""
    name = page.rpartition(":")[2]
    return next(wanted for prefix, wanted in ROWS.items() if name.startswith(prefix))


def _agreements(region: Region, owner: User) -> dict[str, Any]:
    settled = agreement_in(region, signed_outside=False)
    talks = agreement_in(region, signed_outside=False)
    talks.party = Agreement.Party.BOTH  # of two councils one decided: the text is still open
    talks.save()
    talks.domains.add(services())
    commitment = Commitment.objects.create(agreement=talks, domain=services(), text="Een folder.")
    return {
        "talks": talks,
        "step": stages.advance(talks, to=Stage.EXPLORING, effective_on=date(2019, 11, 1), by=owner),
        "commitment": commitment,
        "signatory": Signatory.objects.create(agreement=talks, side="municipality", **PERSON),
        "contact_in_talks": _contact(talks),
        "decision": CouncilDecision.objects.create(agreement=talks, decided_on=date(2019, 11, 20)),
        "settled": settled,
        "final": final_of(settled),
    }


def _running(region: Region, owner: User) -> dict[str, Any]:
    running, ended, settled_end = (running_agreement(region) for _one in range(3))
    for one in (ended, settled_end):
        stages.end(one, effective_on=date(2021, 6, 1), reason="De gemeente stopt.", by=owner)
    final_of(settled_end, ending=Ending.objects.get(agreement=settled_end))
    contact = _contact(running)
    change = ContactChange(agreement_contact=contact, starts_on=date(2021, 2, 1), recorded_by=owner, **PERSON)
    change.save()
    return {
        "running": running,
        "ended": ended,
        "settled_end": settled_end,
        "agreement_contact": contact,
        "change": change,
        "review": Review.objects.create(agreement=running, due_on=date(2021, 1, 1), held_on=date(2021, 1, 8)),
        "copy": copy_of(running),
        "batch": batch_of(running, by=owner),
    }


def _addenda(region: Region) -> dict[str, Any]:
    agreement, other = running_agreement(region), running_agreement(region)
    earlier = signed_addendum(agreement)
    addendum = started(agreement)
    settled = started(other)
    final_of_addendum(settled)
    held, replaced = agreement.commitments.order_by("pk")
    added = Commitment.objects.create(
        agreement=agreement, added_by=addendum, replaces=replaced, domain=replaced.domain, text="Anders."
    )
    return {
        "addendum": addendum,
        "settled_addendum": settled,
        "signed_addendum": earlier,
        "held_commitment": held,
        "added_commitment": added,
        "addendum_signatory": addendum.signatories.all()[0],
        "addendum_decision": AddendumDecision.objects.create(
            addendum=addendum, body=CouncilDecision.Body.OCMW_COUNCIL, decided_on=date(2021, 5, 20)
        ),
    }


def _merger(region: Region) -> dict[str, Any]:
    agreement = running_agreement(region)
    gone, day = agreement.municipality, date(2025, 1, 1)
    gone.ends_on = date(2024, 12, 31)
    gone.save()
    successor = MunicipalityFactory(region=region, starts_on=day)
    return {
        "merger_day": day.isoformat(),
        "succession": Succession.objects.create(predecessor=gone, successor=successor, took_effect_on=day),
        "inherited": agreement,
        "planned_merger": PlannedMergerFactory(absorbed_by=successor),
        "carried_out_merger": _carried_out(region),
    }


def _carried_out(region: Region) -> PlannedMerger:
    planned: PlannedMerger = PlannedMergerFactory(new=True, region=region)
    carry_out(planned, version=planned.version, by=UserFactory())
    return planned


def _templates() -> dict[str, Any]:
    version = concept(of=template("Nieuw"))  # the usual one stands under finals
    return {
        "template": version.template,
        "version": version,
        "part": part_of(version),
        "clause": clause_of(version),
    }


def _contact(agreement: Agreement) -> AgreementContact:
    contact: AgreementContact = AgreementContact.objects.create(
        agreement=agreement, side="municipality", email="kaat@example.org", **PERSON
    )
    return contact
