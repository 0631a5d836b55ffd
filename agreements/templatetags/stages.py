from django import template

from agreements.models.stage import Stage

register = template.Library()


@register.filter
def stage_label(stage: str | None) -> str:
    """The word for a stage as the queries give it: a value of Stage, or None."""
    return str(Stage(stage).label) if stage in Stage.values else ""
