"""The rows of an agreement or an addendum on their way to paper: words, people and dates, for every kind of paper."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from agreements.models import (
    Addendum,
    AddendumDecision,
    AddendumSignatory,
    Agreement,
    AgreementContact,
    Commitment,
    ContactChange,
    CouncilDecision,
    Side,
    Signatory,
    Source,
    TemplateVersion,
    agreement_of,
)
from agreements.models.people import ContactFields, holds_mandate
from agreements.pdf.blanks import Blanks, Where, legible
from agreements.phrases import PHRASES
from papers.text.markdown import to_html

NOTHING = SafeString("")


@dataclass(frozen=True)
class Pages:
    """The pages where what a paper prints is filled in, by the names of their addresses."""

    edit: str = "agreement_update"
    text: str = "agreement_text"
    signatory_create: str = "signatory_create"
    signatory_update: str = "signatory_update"
    decision_create: str = "decision_create"
    decision_update: str = "decision_update"
    commitment_update: str = "commitment_update"


AGREEMENT_PAGES = Pages()


@dataclass(frozen=True)
class Arrangement:
    text: SafeString
    carried_out_by: SafeString


@dataclass(frozen=True)
class Person:
    """Someone who represents a party: in the preamble and, the same words, above the signature."""

    name: SafeString
    function: SafeString
    delegation: SafeString


@dataclass(frozen=True)
class Group:
    """The people of one side, under the words that lead them in."""

    lead_in: SafeString
    people: list[Person]


@dataclass(frozen=True)
class Reachable:
    name: SafeString
    function: SafeString
    service: SafeString
    email: SafeString
    phone: SafeString


class Sheet:
    """One paper being filled in: the order in which words are asked for is the order of its gaps.

    `source` is what is signed, an agreement or an addendum to it; `version` is where the fixed words come from;
    `pages` are those where the fields of the source are filled in; `on` is the day of a paper that comes after the
    agreement, which names who is to be reached by then.
    """

    def __init__(
        self,
        source: Source,
        version: TemplateVersion | None,
        *,
        pages: Pages = AGREEMENT_PAGES,
        on: date | None = None,
    ) -> None:
        self.source = source
        self.version = version
        self.agreement = agreement_of(source)
        self.pages = pages
        self.on = on
        self.blanks = Blanks()
        place = self.agreement.municipality
        self.name = self.blanks.fill(
            place.name,
            label=_("name of the municipality"),
            where=Where("municipalities:municipality_update", place.nis),
        )
        self.town = format_html("de {} {}", place.title, self.name)
        self.ocmw = format_html("het OCMW van {}", self.name)
        self.party = {
            Agreement.Party.MUNICIPALITY: self.town,
            Agreement.Party.OCMW: self.ocmw,
            Agreement.Party.BOTH: format_html("{} en {}", self.town, self.ocmw),
        }[Agreement.Party(self.agreement.party)]
        self.agency = self.phrase("agency")

    def phrase(self, key: str, **values: SafeString) -> SafeString:
        """Fixed words of the version with their fields filled in, without a capital at the start."""
        if self.version is None:
            return NOTHING
        if words := self.version.phrases.get(key):
            return to_html(words, values=values, heading=True, running=True)
        what = next(one.label for one in PHRASES[self.version.template.kind] if one.key == key)
        label = _("fixed words: %(what)s") % {"what": what}
        return self.blanks.gap(label=label, where=Where("agreements:template_version_detail", self.version.pk))

    def phrases(self, kind: str, **values: SafeString) -> Mapping[str, SafeString]:
        """The fixed words of a kind of paper that need no more than these values, by key: for the HTML."""
        return {one.key: self.phrase(one.key, **values) for one in PHRASES[kind] if values.keys() >= set(one.fields)}

    def under_title(self) -> dict[str, SafeString]:
        """The values of the phrases under the title of a paper about the agreement itself."""
        number = SafeString(self.agreement.reference)
        return {"partij": strong(self.party), "agentschap": strong(self.agency), "nummer": number}

    def party_of(self, side: Side | str) -> SafeString:
        """A side in running text."""
        return self.agency if side == Side.AGENCY else self.party

    def edit(self, field: str) -> Where:
        """The field on the page of what is signed."""
        return Where(f"agreements:{self.pages.edit}", self.source.pk, field)

    def write(self, field: str) -> Where:
        """The field on the page of its text."""
        return Where(f"agreements:{self.pages.text}", self.source.pk, field)

    def day(self, field: str, label: str) -> SafeString:
        """A date of what is signed; a gap when there is none."""
        value: date | None = getattr(self.source, field)
        return day(value) if value else self.blanks.gap(label=label, where=self.edit(field))

    def optional(self, value: str, label: str, where: Where | None) -> SafeString:
        return self.blanks.fill(value, label=label, where=where) if value.strip() else NOTHING

    def decisions(self) -> list[SafeString]:
        """The decisions of the councils on what is signed, as words: "de beslissing van de gemeenteraad van …"."""
        return [self._decision(one) for one in self.source.council_decisions.all()]

    def _decision(self, one: CouncilDecision | AddendumDecision) -> SafeString:
        council = self.phrase(str(one.body))
        where = _form(self.pages.decision_update, one.pk, "number")
        number = self.optional(one.number, _("number of the decision"), where)
        words = self.phrase("decision", raad=council, beslissingsdatum=day(one.decided_on))
        return format_html("{} ({})", words, number) if number else words

    def groups(self, lead_in: str) -> list[Group]:
        """Who represents each side, under the phrase of that key."""
        return [self.group(side, lead_in, self.people(side)) for side in (Side.MUNICIPALITY, Side.AGENCY)]

    def group(self, side: Side, lead_in: str, people: list[Person]) -> Group:
        return Group(self.phrase(lead_in, wie=self.party_of(side)), people)

    def people(self, side: Side) -> list[Person]:
        """Who represents a side and signs for it, at least a gap."""
        chosen = [one for one in self.source.signatories.all() if one.side == side]
        if chosen:
            page = self.pages.signatory_update
            return [self.person(one, partial(_form, page, one.pk)) for one in chosen]
        label = _("who signs for the agency") if side == Side.AGENCY else _("who signs for the municipality")
        where = Where(f"agreements:{self.pages.signatory_create}", self.source.pk, side=side)
        return [Person(self.blanks.gap(label=label, where=where), NOTHING, NOTHING)]

    def person(self, one: Signatory | AddendumSignatory, form: Callable[[str], Where]) -> Person:
        """Somebody who signs; `form` tells of a field where it is filled in."""
        name = self.blanks.fill(one.name, label=_("name of a signatory"), where=form("name"))
        return Person(name, self._function(one, form("function"), acting=one.acting), self._delegation(one))

    def _delegation(self, one: Signatory | AddendumSignatory) -> SafeString:
        if one.delegated_on is None:
            return NOTHING
        if one.side == Side.AGENCY:
            key = "delegated_agency"
        else:
            key = "delegated_mandate" if holds_mandate(one.function) else "delegated_staff"
        return self.phrase(key, delegatiedatum=day(one.delegated_on))

    def arrangements(self, commitments: Iterable[Commitment], *, under: str) -> list[Arrangement]:
        """Commitments as they are printed, numbered in their gaps; `under` is the short name of their domain."""
        return [self._arrangement(one, number, under) for number, one in enumerate(commitments, start=1)]

    def _arrangement(self, one: Commitment, number: int, under: str) -> Arrangement:
        label = _("commitment %(number)d under “%(domain)s”") % {"number": number, "domain": legible(under)}
        text = self.blanks.fill(one.text, label=label, where=self._commitment_form(one))
        return Arrangement(text, self._carried_out_by(one))

    def _commitment_form(self, one: Commitment) -> Where | None:
        """Where the commitment is mended; nowhere once it is signed, also when a later paper words it anew."""
        own = one.added_by_id == self.source.pk if isinstance(self.source, Addendum) else self.on is None
        return _form(self.pages.commitment_update, one.pk, "text") if own else None

    def _carried_out_by(self, one: Commitment) -> SafeString:
        if one.carried_out_by == Commitment.CarriedOutBy.MUNICIPALITY:
            return self.party
        return self.phrase("agency_short" if one.carried_out_by == Commitment.CarriedOutBy.AGENCY else "together")

    def contacts(self, side: Side) -> list[Reachable]:
        """Whom to reach at a side of the agreement, at least a gap."""
        chosen = self.contact_rows(side)
        if chosen:
            return [self.reachable(one) for one in chosen]
        return [Reachable(self.no_contact(side), NOTHING, NOTHING, NOTHING, NOTHING)]

    def contact_rows(self, side: Side) -> list[AgreementContact]:
        return [one for one in self.agreement.contacts.all() if one.side == side]

    def holders(self, side: Side) -> list[ContactFields]:
        """Who is to be reached on the day of the paper; on the agreement itself whoever was chosen."""
        rows = self.contact_rows(side)
        return [one.holder(on=self.on) for one in rows] if self.on else [*rows]

    def no_contact(self, side: Side) -> SafeString:
        label = _("a contact at the agency") if side == Side.AGENCY else _("a contact at the municipality")
        where = None if self.on else Where("agreements:agreement_contact_create", self.agreement.pk, side=side)
        return self.blanks.gap(label=label, where=where)

    def contact_name(self, one: ContactFields) -> SafeString:
        return self.blanks.fill(one.name, label=_("name of a contact"), where=self._contact_form(one, "name"))

    def reachable(self, one: ContactFields) -> Reachable:
        whose = {"name": legible(one.name) or "…"}
        name = self.contact_name(one)
        function = self._function(one, self._contact_form(one, "function"))
        service = self.optional(one.service, _("service of %(name)s") % whose, self._contact_form(one, "service"))
        email = self.optional(one.email, _("e-mail address of %(name)s") % whose, self._contact_form(one, "email"))
        phone = NOTHING
        if one.phone:
            label = _("phone number of %(name)s that can be dialled") % whose
            phone = self._phone(one.phone, label, self._contact_form(one, "phone"))
        elif not email:
            label = _("e-mail address or phone number of %(name)s") % whose
            email = self.blanks.gap(label=label, where=self._contact_form(one, "email"))
        return Reachable(name, function, service, email, phone)

    def _contact_form(self, one: ContactFields, field: str) -> Where | None:
        """Where whom to reach is mended; nowhere once that stands on a signed agreement."""
        if isinstance(one, ContactChange):
            return _form("contact_change_update", one.pk, field)
        return None if self.on else _form("agreement_contact_update", one.pk, field)

    def _phone(self, phone: PhoneNumber, label: str, where: Where | None) -> SafeString:
        """As +32 478 12 34 56; a number that misses a digit is a gap."""
        dialled = phone.as_international if phone.is_valid() else NOTHING
        return self.blanks.fill(dialled, label=label, where=where)

    def _function(
        self, one: Signatory | AddendumSignatory | ContactFields, where: Where | None, *, acting: bool = False
    ) -> SafeString:
        words = in_a_sentence(one.function.strip())
        label = _("function of %(name)s") % {"name": legible(one.name) or "…"}
        function = self.blanks.fill(words, label=label, where=where)
        if acting and words and not words.startswith(("waarnemend", "wnd")):
            return self.phrase("acting", functie=function)
        return function


def day(value: date) -> SafeString:
    """A date that stays on one line."""
    return format_html('<span class="day">{}</span>', date_format(value))


def strong(words: SafeString) -> SafeString:
    return format_html("<strong>{}</strong>", words)


def in_a_sentence(words: str) -> str:
    """Without the capital of a beginning; "OCMW-voorzitter" keeps its own."""
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def listed(words: list[SafeString]) -> SafeString:
    """In running text: "a, b en c"."""
    if len(words) < 2:
        return words[0] if words else NOTHING
    return format_html("{} en {}", format_html_join(", ", "{}", ((one,) for one in words[:-1])), words[-1])


def _form(view: str, pk: int, field: str) -> Where:
    return Where(f"agreements:{view}", pk, field)
