"""Writing past all that keeps a publication as it was given."""

import json
from typing import Any

from django.db import connection

from publications.models import Publication


def tamper(publication: Publication, **change: str) -> None:
    """Put something else in the columns of a publication."""
    table = Publication._meta.db_table
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    columns = ", ".join(f"{column} = %s" for column in change)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS publication_is_never_changed{on_table}")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE {table} SET {columns} WHERE id = %s", [*change.values(), publication.pk])
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def with_figure(publication: Publication, code: str, total: Any) -> str:
    """What it froze, with another total for a figure."""
    other = json.loads(json.dumps(publication.frozen))
    other["figures"][code]["total"] = total
    return json.dumps(other)
