"""What stands on the paper of an agreement: from rows to words, once; the template only puts them in place."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from agreements.models import (
    Agreement,
    AgreementContact,
    Commitment,
    CouncilDecision,
    Side,
    Signatory,
    Stage,
    StageChange,
)
from agreements.pdf.blanks import Blanks, Unfilled, Where, legible
from municipalities.models import Domain

# From the decision of the council on, the text is settled; an agreement that ended early was once signed.
SETTLED_STAGES = {Stage.APPROVED, Stage.SIGNED, Stage.ENDED}
STANDARD_DOMAINS = {"services", "accessibility", "policy", "cohesion"}
NOTHING = SafeString("")
# Who holds a mandate signs in the place of the chair (art. 281), staff in the place of the general director (art. 283).
MANDATES = ("voorzitter", "burgemeester", "schepen", "raadslid")


@dataclass(frozen=True)
class Party:
    """A party in running text: "de gemeente Zulte en het OCMW van Zulte". `count` chooses the form of a verb."""

    name: SafeString
    count: int = 1


@dataclass(frozen=True)
class Arrangement:
    text: SafeString
    carried_out_by: SafeString


@dataclass(frozen=True)
class Chapter:
    """A chosen domain: its name, the template with its standard clauses, what was arranged on top of them."""

    name: SafeString
    template: str
    arrangements: list[Arrangement]


@dataclass(frozen=True)
class Person:
    """Someone who represents a party: in the preamble and, the same words, above the signature."""

    name: SafeString
    function: SafeString
    delegation: SafeString


@dataclass(frozen=True)
class Reachable:
    name: SafeString
    function: SafeString
    service: SafeString
    email: SafeString
    phone: SafeString


@dataclass(frozen=True)
class Paper:
    """Everything that the templates under agreements/pdf/ print."""

    reference: str
    title: str
    settled: bool
    local: Party
    town: SafeString
    title_of_town: str
    has_ocmw: bool
    starts_on: SafeString
    ends_on: SafeString
    dated_on: SafeString
    decisions: list[SafeString]
    chapters: list[Chapter]
    no_chapters: SafeString
    local_people: list[Person]
    agency_people: list[Person]
    local_contacts: list[Reachable]
    agency_contacts: list[Reachable]
    unfilled: list[Unfilled]

    @property
    def is_draft(self) -> bool:
        """Until the council approved it, and as long as anything is missing, it is a draft on every page."""
        return not self.settled or bool(self.unfilled)


def paper_of(agreement: Agreement, *, on: date) -> Paper:
    """Put the paper together as the agreement stands on the day."""
    sheet = _Sheet(agreement)
    starts_on = sheet.day("starts_on", _("first day of the period"))
    ends_on = sheet.day("ends_on", _("last day of the period"))
    decisions = [sheet.decision(one) for one in agreement.council_decisions.all()]
    local_people, agency_people = sheet.people(Side.MUNICIPALITY), sheet.people(Side.AGENCY)
    chapters = [sheet.chapter(domain) for domain in agreement.domains.all()]
    no_chapters = (
        NOTHING if chapters else sheet.blanks.gap(label=_("domains of cooperation"), where=sheet.edit("domains"))
    )
    return Paper(
        reference=agreement.reference,
        title=f"Samenwerkingsovereenkomst {agreement.municipality.full_name} {agreement.reference}",
        settled=_stage(agreement, on) in SETTLED_STAGES,
        local=sheet.local,
        town=sheet.town,
        title_of_town=agreement.municipality.title,
        has_ocmw=agreement.party != Agreement.Party.MUNICIPALITY,
        starts_on=starts_on,
        ends_on=ends_on,
        dated_on=_day(agreement.dated_on) if agreement.dated_on else NOTHING,
        decisions=decisions,
        chapters=chapters,
        no_chapters=no_chapters,
        local_people=local_people,
        agency_people=agency_people,
        agency_contacts=sheet.contacts(Side.AGENCY),
        local_contacts=sheet.contacts(Side.MUNICIPALITY),
        unfilled=sheet.blanks.unfilled,
    )


class _Sheet:
    """The rows of one agreement on their way to the paper; the order of the calls is the order of the gaps."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.blanks = Blanks()
        place = agreement.municipality
        name = self.blanks.fill(
            place.name,
            label=_("name of the municipality"),
            where=Where("municipalities:municipality_update", place.nis),
        )
        self.town = format_html("de {} {}", place.title, name)
        self.local = {
            Agreement.Party.MUNICIPALITY: Party(self.town),
            Agreement.Party.OCMW: Party(format_html("het OCMW van {}", name)),
            Agreement.Party.BOTH: Party(format_html("{} en het OCMW van {}", self.town, name), count=2),
        }[Agreement.Party(agreement.party)]

    def edit(self, field: str) -> Where:
        return Where("agreements:agreement_update", self.agreement.pk, field)

    def day(self, field: str, label: str) -> SafeString:
        day: date | None = getattr(self.agreement, field)
        return _day(day) if day else self.blanks.gap(label=label, where=self.edit(field))

    def decision(self, one: CouncilDecision) -> SafeString:
        council = {
            CouncilDecision.Body.MUNICIPAL_COUNCIL: "de gemeenteraad",
            CouncilDecision.Body.OCMW_COUNCIL: "de raad voor maatschappelijk welzijn",
        }[CouncilDecision.Body(one.body)]
        number = self._optional(one.number, _("number of the decision"), _form("decision_update", one.pk, "number"))
        words = format_html("de beslissing van {} van {}", council, _day(one.decided_on))
        return format_html("{} ({})", words, number) if number else words

    def people(self, side: Side) -> list[Person]:
        chosen = [one for one in self.agreement.signatories.all() if one.side == side]
        if chosen:
            return [self._person(one) for one in chosen]
        label = _("who signs for the agency") if side == Side.AGENCY else _("who signs for the municipality")
        where = Where("agreements:signatory_create", self.agreement.pk, side=side)
        return [Person(self.blanks.gap(label=label, where=where), NOTHING, NOTHING)]

    def _person(self, one: Signatory) -> Person:
        name = self.blanks.fill(
            one.name, label=_("name of a signatory"), where=_form("signatory_update", one.pk, "name")
        )
        return Person(name, self._function(one, "signatory_update", acting=one.acting), _delegation(one))

    def chapter(self, domain: Domain) -> Chapter:
        where = self.edit("domains")
        code = domain.code if domain.code in STANDARD_DOMAINS else "other"
        arrangements = [
            self._arrangement(one, number, domain)
            for number, one in enumerate(self.agreement.commitments_of(domain), start=1)
        ]
        name = self.blanks.fill(domain.name, label=_("name of a domain"), where=where)
        return Chapter(name, f"agreements/pdf/domains/{code}.html", arrangements)

    def _arrangement(self, one: Commitment, number: int, domain: Domain) -> Arrangement:
        label = _("commitment %(number)d under “%(domain)s”") % {"number": number, "domain": legible(domain.short_name)}
        who = {
            Commitment.CarriedOutBy.AGENCY: SafeString("het agentschap"),
            Commitment.CarriedOutBy.MUNICIPALITY: self.local.name,
            Commitment.CarriedOutBy.BOTH: SafeString("beide partijen samen"),
        }[Commitment.CarriedOutBy(one.carried_out_by)]
        return Arrangement(
            self.blanks.fill(one.text, label=label, where=_form("commitment_update", one.pk, "text")), who
        )

    def contacts(self, side: Side) -> list[Reachable]:
        chosen = [one for one in self.agreement.contacts.all() if one.side == side]
        if chosen:
            return [self._reachable(one) for one in chosen]
        label = _("a contact at the agency") if side == Side.AGENCY else _("a contact at the municipality")
        where = Where("agreements:agreement_contact_create", self.agreement.pk, side=side)
        return [Reachable(self.blanks.gap(label=label, where=where), NOTHING, NOTHING, NOTHING, NOTHING)]

    def _reachable(self, one: AgreementContact) -> Reachable:
        page, whose = "agreement_contact_update", {"name": legible(one.name) or "…"}
        name = self.blanks.fill(one.name, label=_("name of a contact"), where=_form(page, one.pk, "name"))
        function = self._function(one, page)
        service = self._optional(one.service, _("service of %(name)s") % whose, _form(page, one.pk, "service"))
        email = self._optional(one.email, _("e-mail address of %(name)s") % whose, _form(page, one.pk, "email"))
        if one.phone:
            phone = self._phone(one.phone, _("phone number of %(name)s that can be dialled") % whose, one.pk)
        elif email:
            phone = NOTHING
        else:
            label = _("e-mail address or phone number of %(name)s") % whose
            email, phone = self.blanks.gap(label=label, where=_form(page, one.pk, "email")), NOTHING
        return Reachable(name, function, service, email, phone)

    def _phone(self, phone: PhoneNumber, label: str, pk: int) -> SafeString:
        """As +32 478 12 34 56; a number that misses a digit is a gap."""
        dialled = phone.as_international if phone.is_valid() else NOTHING
        return self.blanks.fill(dialled, label=label, where=_form("agreement_contact_update", pk, "phone"))

    def _function(self, one: Signatory | AgreementContact, page: str, *, acting: bool = False) -> SafeString:
        words = one.function.strip()
        if words[1:2].islower():
            words = words[0].lower() + words[1:]
        if acting and words and not words.startswith(("waarnemend", "wnd")):
            words = f"waarnemend {words}"
        label = _("function of %(name)s") % {"name": legible(one.name) or "…"}
        return self.blanks.fill(words, label=label, where=_form(page, one.pk, "function"))

    def _optional(self, value: str, label: str, where: Where) -> SafeString:
        return self.blanks.fill(value, label=label, where=where) if value.strip() else NOTHING


def _form(view: str, pk: int, field: str) -> Where:
    return Where(f"agreements:{view}", pk, field)


def _stage(agreement: Agreement, on: date) -> str | None:
    changes = StageChange.objects.in_effect(on=on).filter(agreement=agreement).latest_first()
    return changes.values_list("stage", flat=True).first()


def _day(day: date) -> SafeString:
    """A date that stays on one line."""
    return format_html('<span class="day">{}</span>', date_format(day))


def _delegation(one: Signatory) -> SafeString:
    if one.delegated_on is None:
        return NOTHING
    words = format_html("bij delegatie van {}", _day(one.delegated_on))
    if one.side == Side.AGENCY:
        return words
    article = 281 if any(mandate in one.function.lower() for mandate in MANDATES) else 283
    return format_html("{}, artikel {} van het decreet over het lokaal bestuur", words, article)
