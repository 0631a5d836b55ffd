import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from publications.alarm import lines_of, tell_managers
from publications.models import Publication, Verification
from publications.verifying import verify


class Command(BaseCommand):
    help = (
        "Recompute every publication, as known when it was given and as known now. Names what no longer comes out the "
        "same, with figure, province and municipality, and the change that did it; keeps the result for the overview, "
        "and mails the managers about what is new. Run it every night. Exit code 1 when a seal is broken or "
        "an answer that was not corrected no longer reproduces."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        publications = list(Publication.objects.for_detail().order_by("figures_on", "pk"))
        found = [one for publication in publications for one in verify(publication, at=at)]
        for verification in found:
            if verification.is_broken:
                self.stdout.write("\n".join(lines_of(verification)))
        alarming = Verification.objects.alarming()
        tell_managers(list(alarming.untold().select_related("publication")))
        broken = alarming.values("publication").order_by().distinct().count()
        self.stdout.write(f"Publications: {len(publications)} verified, {broken} no longer reproduce.")
        if broken:
            sys.exit(1)
