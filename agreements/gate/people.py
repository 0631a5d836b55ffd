"""Who signs, who is reached, and whether each is one person: the same questions for an agreement and an addendum."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.gate.check import Check
from agreements.gate.offices import chairs, directs, without_acting
from agreements.models import AgencyDirector, Agreement, AgreementContact, CouncilDecision, Side, Source
from agreements.models.people import SignatoryFields, holds_mandate
from agreements.names import two_spellings
from municipalities.models import Municipality
from municipalities.search import search_key

DIRECTORS = ("directeur", "administrateur")
# Who stands beside a director of the agency signs by delegation, or acts for the director ("waarnemend").
BESIDE = ("adjunct", "vice-")
# Other directors, of a region or a service, are only to be reached.
BINDING = frozenset({"directeur", "algemeen directeur", "administrateur-generaal"})

# Who stands on a paper.
Printed = SignatoryFields | AgreementContact


@dataclass(frozen=True)
class SignedBy:
    """The pages of the signatories of one paper."""

    key: int
    create: str = "signatory_create"
    update: str = "signatory_update"


def check_signatories(check: Check, source: Source, pages: SignedBy) -> None:
    """The chair of the council and the general director, or who signs in their place; a director of the agency."""
    local = [one for one in source.signatories.all() if one.side == Side.MUNICIPALITY]
    agency = [one for one in source.signatories.all() if one.side == Side.AGENCY]
    if not any(_is_chair(one, source.councils) for one in local):
        councils = get_text_list([str(body.label) for body in source.councils], _("or"))
        text = _("Nobody signs as chair of the %(council)s, or in that place with the date of the delegation")
        check.refuse(text % {"council": councils}, pages.create, pages.key, query=f"side={Side.MUNICIPALITY.value}")
    if not any(_is_general_director(one) for one in local):
        text = _("Nobody signs as general director, or in that place with the date of the delegation")
        check.refuse(text, pages.create, pages.key, query=f"side={Side.MUNICIPALITY.value}")
    if not any(_is_director(one) for one in agency):
        text = _("No director of the agency signs, nor anybody in that place with the date of the delegation")
        check.refuse(text, pages.create, pages.key, query=f"side={Side.AGENCY.value}")


def check_representatives(check: Check, agreement: Agreement) -> None:
    """Who stands on the paper in a function that signs, signs."""
    signing = {(one.side, search_key(one.name)) for one in agreement.signatories.all()}
    for one in agreement.contacts.all():
        if _signs_by_function(one, agreement.councils) and (one.side, search_key(one.name)) not in signing:
            text = _("%(name)s stands on the paper as %(function)s and does not sign")
            check.refuse(
                text % {"name": one.name, "function": one.function},
                "agreement_contact_update",
                one.pk,
                anchor="id_name",
            )


def check_spelling(
    check: Check,
    municipality: Municipality,
    contacts: Iterable[AgreementContact],
    signatories: Iterable[SignatoryFields],
    pages: SignedBy,
) -> None:
    """Nobody is spelled in two ways: among those on the paper, nor on the paper and in the register.

    Two people who look alike are let through when the register knows both: names that stand there are right.
    """
    printed: list[tuple[Printed, str]] = [
        *((one, pages.update) for one in signatories),
        *((one, "agreement_contact_update") for one in contacts),
    ]
    known = _known_names([row for row, _page in printed], municipality)
    seen = set()
    for (one, page), (other, _page) in combinations(printed, 2):
        if two_spellings(one.name, other.name) and not {_plain(one.name), _plain(other.name)} <= known:
            seen.add(one.name)
            text = _("“%(one)s” and “%(other)s” look like one person in two spellings")
            check.refuse(text % {"one": one.name, "other": other.name}, page, one.pk, anchor="id_name")
    for one, page in printed:
        alike = next((name for name in sorted(known) if two_spellings(one.name, name)), None)
        if alike and _plain(one.name) not in known and one.name not in seen:
            text = _("“%(one)s” stands in the register as “%(other)s”")
            check.refuse(text % {"one": one.name, "other": alike}, page, one.pk, anchor="id_name")


def check_contacts(check: Check, contacts: Iterable[AgreementContact], key: int) -> None:
    """At least one contact on each side."""
    present = {one.side for one in contacts}
    for side in Side:
        if side not in present:
            text = _("Who to reach at %(side)s") % {"side": side.label}
            check.refuse(text, "agreement_contact_create", key, query=f"side={side.value}")


def _known_names(rows: list[Printed], municipality: Municipality) -> set[str]:
    """The names in the register of those who could be meant: of the municipality, and of the agency."""
    today = timezone.localdate()
    names = set(municipality.contacts.holding_on(today).values_list("name", flat=True))
    names |= set(AgencyDirector.objects.holding_on(today).values_list("name", flat=True))
    names |= {user.get_full_name() for user in _alike_users(rows)}
    return {_plain(name) for name in names if name}


def _alike_users(rows: list[Printed]) -> Iterable[User]:
    """Colleagues who share a name with somebody of the agency on the paper, or are copied there."""
    alike = Q(pk__in=[one.user_id for one in rows if isinstance(one, AgreementContact) and one.user_id])
    for word in _words_of_agency(rows):
        alike |= Q(first_name__iexact=word) | Q(last_name__iexact=word) | Q(last_name__iendswith=f" {word}")
    return User.objects.filter(alike, is_active=True)


def _words_of_agency(rows: list[Printed]) -> Iterator[str]:
    for one in rows:
        if one.side == Side.AGENCY:
            yield from one.name.split()


def _plain(name: str) -> str:
    return " ".join(name.split())


def _is_chair(one: SignatoryFields, councils: Iterable[CouncilDecision.Body]) -> bool:
    return chairs(one.function, councils) or (_is_delegate(one) and holds_mandate(one.function))


def _is_general_director(one: SignatoryFields) -> bool:
    return directs(one.function) or (_is_delegate(one) and not holds_mandate(one.function))


def _is_director(one: SignatoryFields) -> bool:
    function = one.function.casefold()
    holds = any(word in function for word in DIRECTORS) and not any(word in function for word in BESIDE)
    return holds or _is_delegate(one)


def _is_delegate(one: SignatoryFields) -> bool:
    return one.by_delegation and one.delegated_on is not None


def _signs_by_function(one: AgreementContact, councils: Iterable[CouncilDecision.Body]) -> bool:
    """The functions that bind a party, also of who acts in one."""
    if one.side == Side.AGENCY:
        return without_acting(one.function) in BINDING
    return chairs(one.function, councils) or directs(one.function)
