"""Invented rows for tests. Names of places are real, people are not."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from agreements.actions import stages
from agreements.models import Agreement, CouncilDecision, DeclineReason, StageChange
from municipalities.models import Contact, Domain, Municipality, PlannedMerger, Province, Region, Term, Visit


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    first_name = "Noor"
    last_name = factory.Sequence(lambda n: f"Verzonnen {n}")
    role = User.Role.STAFF

    @factory.post_generation
    def regions(self, create: bool, extracted: list[Region] | None, **kwargs: object) -> None:
        if create and extracted:
            self.regions.set(extracted)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ("starts_on",)

    starts_on = date(2019, 1, 1)
    ends_on = factory.LazyAttribute(lambda term: date(term.starts_on.year + 5, 12, 31))


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("nis",)

    nis = "40000"
    name = "Oost-Vlaanderen"
    abbreviation = "OVL"
    position = 3


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    name = factory.Sequence(lambda n: f"Regio {n}")
    province = factory.SubFactory(ProvinceFactory)


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    nis = factory.Sequence(lambda n: f"{90000 + n}")
    name = factory.Sequence(lambda n: f"Gemeente {n}")
    title = Municipality.Title.MUNICIPALITY
    province = factory.SubFactory(ProvinceFactory)
    region = factory.SubFactory(RegionFactory)
    arrondissement = "Aalst"
    postal_codes = "9300"


class PlannedMergerFactory(DjangoModelFactory):
    """Two municipalities that go together into a new one at the turn of a term, unless told otherwise."""

    class Meta:
        model = PlannedMerger
        skip_postgeneration_save = True

    took_effect_on = date(2031, 1, 1)
    absorbed_by = None
    prepared_by = factory.SubFactory(UserFactory)

    class Params:
        new = factory.Trait(
            nis="41099",
            name="Nieuwland",
            title=Municipality.Title.MUNICIPALITY,
            province=factory.SubFactory(ProvinceFactory),
            region=factory.SubFactory(RegionFactory),
            arrondissement="Aalst",
        )

    @factory.post_generation
    def predecessors(self, create: bool, extracted: list[Municipality] | None, **kwargs: object) -> None:
        if create:
            self.predecessors.set(extracted or [MunicipalityFactory(), MunicipalityFactory()])


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence(lambda n: f"Kaat Bedacht {n}")
    function = Contact.Function.INTEGRATION
    email = "kaat.bedacht@example.org"


class DomainFactory(DjangoModelFactory):
    class Meta:
        model = Domain
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"domain-{n}")
    name = factory.Sequence(lambda n: f"Domein {n}")
    short_name = factory.LazyAttribute(lambda domain: domain.name)
    position = factory.Sequence(lambda n: n + 101)  # after the four of the standard, whichever come first


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = Visit

    municipality = factory.SubFactory(MunicipalityFactory)
    held_on = date(2021, 3, 1)
    kind = Visit.Kind.ON_THE_SPOT
    status = Visit.Status.HELD


class DeclineReasonFactory(DjangoModelFactory):
    class Meta:
        model = DeclineReason
        django_get_or_create = ("code",)

    code = "no-staff"
    label = "Geen personeel"
    starts_on = date(2019, 1, 1)


class AgreementFactory(DjangoModelFactory):
    """An agreement without steps; take steps through agreements.actions.stages."""

    class Meta:
        model = Agreement

    municipality = factory.SubFactory(MunicipalityFactory)
    reference = factory.Sequence(lambda n: f"OVL-2020-{n:04d}")
    starts_on = date(2020, 1, 1)
    ends_on = date(2025, 12, 31)
    # A signature needs a final, which takes a second to print; what is about stages and figures can do without.
    signed_outside = True


class CouncilDecisionFactory(DjangoModelFactory):
    class Meta:
        model = CouncilDecision
        django_get_or_create = ("agreement", "body")

    agreement = factory.SubFactory(AgreementFactory)
    body = CouncilDecision.Body.MUNICIPAL_COUNCIL
    decided_on = date(2019, 1, 2)


def decided(agreement: Agreement, on: date = date(2019, 1, 2)) -> Agreement:
    """The agreement, after each council of its party decided on it: it may be approved and signed from that day."""
    for body in agreement.councils:
        CouncilDecisionFactory(agreement=agreement, body=body, decided_on=on)
    return agreement


def signed(agreement: Agreement, on: date, by: User | None = None) -> StageChange:
    """The step by which every party signed the agreement on the day."""
    decided(agreement, on=min(on, date(2019, 1, 2)))
    return stages.sign(
        agreement,
        agency_signed_on=on,
        municipality_signed_on=on if agreement.party != Agreement.Party.OCMW else None,
        ocmw_signed_on=on if agreement.party != Agreement.Party.MUNICIPALITY else None,
        by=by or UserFactory(),
    )
