from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.paging import page_of
from accounts.permissions import require
from accounts.requests import StaffRequest
from exports import sending
from municipalities.changes import changes_to
from municipalities.conflicts import saved
from municipalities.forms.targets import TargetForm
from municipalities.listings import history_of
from municipalities.models import Region, Target, Term
from municipalities.permissions import may_set_targets


def target_update(request: StaffRequest, pk: int, term: int) -> HttpResponse:
    target = _target(pk, term)
    require(may_set_targets(request.user, target.region))
    if request.method == "POST" and target.pk is None:
        # Two people may set the first target at once: with a row to compare with, the second sees what the first set.
        target, _made = Target.objects.get_or_create(region=target.region, term=target.term)
    form = TargetForm(request.POST or None, instance=target)
    if request.method == "POST" and saved(form):
        messages.success(request, _("The target of %(region)s was saved.") % {"region": target.region})
        return redirect(target)
    terms = Term.objects.order_by("starts_on")
    return render(request, "municipalities/target_form.html", {"form": form, "target": target, "terms": terms})


@require_safe
def target_history(request: StaffRequest, pk: int, term: int) -> HttpResponseBase:
    target = _target(pk, term)
    changes = changes_to(target)
    if sending.is_asked(request):
        return sending.send(request, history_of(target, changes))
    context = {"target": target, "changes": page_of(request, changes)}
    return render(request, "municipalities/target_history.html", context)


def _target(region_pk: int, term_pk: int) -> Target:
    """The target of a region for a term, or an empty one that nobody has set yet."""
    region = get_object_or_404(Region, pk=region_pk)
    term = get_object_or_404(Term, pk=term_pk)
    found = Target.objects.filter(region=region, term=term).select_related("region", "term").first()
    return found or Target(region=region, term=term)
