"""The paper of an addendum: the words on it, the number it carries, and the final that never changes."""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements import gate, pdf
from agreements.actions import addenda, templates
from agreements.models import Addendum, Agreement, Clause, Commitment, ContactChange, Final, Side, TemplateVersion
from municipalities.models import Region
from tests.agreements.addenda import decided, final_of, running_agreement, signed_addendum, started
from tests.agreements.papers import Printed, contact, domains, standard_version
from tests.conftest import UserClient
from tests.factories import AgreementFactory, UserFactory


@pytest.fixture
def agreement(region: Region) -> Agreement:
    standard_version()
    agreement = running_agreement(region)
    agreement.domains.set(domains("services", "cohesion"))
    agreement.commitments.all().delete()
    services, cohesion = agreement.domains.all()
    for domain, text in [
        (services, "Een folder over het aanbod."),
        (services, "Een spreekuur."),
        (cohesion, "Buddy's."),
    ]:
        Commitment.objects.create(agreement=agreement, domain=domain, text=text)
    return agreement


@pytest.fixture
def addendum(agreement) -> Addendum:
    """Everything at once: a domain in and one out, a commitment in, one worded anew and one out; decided on."""
    addendum = started(agreement, subject="Zitdag in het Huis van Welzijn")
    services, cohesion = agreement.domains.all()
    (policy,) = domains("policy")
    folder, hours = services.commitments.all()
    own = {"agreement": agreement, "added_by": addendum}
    addendum.added_domains.add(policy)
    addendum.dropped_domains.add(cohesion)
    addendum.dropped_commitments.add(hours)
    Commitment.objects.create(domain=services, text="Een folder in tien talen.", replaces=folder, **own)
    Commitment.objects.create(domain=policy, text="Elke dinsdag een zitdag.", carried_out_by="agency", **own)
    return decided(addendum)


def url(name: str, row: Addendum) -> str:
    return reverse(f"agreements:{name}", args=[row.pk])


def words_of(addendum: Addendum) -> str:
    row = Addendum.objects.for_paper().get(pk=addendum.pk)
    body = pdf.finished_html(pdf.paper_of(row, on=timezone.localdate())).partition("<body")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_the_paper_says_what_comes_in_what_becomes_what_and_what_goes(addendum):
    words = words_of(addendum)
    for part in [
        "Zitdag in het Huis van Welzijn",
        "Nieuwe afspraak Elke dinsdag een zitdag. Uitvoering: het agentschap",
        "Gewijzigde afspraak Tot nu toe: Een folder over het aanbod.",
        "Dit wordt: Een folder in tien talen.",
        "Afspraak die vervalt Een spreekuur.",
        "voortaan ook samen rond dit domein. Een vaste ondersteuner",
        "niet langer samen rond dit domein",
        "Het addendum gaat in op 1 juli 2021",
    ]:
        assert part in words
    assert words.index("Marieke Verbeeld") < words.index("Buddy") < words.rindex("Marieke Verbeeld")


def test_what_it_says_of_a_domain_is_worded_in_the_template(addendum):
    texts = {
        "domains_heading": "Nieuw domein",
        "domains": "Er komt iets bij voor {{ naam }}.",
        "follow_up": "Dat stopt.",
    }
    TemplateVersion.objects.filter(template__kind="addendum").update(**texts)
    words = words_of(addendum)
    place = addendum.agreement.municipality.name
    assert f"Nieuw domein Er komt iets bij voor {place}. Een vaste ondersteuner" in words
    assert re.search("Dat stopt. Buddy.+s.", words)
    assert "samen rond dit domein" not in words


def test_it_is_not_silent_where_a_domain_goes(addendum):
    TemplateVersion.objects.filter(template__kind="addendum").update(follow_up="")
    row = Addendum.objects.for_paper().get(pk=addendum.pk)
    assert [one.label for one in pdf.unfilled_fields(row)] == ["wat het sjabloon zegt waar een domein vervalt"]


def test_the_draft_calls_its_number_provisional(addendum):
    assert f"{addendum.agreement.reference}/A… (voorlopig)" in words_of(addendum)


def test_an_addendum_that_changes_domains_alone_says_that_commitments_stay(addendum):
    addendum.commitments.all().delete()
    addendum.dropped_commitments.clear()
    assert "De afspraken blijven zoals ze zijn." in words_of(addendum)


def test_an_optional_clause_that_is_left_out_is_not_printed(addendum):
    version = addendum.clause_version
    part = version.parts.get(domain__code="policy")
    clause = part.clauses.all()[0]
    part.clauses.filter(pk=clause.pk).update(optional=True)
    assert clause.heading in words_of(addendum)
    addendum.left_out.add(clause)
    assert clause.heading not in words_of(addendum)


def test_a_version_that_comes_in_use_later_changes_nothing_that_it_brings(addendum):
    assert addendum.agreement.template_version is None  # signed outside: it has no text of its own here
    before = words_of(addendum)
    by = UserFactory()
    successor = templates.succeed(standard_version(), by=by)
    Clause.objects.filter(part__version=successor).update(text="Heel anders.")
    templates.put_in_use(successor, by=by, shown=templates.mark_of(successor))
    assert words_of(addendum) == before


