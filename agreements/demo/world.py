"""The tools to build the invented world with: days, visits, the way to a signature, reviews."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from simple_history.utils import bulk_create_with_history

from accounts.models import User
from agreements.actions import agreements as agreement_actions
from agreements.actions import reviews as review_actions
from agreements.actions import stages
from agreements.demo import recording, texts
from agreements.models import Agreement, Commitment, CouncilDecision, DeclineReason, Review, Stage
from municipalities.models import Contact, Domain, Municipality, Region, Visit

Period = tuple[date, date]


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@dataclass
class World:
    """What the builders share. All chance comes from `rng`, so the same day gives the same world."""

    today: date
    teams: dict[Region, list[User]]
    rng: random.Random
    domains: list[Domain] = field(default_factory=lambda: list(Domain.objects.all()))
    visits: list[Visit] = field(default_factory=list)

    def between(self, first: date, last: date) -> date:
        """A working day from first to last, both included when they are working days."""
        return max(workday(first + timedelta(days=self.rng.randint(0, max(0, (last - first).days)))), first)

    def fixed_contact(self, municipality: Municipality) -> User:
        staff = self.teams[municipality.region][1:]
        return staff[int(municipality.nis) % len(staff)]

    def visit(self, municipality: Municipality, on: date, **fields: object) -> Visit:
        """Remember a visit; `write_visits` saves them together."""
        visit = Visit(municipality=municipality, held_on=on, **fields)
        if visit.status == Visit.Status.HELD and not visit.report:
            visit.report = self.rng.choice(texts.REPORTS)
        self.visits.append(visit)
        return visit

    def write_visits(self) -> int:
        for visit in self.visits:  # read by simple_history
            vars(visit)["_history_date"] = recording.learned_of(visit, today=self.today)
            vars(visit)["_history_user"] = self.fixed_contact(visit.municipality)
        saved = bulk_create_with_history(self.visits, Visit, batch_size=500)
        people = Visit.agency_people.through.objects
        people.bulk_create(
            [people.model(visit=visit, user=self.fixed_contact(visit.municipality)) for visit in saved], batch_size=500
        )
        domains = Visit.domains.through.objects
        domains.bulk_create(
            [domains.model(visit=visit, domain=one) for visit in saved for one in self.rng.sample(self.domains, 2)],
            batch_size=500,
        )
        self._write_contacts_present(saved)
        self.visits = []
        return len(saved)

    def _write_contacts_present(self, visits: list[Visit]) -> None:
        functions = (Contact.Function.INTEGRATION, Contact.Function.ALDERMAN)
        known: dict[int, list[Contact]] = {}
        for contact in Contact.objects.filter(function__in=functions):
            known.setdefault(contact.municipality_id, []).append(contact)
        present = Visit.contacts.through.objects
        present.bulk_create(
            [
                present.model(visit=visit, contact=contact)
                for visit in visits
                for contact in known.get(visit.municipality_id, [])
                if contact.holds_on(visit.held_on)
            ],
            batch_size=500,
        )

    def talk(self, municipality: Municipality, *, on: date, period: Period) -> Agreement:
        """Begin an agreement: first talk, domains, commitments."""
        chosen = sorted(self.rng.sample(self.domains, self.rng.randint(2, 4)), key=lambda one: one.position)
        by = self.fixed_contact(municipality)
        starts_on, ends_on = period
        agreement = agreement_actions.start(
            municipality=municipality,
            party=Agreement.Party.BOTH if self.rng.random() < 0.7 else Agreement.Party.MUNICIPALITY,
            starts_on=starts_on,
            ends_on=ends_on,
            talk_on=on,
            by=by,
            domains=chosen,
            note=texts.INVENTED,
        )
        self._commit(agreement, chosen)
        return agreement

    def _commit(self, agreement: Agreement, domains: list[Domain]) -> None:
        for domain in domains:
            known = texts.COMMITMENTS[domain.code]
            for position, text in enumerate(self.rng.sample(known, self.rng.randint(1, len(known))), start=1):
                Commitment.objects.create(
                    agreement=agreement,
                    domain=domain,
                    position=position,
                    text=text,
                    carried_out_by=self.rng.choice(Commitment.CarriedOutBy.values),
                )

    def proceed(self, agreement: Agreement, *, until: Stage, on: date) -> None:
        """Take the steps between the first talk and `until`, the last of them on the day."""
        by = self.fixed_contact(agreement.municipality)
        way = [Stage.NEGOTIATION, Stage.FINAL_NEGOTIATION, Stage.APPROVED]
        way = way[: way.index(until) + 1]
        began = agreement.stage_changes.get().effective_on
        for number, stage in enumerate(way, start=1):
            day = workday(began + (on - began) * number // len(way))
            day = max(day, began) if stage != until else on
            if stage == Stage.APPROVED:
                self.decide(agreement, on=day)
            stages.advance(agreement, to=stage, effective_on=day, by=by)

    def decide(self, agreement: Agreement, *, on: date) -> None:
        bodies = [CouncilDecision.Body.MUNICIPAL_COUNCIL]
        if agreement.party == Agreement.Party.BOTH:
            bodies.append(CouncilDecision.Body.OCMW_COUNCIL)
        for number, body in enumerate(bodies, start=1):
            CouncilDecision.objects.create(
                agreement=agreement, body=body, decided_on=on, number=f"{on.year}/{on.month:02d}/{on.day:02d}-{number}"
            )

    def sign(self, municipality: Municipality, *, talk_on: date, signed_on: date, period: Period) -> Agreement:
        """The whole way from the first talk to the signature of the last party, on a paper from before the register."""
        agreement = self.talk(municipality, on=talk_on, period=period)
        decided_on = max(talk_on, workday(signed_on - timedelta(days=self.rng.randint(6, 30))))
        self.proceed(agreement, until=Stage.APPROVED, on=decided_on)
        Agreement.objects.filter(pk=agreement.pk).update(dated_on=decided_on, signed_outside=True)
        agency_signed_on = max(decided_on, workday(signed_on - timedelta(days=self.rng.randint(0, 6))))
        stages.sign(
            agreement,
            agency_signed_on=agency_signed_on,
            municipality_signed_on=signed_on,
            ocmw_signed_on=signed_on if agreement.party == Agreement.Party.BOTH else None,
            by=self.teams[municipality.region][0],
        )
        return agreement

    def decline(self, agreement: Agreement, *, on: date, try_again_on: date | None = None) -> None:
        stages.decline(
            agreement,
            effective_on=on,
            reason=self.rng.choice(list(DeclineReason.objects.usable_on(on))),
            by=self.fixed_contact(agreement.municipality),
            note=self.rng.choice(texts.DECLINE_NOTES),
            try_again_on=try_again_on,
        )

    def review(self, agreement: Agreement, *, due_on: date) -> None:
        """Hold the review of an anniversary somewhat before or after it."""
        held_on = min(workday(due_on + timedelta(days=self.rng.randint(-20, 60))), self.today)
        follow_up = self.rng.choice([Review.FollowUp.NOTHING] * 4 + [Review.FollowUp.ADJUSTMENT])
        note = self.rng.choice(texts.FOLLOW_UPS)
        states = [Commitment.State.TO_DO, Commitment.State.UNDER_WAY, Commitment.State.DONE]
        by = self.fixed_contact(agreement.municipality)
        review_actions.record(
            agreement,
            due_on=due_on,
            held_on=held_on,
            by=by,
            agency_people=[by],
            contacts=agreement.municipality.contacts.holding_on(held_on).filter(function=Contact.Function.INTEGRATION),
            outcomes={domain: self.rng.choice(texts.OUTCOMES) for domain in agreement.domains.all()},
            progress={one: self.rng.choice(states) for one in agreement.commitments.all()},
            follow_up=follow_up,
            follow_up_note=note if follow_up != Review.FollowUp.NOTHING else "",
        )
