"""Fifty people at once. On PostgreSQL the tests call this; on SQLite, whose tests live in memory where threads cannot
meet, they start it as a program with a file of its own: python -m tests.agreements.racing signatures
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from threading import Barrier, Thread
from time import sleep

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "agii.settings"
    django.setup()

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import User
from agreements import pdf
from agreements.actions import addenda, stages, templates
from agreements.actions.agreements import start
from agreements.actions.content import ContentStays, changing
from agreements.actions.finals import keep, make, printed, take_back
from agreements.actions.renewal import renew, renew_many
from agreements.freeze import Part
from agreements.models import Addendum, Agreement, Clause, Ending, Final, PaperKind, ReferenceSerial, Side, Signatory
from papers.models import Document
from tests.agreements.addenda import days, final_of, running_agreement
from tests.agreements.addenda import decided as addenda_decided
from tests.agreements.addenda import started as addenda_started_by_one
from tests.agreements.finals import approved as finals_approved
from tests.agreements.finals import final_of as final_of_agreement
from tests.agreements.papers import approved, complete_agreement, standard_version
from tests.factories import (
    AgreementFactory,
    MunicipalityFactory,
    ProvinceFactory,
    RegionFactory,
    TermFactory,
    UserFactory,
    decided,
    signed,
)

PEOPLE = 50


def at_once(jobs: Sequence[Callable[[], object]]) -> Counter[str]:
    """Do all at the same moment, each on a connection of its own; count what became of them."""
    outcomes: Counter[str] = Counter()
    barrier = Barrier(len(jobs))

    def work(job: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            job()
            outcomes["done"] += 1
        except (ContentStays, ValidationError):
            outcomes["refused"] += 1
        except Exception as error:  # noqa: BLE001
            outcomes[repr(error)] += 1
        finally:
            connection.close()

    threads = [Thread(target=work, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def signatures() -> dict[str, int]:
    """Fifty agreements with one municipality, for the same years, are signed at once."""
    municipality, user = MunicipalityFactory(), UserFactory()
    agreements = [decided(AgreementFactory(municipality=municipality)) for _number in range(PEOPLE)]
    outcomes = at_once([partial(signed, one, on=date(2020, 2, 1), by=user) for one in agreements])
    return {**outcomes, "in force": Agreement.objects.in_force(on=date(2021, 1, 1)).count()}


def numbers() -> dict[str, int]:
    """Fifty agreements are started at once in one province."""
    municipalities, user = [MunicipalityFactory(), MunicipalityFactory()], UserFactory()
    outcomes = at_once(
        [
            partial(start, municipality=municipalities[n % 2], party="both", talk_on=date(2020, 2, 1), by=user)
            for n in range(PEOPLE)
        ]
    )
    given = set(Agreement.objects.values_list("reference", flat=True))
    return {**outcomes, "numbers": len(given), "last": ReferenceSerial.objects.get().last}


def finals() -> dict[str, int]:
    """Three people make the same agreement final at once."""
    agreement, user = ready(), UserFactory()
    outcomes = at_once([partial(make, agreement, by=user) for _number in range(3)])
    return {**outcomes, "finals": Final.objects.count(), "documents": Document.objects.count()}


def edits_while_a_final_is_made() -> dict[str, int]:
    """One person makes the final while ten others each add somebody who signs."""
    agreement, user = ready(), UserFactory()

    def add(number: int) -> None:
        sleep(number / 8)  # spread over the time that the print takes
        with changing(agreement, Part.PEOPLE):
            fields = {"name": f"Nummer {number}", "function": "schepen", "position": number}
            Signatory.objects.create(agreement=agreement, side=Side.MUNICIPALITY, **fields)

    at_once([partial(make, agreement, by=user), *(partial(add, number) for number in range(1, 11))])
    paper = pdf.paper_of(Agreement.objects.for_paper().get(pk=agreement.pk), on=date(2020, 7, 1))
    made = list(Final.objects.values_list("fingerprint", flat=True))
    return {"finals that say something else than the rows": sum(one != paper.fingerprint for one in made)}


def end_corrected_while_its_final_is_kept() -> dict[str, int]:
    """Four people keep the final of an early end, four others correct that end, all at once."""
    standard_version(PaperKind.ENDING)
    agreement, user = complete_agreement(signed_outside=True), UserFactory()
    signed(agreement, on=date(2020, 7, 1))
    step = stages.end(agreement, effective_on=date(2024, 12, 31), reason="De gemeente fuseert.", by=user)
    print_ = printed(Ending.objects.get(pk=step.pk))
    keeps = [partial(keep, print_, by=user) for _number in range(4)]
    corrections = [partial(stages.correct, step, reason="Vergissing", by=user) for _number in range(4)]
    outcomes = at_once([*keeps, *corrections])
    wrong = Final.objects.standing().filter(ending__correction__isnull=False)
    return {**outcomes, "finals of a corrected end": wrong.count()}


def signed_while_taken_back() -> dict[str, int]:
    """Four people record the signatures of an agreement, four others take its final back, all at once."""
    agreement, user = finals_approved(AgreementFactory(signed_outside=False, party="municipality")), UserFactory()
    final_of_agreement(agreement)
    outcomes = at_once(
        [
            *(partial(signed_as_it_is, agreement, user) for _n in range(4)),
            *(partial(take_back, agreement, reason="Een fout.", by=user) for _n in range(4)),
        ]
    )
    is_signed = agreement.is_signed(on=date(2020, 2, 1))
    return {**outcomes, "signed without a final": int(is_signed and agreement.standing_final is None)}


def signed_as_it_is(agreement: Agreement, user: User) -> None:
    day = date(2020, 2, 1)
    stages.sign(agreement, agency_signed_on=day, municipality_signed_on=day, by=user)


def next_agreements() -> dict[str, int]:
    """Two people prepare the same twelve in one go, each in another order; others renew or start one of them."""
    provinces = [
        ProvinceFactory(),
        ProvinceFactory(nis="30000", name="West-Vlaanderen", abbreviation="WVL", position=1),
    ]
    municipalities = [MunicipalityFactory(province=provinces[n % 2]) for n in range(12)]
    agreements = [AgreementFactory(municipality=one, party="municipality") for one in municipalities]
    user, talk_on = UserFactory(), date(2025, 6, 1)
    for one in agreements:
        signed(one, on=date(2020, 2, 1), by=user)
    many = partial(renew_many, talk_on=talk_on, by=user, may=lambda _municipality: True)
    one_more = partial(renew, talk_on=talk_on, starts_on=None, ends_on=None, by=user)
    with_ocmw = partial(start, party="ocmw", talk_on=talk_on, by=user)
    outcomes = at_once(
        [
            partial(many, agreements),
            partial(many, agreements[::-1]),
            *(partial(one_more, one) for one in agreements[::2]),
            *(partial(with_ocmw, municipality=one) for one in municipalities[1::2]),
        ]
    )
    followed = sum(one.renewed_by.count() == 1 for one in agreements)
    return {"done or refused": outcomes["done"] + outcomes["refused"], "followed by one": followed}


def ready() -> Agreement:
    """An agreement that nothing keeps from being final."""
    TermFactory(starts_on=date(2019, 1, 1))
    return approved(complete_agreement(signed_outside=False, party="municipality", ends_on=date(2025, 12, 31)))


def addenda_started() -> dict[str, int]:
    """Twenty people start an addendum to one agreement at once."""
    agreement, user = running_agreement(RegionFactory()), UserFactory()
    jobs = [partial(addenda.start, agreement, subject=f"Addendum {n}", by=user) for n in range(20)]
    return {**at_once(jobs), "open": agreement.addenda.open().count()}


def addenda_signed() -> dict[str, int]:
    """Twenty people record the signatures of one addendum at once."""
    agreement = running_agreement(RegionFactory())
    addendum = addenda_decided(addenda_started_by_one(agreement))
    final_of(addendum)
    outcomes = at_once([partial(addenda.sign, addendum, days()) for _n in range(20)])
    return {**outcomes, "number": agreement.addenda.get().number or 0}


def changes_while_a_version_comes_in_use() -> dict[str, int]:
    """One person puts a new version of a template in use while twenty others each change a clause of it."""
    user = UserFactory()
    version = templates.succeed(standard_version(), by=user)
    clauses = Clause.objects.filter(part__version=version)
    in_use: list[str] = []

    def put() -> None:
        with transaction.atomic():
            templates.put_in_use(version, shown=templates.mark_of(version), by=user)
            in_use.extend(clauses.order_by("pk").values_list("text", flat=True))

    def change(number: int) -> None:
        try:
            with templates.concept(version):
                clauses.update(text=f"Anders, voor de {number}e keer.")
        except templates.VersionStays as refusal:
            raise ValidationError(str(refusal)) from refusal

    outcomes = at_once([put, *(partial(change, number) for number in range(20))])
    words = list(clauses.order_by("pk").values_list("text", flat=True))
    return {"done or refused": outcomes["done"] + outcomes["refused"], "words as in use": int(words == in_use)}


def addenda_signed_while_taken_back() -> dict[str, int]:
    """The same with an addendum."""
    user = UserFactory()
    addendum = addenda_decided(addenda_started_by_one(running_agreement(RegionFactory())))
    final_of(addendum)
    outcomes = at_once(
        [
            *(partial(addenda.sign, addendum, days()) for _n in range(4)),
            *(partial(take_back, addendum, reason="Een fout.", by=user) for _n in range(4)),
        ]
    )
    after = Addendum.objects.get(pk=addendum.pk)
    return {**outcomes, "signed without a final": int(after.signed_on is not None and after.standing_final is None)}


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    races = [
        signatures,
        numbers,
        next_agreements,
        finals,
        edits_while_a_final_is_made,
        addenda_started,
        addenda_signed,
        changes_while_a_version_comes_in_use,
        end_corrected_while_its_final_is_kept,
        signed_while_taken_back,
        addenda_signed_while_taken_back,
    ]
    race = {race.__name__: race for race in races}[sys.argv[1]]
    print(json.dumps(race()))
