"""What the merge fields of one paper become. Worked out where a text uses them: only what is used can be a gap."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements.models import Addendum, ContactChange, PaperKind, Review, Side
from agreements.models.people import ContactFields, holds_mandate
from agreements.pdf.blanks import Where
from agreements.pdf.sheet import Sheet, day, listed
from agreements.wording import names_of


class Values(Mapping[str, SafeString]):
    """The fields of one kind of paper by name. `absent` names those that may stay empty, and are."""

    def __init__(self, kind: str, sheet: Sheet, ways: Mapping[str, Callable[[], SafeString]]) -> None:
        self.names = names_of(kind)
        self.ways = ways
        self.absent = frozenset() if sheet.source.council_decisions.all() else frozenset({"raadsbeslissing"})

    def __getitem__(self, name: str) -> SafeString:
        if name not in self.names:
            raise KeyError(name)
        return self.ways[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def values_of(
    sheet: Sheet,
    *,
    review: Review | None = None,
    change: ContactChange | None = None,
    ended_on: date | None = None,
) -> Values:
    """The fields of the paper that the sheet is for: an agreement or addendum, or what happened to an agreement."""
    ways = {
        "gemeente": lambda: sheet.town,
        "naam": lambda: sheet.name,
        "titel": lambda: SafeString(sheet.agreement.municipality.title),
        "ocmw": lambda: sheet.ocmw,
        "partij": lambda: sheet.party,
        "agentschap": lambda: sheet.agency,
        "nummer": lambda: SafeString(sheet.agreement.reference),
        "begindatum": lambda: first_day(sheet),
        "einddatum": lambda: last_day(sheet),
        "looptijd": lambda: sheet.phrase("period", begindatum=first_day(sheet), einddatum=last_day(sheet)),
        "ondersteuner": lambda: _contact(sheet, Side.AGENCY, _supporter),
        "contactpersoon": lambda: _contact(sheet, Side.MUNICIPALITY, _official),
        "raadsbeslissing": lambda: _decisions(sheet),
        "opgemaakt": lambda: _drawn_up(sheet),
    }
    if review is not None:
        return Values(PaperKind.REVIEW, sheet, ways | _of_review(review))
    if change is not None:
        return Values(PaperKind.CONTACT, sheet, ways | _of_change(sheet, change))
    if ended_on is not None:
        return Values(PaperKind.ENDING, sheet, ways | {"slotdag": lambda: day(ended_on)})
    if isinstance(sheet.source, Addendum):
        return Values(PaperKind.ADDENDUM, sheet, ways | _of_addendum(sheet, sheet.source))
    return Values(PaperKind.AGREEMENT, sheet, ways)


def first_day(sheet: Sheet) -> SafeString:
    return _agreement_day(sheet, "starts_on", _("first day of the period"))


def last_day(sheet: Sheet) -> SafeString:
    return _agreement_day(sheet, "ends_on", _("last day of the period"))


def _of_addendum(sheet: Sheet, addendum: Addendum) -> dict[str, Callable[[], SafeString]]:
    return {
        "addendumnummer": lambda: SafeString(addendum.reference),
        "onderwerp": lambda: sheet.blanks.fill(addendum.subject, label=_("subject"), where=sheet.edit("subject")),
        "ingangsdatum": lambda: sheet.day("starts_on", _("day from which the addendum holds")),
    }


def _of_review(review: Review) -> dict[str, Callable[[], SafeString]]:
    return {"overlegdatum": lambda: day(review.held_on), "vervaldatum": lambda: day(review.due_on)}


def _of_change(sheet: Sheet, change: ContactChange) -> dict[str, Callable[[], SafeString]]:
    return {
        "vanaf": lambda: day(change.starts_on),
        "nieuwe": lambda: sheet.contact_name(change),
        "vorige": lambda: sheet.contact_name(change.before),
        "namens": lambda: sheet.party_of(change.side),
    }


def _agreement_day(sheet: Sheet, field: str, label: str) -> SafeString:
    value = getattr(sheet.agreement, field)
    where = Where("agreements:agreement_update", sheet.agreement.pk, field)
    return day(value) if value else sheet.blanks.gap(label=label, where=where)


def _contact(sheet: Sheet, side: Side, chosen: Callable[[list[ContactFields]], ContactFields]) -> SafeString:
    rows = sheet.holders(side)
    return sheet.contact_name(chosen(rows)) if rows else sheet.no_contact(side)


def _supporter(rows: list[ContactFields]) -> ContactFields:
    """Who is called so, else the last: the coordinator of the region stands first."""
    return next((one for one in rows if "ondersteuner" in one.function.lower()), rows[-1])


def _official(rows: list[ContactFields]) -> ContactFields:
    """The first who holds no mandate, else the first."""
    return next((one for one in rows if not holds_mandate(one.function)), rows[0])


def _decisions(sheet: Sheet) -> SafeString:
    page = f"agreements:{sheet.pages.decision_create}"
    return listed(sheet.decisions()) or sheet.blanks.gap(
        label=_("decision of the council"), where=Where(page, sheet.source.pk)
    )


def _drawn_up(sheet: Sheet) -> SafeString:
    on = sheet.source.dated_on
    return sheet.phrase("drawn_up_on", datum=day(on)) if on else sheet.phrase("drawn_up")
