"""No answer holds a word of or about a person, with or without a token."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.models import User
from municipalities.models import Contact, Region, Visit
from opendata.document import document
from tests.every_page import every_page
from tests.factories import UserFactory
from tests.opendata.asking import new_token, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

PERSONAL = {"name", "email", "phone", "report", "note", "first_name", "last_name", "text", "asked_by", "function"}
OF_PERSONS = {"user", "contact", "visit", "agreementcontact", "signatory", "contactchange", "agencydirector", "draft"}
OF_PERSONS |= {"stagechange", "publication", "review", "commitment", "commitmentprogress"}


@pytest.fixture
def register(region: Region) -> dict[str, Any]:
    """A row behind every page, and invented persons wherever one can stand."""
    owner = UserFactory(regions=[region], phone="+32470123456", job_title="ondersteuner bedacht")
    rows = every_page(region, owner=owner)
    User.objects.update(phone="+32470123456")
    Contact.objects.update(phone="+32470654321", service="Dienst Verzinsel")
    Visit.objects.update(report="Noor sprak met Kaat over verhuizen.", other_people="Mieke Verdacht")
    return rows


def said_of_persons() -> Iterator[str]:
    for model in apps.get_models():
        if model._meta.model_name in OF_PERSONS:
            for name in PERSONAL & {field.name for field in model._meta.concrete_fields}:
                field = model._meta.get_field(name)
                if isinstance(field, (models.CharField, models.TextField)):
                    for value in model._default_manager.values_list(name, flat=True):
                        yield from {str(value or ""), getattr(value, "as_e164", "")}


def addresses(rows: dict[str, Any]) -> Iterator[str]:
    """Each address of the open data, for today and for a day on which much was going on."""
    for path in document()["paths"]:
        filled = path.replace("{nis}", rows["nis"]).replace("{key}", str(rows["publication"].pk))
        if "{" not in filled:
            yield filled
            parameters = {one["name"] for one in document()["paths"][path]["get"]["parameters"]}
            if "on" in parameters:
                yield f"{filled}?on=2021-04-26"
            if "known_on" in parameters:
                yield f"{filled}?on=2021-04-26&known_on={timezone.localdate().isoformat()}"


def test_no_answer_names_a_person(register: dict[str, Any]):
    words = {word for word in said_of_persons() if len(word) > 3}
    assert {"Kaat Bedacht", "Noor", "+32470123456", "Noor sprak met Kaat over verhuizen."} <= words
    client = Client(headers=shown(new_token().secret))
    for address in addresses(register):
        response = client.get(address)
        assert response.status_code == 200, address
        said = response.content.decode()
        assert [word for word in words if word in said] == [], address
