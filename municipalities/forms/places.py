from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from municipalities.conflicts import VersionedForm
from municipalities.models import Municipality
from municipalities.permissions import may_move_municipality

NOBODY = [("", _("nobody yet"))]


class MunicipalityForm(VersionedForm):
    """What is ours about a municipality: its region and its fixed contact. The rest comes from the authorities."""

    class Meta:
        model = Municipality
        fields = ["fixed_contact", "region"]
        labels = {"fixed_contact": _("Fixed contact"), "region": _("Region")}
        help_texts = {
            "fixed_contact": _("Whom this local government calls first."),
            "region": _("Whoever works in this region writes about the municipality from then on."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_move_municipality(user, self.instance):
            del self.fields["region"]
        self._offer_people()

    def _offer_people(self) -> None:
        """Colleagues of the region first, then the others; and whoever was chosen before."""
        present = self.instance.fixed_contact_id
        people = (
            User.objects.filter(Q(is_active=True, role__in=[User.Role.STAFF, User.Role.COORDINATOR]) | Q(pk=present))
            .order_by("first_name", "last_name")
            .distinct()
        )
        here = set(User.objects.filter(regions=self.instance.region_id).values_list("pk", flat=True))
        near = [(person.pk, str(person)) for person in people if person.pk in here]
        far = [(person.pk, str(person)) for person in people if person.pk not in here]
        groups = [(self.instance.region.name, near), (_("Other regions"), far)]
        field = self.fields["fixed_contact"]
        field.queryset = people  # type: ignore[attr-defined]
        field.choices = [*NOBODY, *((name, group) for name, group in groups if group)]  # type: ignore[attr-defined]
