from contextlib import AbstractContextManager

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import require
from accounts.requests import StaffRequest
from agreements.forms.reviews import ReviewForm
from agreements.models import Agreement, Review
from agreements.permissions import may_edit
from agreements.review_history import changes_to_review
from agreements.reviews import open_due_dates
from agreements.views.addenda.held import follow_up_context
from agreements.views.parts import Section, changed, made
from exports import sending
from municipalities.backdating import asking_why, explained
from municipalities.listings import history_of


def review_create(request: StaffRequest, pk: int) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.for_reviews(), pk=pk)
    require(may_edit(request.user, agreement))
    nothing_open = not open_due_dates(agreement, on=timezone.localdate())
    form = ReviewForm(request.POST or None, instance=Review(agreement=agreement), by=request.user)
    done = _("The review is recorded.")
    with asking_why(form):
        if location := made(request, form, lambda review: review, within=_explained(request, form), done=done):
            return redirect(location)
    context = Section(agreement, "reviews").context(form=form, nothing_open=nothing_open)
    return render(request, "agreements/review_form.html", context)


@require_safe
def review_detail(request: StaffRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review.objects.for_detail(), pk=pk)
    context = {"review": review, "may_edit": may_edit(request.user, review.agreement)}
    context |= follow_up_context(request, review)
    return render(request, "agreements/review_detail.html", Section(review.agreement, "reviews").context(**context))


@require_safe
def review_history(request: StaffRequest, pk: int) -> HttpResponseBase:
    review = get_object_or_404(Review.objects.select_related("agreement__municipality"), pk=pk)
    changes = changes_to_review(review)
    if sending.is_asked(request):
        return sending.send(request, history_of(review, changes))
    context = {"agreement": review.agreement, "review": review, "changes": changes}
    return render(request, "agreements/review_history.html", context)


def review_update(request: StaffRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review, pk=pk)
    review.agreement = Agreement.objects.for_reviews().get(pk=review.agreement_id)
    require(may_edit(request.user, review.agreement))
    form = ReviewForm(request.POST or None, instance=review, by=request.user)
    with asking_why(form):
        if changed(request, form, within=_explained(request, form), done=_("The review is saved.")):
            return redirect(review)
    context = {"agreement": review.agreement, "form": form, "review": review, "cancel_url": review.get_absolute_url()}
    return render(request, "agreements/review_form.html", context)


def _explained(request: StaffRequest, form: ReviewForm) -> AbstractContextManager[None]:
    """The day on which it was held, and the one that stood there before, both count."""
    first_day = min(form.day, form.instance.held_on or form.day)
    municipality = form.instance.agreement.municipality
    return explained(request, [municipality], since=first_day)
