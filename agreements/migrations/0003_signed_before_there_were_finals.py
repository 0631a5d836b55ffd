from typing import Any

from django.db import migrations


def mark(apps: Any, schema_editor: Any) -> None:
    """What was signed until now was printed on demand: there is no final, the signed copy is the paper."""
    agreements = apps.get_model("agreements", "Agreement").objects
    agreements.filter(stage_changes__stage="signed", stage_changes__correction__isnull=True).update(signed_outside=True)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_the_paper")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
