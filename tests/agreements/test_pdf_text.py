"""What the paper says."""

import re
from datetime import date

import pytest

from agreements.models import Agreement, CouncilDecision, Side, Signatory
from tests.agreements.papers import Printed, commitment, complete_agreement, html_of, print_of, words_of
from tests.factories import CouncilDecisionFactory, DomainFactory

pytestmark = pytest.mark.django_db


def headings(agreement: Agreement) -> list[str]:
    return [" ".join(one.split()) for one in re.findall(r"<h[23][^>]*>(.*?)</h[23]>", html_of(agreement), re.DOTALL)]


def test_the_paper_has_its_chapters_in_order() -> None:
    assert [one for one in headings(complete_agreement(codes=("policy",))) if not one.startswith("Voor ")] == [
        "Wettelijke basis",
        "Partijen",
        "Looptijd",
        "Aanleiding",
        "Domeinen van samenwerking",
        "Regie door het lokaal integratiebeleid",
        "Opvolging",
        "Contactgegevens",
        "Handtekeningen",
    ]


def test_only_the_chosen_domains_are_printed_in_their_own_order() -> None:
    printed = words_of(complete_agreement(codes=("cohesion", "accessibility")))
    assert printed.index("Toegankelijkheid van de lokale dienstverlening") < printed.index("Verbeteren van de lokale")
    assert "Kruispuntbank Inburgering" not in printed
    assert "Regie door het lokaal integratiebeleid" not in printed


def test_the_legal_ground_is_named() -> None:
    printed = words_of(complete_agreement())
    for fact in ("decreet van 7 juni 2013", "29 januari 2016", "Artikel 279", "artikel 32", "artikelen 35 en 36"):
        assert fact in printed


def test_whatever_the_domains_the_three_required_points_are_settled() -> None:
    printed = words_of(complete_agreement(codes=("cohesion",)))
    for point in ("Vaste contactpersonen.", "Wederzijdse doorverwijzing.", "Gegevensuitwisseling."):
        assert point in printed


def test_a_city_is_called_de_stad_and_starts_a_sentence_with_a_capital() -> None:
    printed = words_of(complete_agreement(name="Aalst", title="stad", party="municipality", codes=("services",)))
    assert "In de stad Aalst wonen" in printed
    assert "De stad Aalst, vertegenwoordigd door" in printed
    assert "gemeente Aalst" not in printed


def test_two_parties_are_one_local_government_in_the_text() -> None:
    printed = words_of(complete_agreement(party="both", codes=("services", "policy")))
    assert "noemt deze overeenkomst de gemeente Zulte en het OCMW van Zulte het lokaal bestuur" in printed
    assert "Het lokaal bestuur voert de regie" in printed
    assert "Voor de gemeente Zulte en het OCMW van Zulte" in printed


def test_the_ocmw_alone_can_be_the_party() -> None:
    printed = words_of(complete_agreement(party="ocmw", codes=("services",)))
    assert "Het OCMW van Zulte, vertegenwoordigd door" in printed
    assert "Voor het OCMW van Zulte" in printed
    assert "de gemeente Zulte en" not in printed


def test_the_reader_is_addressed_with_u() -> None:
    printed = words_of(complete_agreement())
    assert re.search(r"\b[Uu]\b", printed)
    assert not re.search(r"\b(je|jij|jou|jouw|jullie|ge|gij)\b", printed, re.IGNORECASE)


def test_each_commitment_stands_under_its_domain_with_who_carries_it_out() -> None:
    agreement = complete_agreement(party="municipality", codes=("services", "cohesion"))
    commitment(agreement, "Buddywerking opstarten", code="cohesion", by="municipality")
    commitment(agreement, "Zitdag in het stadhuis", code="services", by="agency")
    commitment(agreement, "Samen evalueren", code="services", by="both")
    printed = words_of(agreement)
    assert "Zitdag in het stadhuis Uitvoering: het agentschap" in printed
    assert "Samen evalueren Uitvoering: beide partijen samen" in printed
    assert "Buddywerking opstarten Uitvoering: de gemeente Zulte" in printed
    assert printed.index("Samen evalueren") < printed.index("Verbeteren van de lokale") < printed.index("Buddywerking")


def test_a_domain_without_commitments_says_so() -> None:
    assert "In dit domein zijn er geen extra afspraken." in words_of(complete_agreement(codes=("policy",)))


def test_a_domain_that_the_template_does_not_know_comes_last_with_what_was_arranged() -> None:
    agreement = complete_agreement(codes=("policy",))
    agreement.domains.add(DomainFactory(code="sport", name="Sport en spel", short_name="Sport", position=9))
    commitment(agreement, "Samen naar de sportdag", code="sport")
    printed = words_of(agreement)
    assert "Sport en spel Extra afspraken Samen naar de sportdag" in printed
    assert printed.index("Regie door het lokaal integratiebeleid") < printed.index("Sport en spel")