def test_it_names_who_is_to_be_reached_on_its_day(addendum):
    person = contact(addendum.agreement, Side.MUNICIPALITY, "Kaat Fictief", function="ambtenaar")
    ContactChange.objects.create(
        agreement_contact=person, name="Wout Ingebeeld", starts_on=date(2021, 3, 1), recorded_by=UserFactory()
    )
    TemplateVersion.objects.filter(template__kind="addendum").update(introduction="Vraag het aan {{ contactpersoon }}.")
    assert "Vraag het aan Wout Ingebeeld." in words_of(addendum)
    paper = pdf.paper_of(Addendum.objects.for_paper().get(pk=addendum.pk), on=timezone.localdate())
    assert "Wout Ingebeeld" in [one["name"] for one in paper.data["contacts"]]
    Addendum.objects.filter(pk=addendum.pk).update(dated_on=date(2021, 2, 28))
    assert "Vraag het aan Kaat Fictief." in words_of(addendum)


def test_papers_from_before_there_was_a_text_keep_the_first_one(region: Region):
    running = started(running_agreement(region))
    waiting = AgreementFactory(template_version=None, signed_outside=False)
    outside = AgreementFactory(template_version=None, signed_outside=True)
    version = standard_version()
    templates.pin()
    for row in (running, waiting, outside):
        row.refresh_from_db()
    assert (running.clause_version, running.template_version) == (version, standard_version("addendum"))
    assert (waiting.template_version, outside.template_version) == (version, None)


def test_the_gate_names_everything_that_is_wrong_with_its_page(agreement):
    addendum = started(agreement, starts_on=None)
    addendum.signatories.filter(function__startswith="Voorzitter").delete()
    urls = {one.url for one in gate.obstacles(Addendum.objects.for_paper().get(pk=addendum.pk))}
    assert urls == {
        url("addendum_decision_create", addendum) + "?body=municipal_council",
        url("addendum_update", addendum) + "#id_starts_on",
        url("addendum_detail", addendum) + "#content",
        url("addendum_signatory_create", addendum) + "?side=municipality",
    }


def made(client: UserClient, addendum: Addendum) -> Final:
    response = client.post(url("addendum_final", addendum))
    assert response.headers["Location"] == f"{addendum.get_absolute_url()}#papers"
    return addendum.finals.get()


def served(client: UserClient, final: Final) -> bytes:
    return b"".join(client.get(final.get_absolute_url()))


def test_a_coordinator_sees_what_is_printed_and_makes_the_final(coordinator_client, staff_client, addendum):
    assert staff_client.post(url("addendum_final", addendum)).status_code == 403
    assert "Wat afgedrukt wordt" in coordinator_client.get(url("addendum_final", addendum)).content.decode()
    final = made(coordinator_client, addendum)
    assert final.made_by == coordinator_client.user


def test_the_final_carries_the_number_that_the_signature_gives(
    coordinator_client: UserClient, agreement, addendum, tmp_path: Path
):
    Addendum.objects.filter(pk=addendum.pk).update(withdrawn_on=date(2021, 1, 1), withdrawn_because="Even opzij")
    signed_addendum(agreement, on=date(2021, 5, 1))
    Addendum.objects.filter(pk=addendum.pk).update(withdrawn_on=None, withdrawn_because="")
    final = made(coordinator_client, addendum)
    text = Printed(served(coordinator_client, final), tmp_path).text
    assert f"{agreement.reference}/A2" in text
    assert f"A2 · {final.fingerprint[:8]}" in text
    assert "voorlopig" not in text
    days = {"municipality_signed_on": "2021-06-01", "agency_signed_on": "2021-06-02"}
    assert coordinator_client.post(url("addendum_sign", addendum), days).status_code == 302
    addendum.refresh_from_db()
    assert addendum.reference == final.data["reference"] == f"{agreement.reference}/A2"


def test_the_bytes_of_the_final_never_change(coordinator_client: UserClient, agreement, addendum):
    final = made(coordinator_client, addendum)
    content = served(coordinator_client, final)
    assert final.document.sha256 == sha256(content).hexdigest()
    Commitment.objects.filter(agreement=agreement).update(text="Iets heel anders.")
    Addendum.objects.filter(pk=addendum.pk).update(subject="Iets anders")
    assert served(coordinator_client, final) == content


def test_the_address_of_the_draft_leads_to_the_final_or_says_that_the_addendum_was_withdrawn(
    staff_client: UserClient, agreement
):
    withdrawn = started(agreement)
    addenda.withdraw(withdrawn, reason="Niet nodig.")
    page = staff_client.get(url("addendum_pdf", withdrawn), follow=True).content.decode()
    assert "Dit addendum is ingetrokken, dus er is geen ontwerp meer" in page
    standing = decided(started(agreement))
    final = final_of(standing)
    assert staff_client.get(url("addendum_pdf", standing)).headers["Location"] == final.get_absolute_url()
