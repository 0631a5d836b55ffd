"""What the regions plan to reach; one of them has no plan for the present term yet."""

from datetime import date

from agreements.demo.world import World
from municipalities.models import Municipality, Region, Target, Term

PUBLISHED_SINCE = date(2019, 1, 1)
PLANLESS = "Vlaams-Brabant"


def build(world: World) -> None:
    """Every municipality visited, and an agreement with two in three."""
    for term in Term.objects.filter(starts_on__gte=PUBLISHED_SINCE, starts_on__lte=world.today):
        for region in world.teams:
            if region.name != PLANLESS or term.ends_on < world.today:
                number = _municipalities(region, term)
                Target.objects.create(region=region, term=term, visited=number, concluded=number * 2 // 3)


def _municipalities(region: Region, term: Term) -> int:
    return Municipality.objects.existing_on(term.starts_on).in_working_area().filter(region=region).count()
