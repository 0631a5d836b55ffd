from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.submissions import FIELD_NAME, new_token

register = template.Library()


@register.simple_tag(takes_context=True)
def submission_token(context: template.Context) -> SafeString:
    """The hidden field by which `accounts.submissions.once` knows a form that was sent before.

    A form that comes back with errors keeps its token: it has made nothing yet.
    """
    request = context.get("request")
    token = (request.POST.get(FIELD_NAME) if request is not None else None) or new_token()
    return format_html('<input type="hidden" name="{}" value="{}" autocomplete="off" data-token>', FIELD_NAME, token)
