from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def fill(apps: Any, schema_editor: Any) -> None:
    """Each copy that was compared: with the final that stood when it was filed."""
    finals = apps.get_model("agreements", "Final").objects
    for copy in apps.get_model("agreements", "SignedCopy").objects.exclude(text="no_final"):
        own = finals.filter(agreement=copy.agreement_id, addendum=copy.addendum_id)
        stood = own.filter(Q(reopening=None) | Q(reopening__reopened_at__gt=copy.filed_at), made_at__lte=copy.filed_at)
        copy.final = stood.latest("made_at")
        copy.save(update_fields=["final"])


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_signed_before_there_were_finals")]
    operations = [
        migrations.AddField(
            model_name="signedcopy",
            name="final",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signed_copies",
                to="agreements.final",
                verbose_name="compared with",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="signedcopy",
            constraint=models.CheckConstraint(
                condition=Q(final__isnull=True, text="no_final") | (Q(final__isnull=False) & ~Q(text="no_final")),
                name="signed_copy_is_compared_with_a_final_or_has_none",
                violation_error_message="Say with which final this copy was compared.",
            ),
        ),
    ]
