"""What has not changed is not printed again."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from papers.printing.drafts import draft_of, fingerprint
from tests.agreements.papers import commitment, complete_agreement
from tests.papers.printing import sample_html


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    caches["papers"].clear()


def test_a_draft_is_kept_under_what_it_depends_on() -> None:
    html = sample_html(draft=True, chapters=1)
    content = draft_of(html)
    assert content.startswith(b"%PDF-")
    assert caches["papers"].get(fingerprint(html)) == content


def test_a_kept_draft_is_handed_out_and_not_printed() -> None:
    html = sample_html(draft=True, chapters=1)
    caches["papers"].set(fingerprint(html), b"printed before")
    assert draft_of(html) == b"printed before"
    assert draft_of(html.replace("luisteren", "spreken")).startswith(b"%PDF-")


@pytest.mark.django_db
def test_who_has_the_draft_already_gets_no_second_copy(staff_client) -> None:
    agreement = complete_agreement(codes=("policy",))
    url = reverse("agreements:agreement_pdf", args=[agreement.pk])
    first = staff_client.get(url)
    assert first.status_code == 200
    caches["papers"].clear()
    again = staff_client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]

    commitment(agreement, "Samen naar de markt", code="policy")
    changed = staff_client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert changed["Cache-Control"] == "private, no-cache"
