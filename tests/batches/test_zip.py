"""What lies in the ZIP: each paper of the list once, byte for byte, under a safe name, with an index on top."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from agreements.actions import stages
from agreements.models import Addendum, Agreement, Ending, Reopening, SignedCopy, Stage
from batches.models import Batch, BatchItemQuerySet
from batches.naming import INDEX, paper_name, safe
from batches.recovery import recover
from tests.agreements.signing import SIGNED_ON, signed
from tests.batches.making import agreement_with, batch_of, bytes_of, contents, copy_of, final_of, finished, words_of
from tests.factories import AgreementFactory, DomainFactory, UserFactory

pytestmark = pytest.mark.django_db


def signed_agreement(name: str, **fields: object) -> Agreement:
    return signed(AgreementFactory(municipality__name=name, party=Agreement.Party.MUNICIPALITY, **fields))


def lose(items: BatchItemQuerySet) -> None:
    """They lay ready, and are not there any more."""
    paper = {"name": "x.pdf", "stored": "batches/weg.pdf", "sha256": "0" * 64, "size": 1, "pages": 1}
    items.update(done_at=timezone.now(), tries=1, papers=[paper])


def test_the_zip_holds_each_final_of_the_list_byte_for_byte_in_the_order_of_the_list():
    zulte, aalst = (
        agreement_with("Zulte", reference="OVL-2021-0007"),
        agreement_with("Aalst", reference="OVL-2021-0002"),
    )
    papers = [final_of(zulte, pages=3), final_of(aalst)]
    batch = finished(batch_of(zulte, aalst))
    assert batch.state == Batch.State.READY
    found = contents(batch)
    assert list(found) == [INDEX, "001_OVL-2021-0007_Zulte_definitief.pdf", "002_OVL-2021-0002_Aalst_definitief.pdf"]
    for content, paper in zip(list(found.values())[1:], papers, strict=True):
        assert content == bytes_of(paper)


def test_the_index_says_what_is_in_it_and_what_is_not():
    zulte, peer = agreement_with("Zulte", reference="OVL-2021-0007"), agreement_with("Peer", reference="LIM-2020-0001")
    zulte.domains.set([DomainFactory(name="Regie"), DomainFactory(name="Samenhang")])
    final_of(zulte, pages=7)
    noor = UserFactory(first_name="Noor", last_name="Bedacht")
    batch = finished(batch_of(zulte, peer, by=noor, filter_words="Fase: onderhandeling"))
    text = words_of(contents(batch)[INDEX])
    assert "Definitieve versies van 2 overeenkomsten" in text
    assert f"Noor Bedacht, op {timezone.localdate().day} " in text
    assert "Fase: onderhandeling" in text
    assert "1 bestand, samen 7 bladzijden; zonder papier: 1" in text
    assert "OVL-2021-0007 Zulte Regie, Samenhang 01.01.2020 – 31.12.2025" in text
    assert "001_OVL-2021-0007_Zulte_definitief.pdf 7" in text
    assert "LIM-2020-0001 Peer" in text.partition("Zonder papier")[2]
    assert "Er is nog geen definitieve versie gemaakt." in text


def test_the_index_names_the_decisions_that_must_be_renewed():
    agreement = agreement_with("Zulte")
    stages.advance(agreement, to=Stage.NEGOTIATION, effective_on=date(2020, 3, 1), by=UserFactory())
    Reopening.objects.create(agreement=agreement, reason="Een fout in de tekst.", reopened_by=UserFactory())
    batch = finished(batch_of(agreement))
    assert "onderhandeling; de beslissing moet vernieuwd worden" in words_of(contents(batch)[INDEX])


def test_a_draft_is_printed_as_the_agreement_stands():
    batch = finished(batch_of(agreement_with("Zulte", reference="OVL-2021-0007"), what=Batch.What.DRAFTS))
    found = contents(batch)
    assert list(found) == [INDEX, "001_OVL-2021-0007_Zulte_ontwerp.pdf"]
    assert "Zulte" in words_of(found["001_OVL-2021-0007_Zulte_ontwerp.pdf"])


def test_what_is_signed_or_final_has_no_draft_any_more():
    ready, tongeren = agreement_with("Zulte"), signed_agreement("Tongeren")
    final_of(ready)
    batch = finished(batch_of(ready, tongeren, what=Batch.What.DRAFTS))
    assert list(contents(batch)) == [INDEX]
    assert [item.missing[:25] for item in batch.items.all()] == [
        "De definitieve versie is ",
        "Ze is ondertekend: er is ",
    ]


def test_the_open_addendum_of_a_signed_agreement_is_printed_as_draft():
    agreement = signed_agreement("Zulte", reference="OVL-2021-0007")
    addendum = Addendum.objects.create(agreement=agreement, subject="Tolken", created_by=UserFactory())
    found = contents(finished(batch_of(agreement, what=Batch.What.DRAFTS)))
    assert list(found)[1:] == ["001_OVL-2021-0007_Zulte_addendum-ontwerp.pdf"]
    assert "Tolken" in words_of(found["001_OVL-2021-0007_Zulte_addendum-ontwerp.pdf"])
    Addendum.objects.filter(pk=addendum.pk).update(withdrawn_on=date(2021, 1, 1), withdrawn_because="Niet nodig")
    assert list(contents(finished(batch_of(agreement, what=Batch.What.DRAFTS)))) == [INDEX]


def test_a_final_that_was_taken_back_is_not_handed_out():
    agreement = agreement_with("Zulte")
    back = Reopening.objects.create(agreement=agreement, reason="Andere burgemeester", reopened_by=UserFactory())
    final_of(agreement, reopening=back)
    assert list(contents(finished(batch_of(agreement)))) == [INDEX]
    now = final_of(agreement, pages=2)
    paper = list(contents(finished(batch_of(agreement))).values())[1]
    assert paper == bytes_of(now)


def test_several_signed_copies_are_numbered_and_those_set_aside_stay_out():
    agreement = signed_agreement("Zulte", reference="OVL-2021-0007")
    copy_of(agreement, scan="gemeente")
    copy_of(agreement, scan="agentschap")
    wrong = copy_of(agreement, scan="verkeerd")
    type(wrong).objects.update_or_create(
        pk=wrong.pk,
        defaults={"set_aside_at": timezone.now(), "set_aside_by": UserFactory(), "set_aside_because": "Verkeerd blad"},
    )
    names = list(contents(finished(batch_of(agreement, what=Batch.What.COPIES))))
    assert names[1:] == ["001_OVL-2021-0007_Zulte_getekend-1.pdf", "001_OVL-2021-0007_Zulte_getekend-2.pdf"]


def test_a_copy_of_each_party_is_named_after_who_signed_it():
    agreement = signed_agreement("Zulte", reference="OVL-2021-0007")
    copy_of(agreement, scan="een", party=SignedCopy.Party.MUNICIPALITY)
    copy_of(agreement, scan="twee", party=SignedCopy.Party.AGENCY)
    names = list(contents(finished(batch_of(agreement, what=Batch.What.COPIES))))
    assert names[1:] == [
        "001_OVL-2021-0007_Zulte_getekend-gemeente.pdf",
        "001_OVL-2021-0007_Zulte_getekend-agentschap.pdf",
    ]


def test_an_agreement_of_which_only_the_addendum_was_filed_is_named_among_those_without():
    agreement = signed_agreement("Zulte", reference="OVL-2021-0007")
    addendum = Addendum.objects.create(
        agreement=agreement, subject="Tolken", starts_on=date(2021, 1, 1), created_by=UserFactory()
    )
    copy_of(agreement, addendum=addendum)
    found = contents(finished(batch_of(agreement, what=Batch.What.COPIES)))
    assert list(found) == [INDEX, "001_OVL-2021-0007_Zulte_addendum-getekend.pdf"]
    assert "Er is geen getekend exemplaar opgeborgen." in words_of(found[INDEX]).partition("Zonder papier")[2]


def test_the_papers_of_addenda_come_after_those_of_the_agreement():
    agreement = signed_agreement("Zulte", reference="OVL-2021-0007")
    by = UserFactory()
    days = {"municipality_signed_on": SIGNED_ON, "agency_signed_on": SIGNED_ON, "signed_on": SIGNED_ON}
    first = Addendum.objects.create(
        agreement=agreement, number=1, subject="Tolken", starts_on=date(2021, 1, 1), created_by=by, **days
    )
    gone = Addendum.objects.create(
        agreement=agreement, subject="Niets", withdrawn_on=SIGNED_ON, withdrawn_because="Te laat", created_by=by
    )
    copy_of(agreement, scan="addendum", addendum=first)
    copy_of(agreement, scan="weg", addendum=gone)
    copy_of(agreement)
    names = list(contents(finished(batch_of(agreement, what=Batch.What.COPIES))))
    assert names[1:] == ["001_OVL-2021-0007_Zulte_getekend.pdf", "001_OVL-2021-0007_Zulte_addendum-1-getekend.pdf"]


def test_the_papers_of_an_early_end_come_last():
    agreement = signed_agreement("Zulte", reference="OVL-2021-0007")
    stages.end(agreement, effective_on=date(2022, 6, 30), reason="De gemeente stopt.", by=UserFactory())
    ending = Ending.objects.get(agreement=agreement)
    end, own = final_of(agreement, ending=ending), final_of(agreement)
    papers = contents(finished(batch_of(agreement)))
    assert list(papers)[1:] == [
        "001_OVL-2021-0007_Zulte_definitief.pdf",
        "001_OVL-2021-0007_Zulte_einde-definitief.pdf",
    ]
    assert list(papers.values())[1:] == [bytes_of(own), bytes_of(end)]
    copy_of(agreement, ending=ending)
    found = finished(batch_of(agreement, what=Batch.What.COPIES))
    assert list(contents(found))[1:] == ["001_OVL-2021-0007_Zulte_einde-getekend.pdf"]
    assert found.items.get().missing == "Er is geen getekend exemplaar opgeborgen."


def test_the_final_of_an_end_is_not_that_of_the_agreement():
    agreement = signed_agreement("Zulte")
    stages.end(agreement, effective_on=date(2022, 6, 30), reason="De gemeente stopt.", by=UserFactory())
    final_of(agreement, ending=Ending.objects.get(agreement=agreement))
    found = finished(batch_of(agreement))
    assert len(contents(found)) == 2
    assert "geen definitieve versie" in found.items.get().missing


def test_a_damaged_paper_is_tried_thrice_then_named_and_the_rest_goes_on():
    zulte, aalst = agreement_with("Zulte"), agreement_with("Aalst")
    damaged, whole = final_of(zulte), final_of(aalst)
    default_storage.delete(damaged.document.file.name)
    batch = finished(batch_of(zulte, aalst))
    found = contents(batch)
    assert found[list(found)[1]] == bytes_of(whole)
    assert len(found) == 2
    item = batch.items.get(agreement=zulte)
    assert (item.tries, item.papers) == (3, [])
    assert "Het bewaarde bestand is er niet, of niet volledig." in words_of(found[INDEX])


def test_a_paper_that_is_damaged_while_it_waits_for_the_zip_is_made_anew():
    zulte, aalst = agreement_with("Zulte"), agreement_with("Aalst")
    final_of(aalst)
    batch = batch_of(zulte, aalst, what=Batch.What.DRAFTS)
    lose(batch.items.filter(agreement=zulte))
    finished(batch)  # finds out, and gives the agreement back to work
    assert not Batch.objects.get(pk=batch.pk).is_over
    recover()
    done = finished(batch)
    assert len(contents(done)) == 2
    assert "x.pdf" not in contents(done)


def test_however_many_papers_are_damaged_while_they_wait_all_are_made_anew_at_once():
    batch = batch_of(*[agreement_with(f"Gemeente {n}") for n in range(4)], what=Batch.What.DRAFTS)
    lose(batch.items.all())
    finished(batch)
    recover()
    done = finished(batch)
    assert (done.state, done.tries, len(contents(done))) == (Batch.State.READY, 2, 5)


def test_a_zip_that_fails_thrice_ends_the_batch_with_words():
    agreement = agreement_with("Zulte")
    document = final_of(agreement).document
    batch = batch_of(agreement)
    paper = {"name": "x.pdf", "stored": document.file.name, "sha256": document.sha256, "pages": 1}
    batch.items.update(done_at=timezone.now(), tries=1, papers=[{**paper, "size": -1}])  # no ZIP holds such a size
    for _try in range(3):
        batch = finished(batch)
        recover()
    assert batch.state == Batch.State.FAILED
    assert "drie keer mislukt" in batch.problem
    assert not batch.file


def test_the_drafts_are_gone_once_they_are_in_the_zip():
    batch = finished(batch_of(agreement_with("Zulte"), what=Batch.What.DRAFTS))
    assert [f"{batch.folder}/{name}" for name in default_storage.listdir(batch.folder)[1]] == [batch.file.name]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Sint-Genesius-Rode", "Sint-Genesius-Rode"),
        ("Liège", "Liege"),
        ("../../etc/passwd", "etc-passwd"),
        ("'s-Gravenvoeren", "s-Gravenvoeren"),
        ("a\x00b\nc", "a-b-c"),
        ("///", "x"),
        ("x" * 500, "x" * 60),
    ],
)
def test_names_of_files_are_safe_whatever_a_place_is_called(words: str, name: str):
    assert safe(words) == name


def test_names_sort_as_the_list_whatever_its_length():
    names = [
        paper_name(position=position, total=1200, reference="A", place="B", kind="c") for position in (2, 10, 100, 1000)
    ]
    assert names == sorted(names)


def test_an_agreement_that_ends_keeps_its_signed_copy():
    agreement = signed_agreement("Zulte")
    copy_of(agreement)
    stages.end(agreement, effective_on=date(2021, 1, 1), reason="Fusie", by=UserFactory())
    assert len(contents(finished(batch_of(agreement, what=Batch.What.COPIES)))) == 2