def test_who_represents_a_party_in_the_preamble_also_signs() -> None:
    preamble, _, signatures = words_of(complete_agreement()).partition("Handtekeningen")
    for name in ("Marieke Verbeeld", "Joris Bedacht", "Wouter Verzonnen"):
        assert name in preamble
        assert name in signatures


def test_an_acting_director_is_called_waarnemend() -> None:
    agreement = complete_agreement()
    Signatory.objects.filter(name="Joris Bedacht").update(acting=True)
    preamble, _, signatures = words_of(agreement).partition("Handtekeningen")
    assert "Joris Bedacht, waarnemend algemeen directeur" in preamble
    assert "Joris Bedacht Waarnemend algemeen directeur" in signatures


@pytest.mark.parametrize(("function", "article"), [("Schepen van Welzijn", 281), ("Diensthoofd Samenleven", 283)])
def test_a_delegation_is_printed_with_its_date_and_article(function: str, article: int) -> None:
    agreement = complete_agreement()
    Signatory.objects.filter(name="Joris Bedacht").update(
        function=function, by_delegation=True, delegated_on=date(2020, 3, 3)
    )
    delegation = f"delegatie van 3 maart 2020, artikel {article} van het decreet over het lokaal bestuur"
    preamble, _, signatures = words_of(agreement).partition("Handtekeningen")
    assert f"bij {delegation}" in preamble
    assert f"Bij {delegation}" in signatures


def test_the_agency_delegates_without_an_article_of_the_local_government() -> None:
    agreement = complete_agreement()
    Signatory.objects.filter(side=Side.AGENCY).update(by_delegation=True, delegated_on=date(2020, 3, 3))
    assert "(bij delegatie van 3 maart 2020)" in words_of(agreement)


def test_the_decisions_of_the_councils_are_part_of_the_ground() -> None:
    agreement = complete_agreement()
    CouncilDecisionFactory(agreement=agreement, decided_on=date(2020, 6, 22), number="2020/GR/118")
    CouncilDecisionFactory(agreement=agreement, body=CouncilDecision.Body.OCMW_COUNCIL, decided_on=date(2020, 6, 23))
    printed = words_of(agreement)
    assert (
        "De beslissing van de gemeenteraad van 22 juni 2020 (2020/GR/118)"
        " en de beslissing van de raad voor maatschappelijk welzijn van 23 juni 2020 Partijen"
    ) in printed


def test_without_a_decision_its_line_falls_away() -> None:
    html = html_of(complete_agreement())
    assert "dat regelt wie er ondertekent</li></ul>" in html


def test_contacts_are_printed_with_function_service_and_phone() -> None:
    printed = words_of(complete_agreement()).partition("Contactgegevens")[2]
    assert "Noor Ingebeeld ondersteuner lokaal beleid – noor@example.org +32 478 12 34 56" in printed
    assert "Kaat Fictief bevoegde schepen Dienst Welzijn kaat@example.org" in printed


def test_the_date_on_the_paper_is_printed_when_there_is_one() -> None:
    assert "Opgemaakt op 15 december 2020 in evenveel" in words_of(complete_agreement(dated_on=date(2020, 12, 15)))
    assert "Opgemaakt in evenveel" in words_of(complete_agreement())


def test_what_people_typed_is_text_and_nothing_else() -> None:
    agreement = complete_agreement(codes=("services",))
    commitment(agreement, "<script>alert(1)</script> <b>vet</b> {{ paper.reference }} {% now 'Y' %} &amp;")
    html = html_of(agreement)
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;vet&lt;/b&gt; {{ paper.reference }} {% now &#x27;Y&#x27; %}"
        in html
    )
    assert "&amp;amp;" in html


def test_signs_that_turn_text_around_and_control_signs_are_left_out() -> None:
    agreement = complete_agreement(codes=("services",))
    commitment(agreement, "Zit\u202edag\u200b op\x07 dins\u2066dag,\r\nom\t9 uur\ufe0f; Cafe\u0301")
    assert "Zitdag op dinsdag, om 9 uur; Café Uitvoering" in words_of(agreement)


def test_the_printed_text_reads_as_it_was_written(tmp_path) -> None:
    agreement = complete_agreement(codes=("services", "policy"))
    commitment(agreement, "Zitdag op dinsdag in het Huis van Welzijn")
    printed = Printed(print_of(agreement), tmp_path).text
    for words in (
        "tussen de gemeente Zulte en het OCMW van Zulte en het Agentschap Integratie en Inburgering",
        "2.1 Dienstverlening aan personen met een migratieachtergrond en anderstaligen",
        "2.1.4 Extra afspraken",
        "Zitdag op dinsdag in het Huis van Welzijn",
        "2.2 Regie door het lokaal integratiebeleid",
        "+32 478 12 34 56",
        "Marieke Verbeeld",
    ):
        assert words in printed
