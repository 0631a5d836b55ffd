from typing import Any

from django.db import migrations

# SQLite deletes without a word whatever stands in the way of INSERT OR REPLACE: a row with the same key, correcting the
# same publication, or with the same number. PostgreSQL has no such statement; ON CONFLICT DO UPDATE is an update there.
FORBID = """
    CREATE TRIGGER publication_is_never_replaced BEFORE INSERT ON publications_publication
    WHEN EXISTS (
        SELECT 1 FROM publications_publication AS given
        WHERE given.id = NEW.id
        OR given.succeeds_id = NEW.succeeds_id
        OR (given.kind = NEW.kind AND given.number = NEW.number AND given.number <> ''
            AND given.succeeds_id IS NULL AND NEW.succeeds_id IS NULL)
    )
    BEGIN SELECT RAISE(ABORT, 'A publication is never replaced, only succeeded.'); END
"""


def forbid(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(FORBID)


def allow(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER publication_is_never_replaced")


class Migration(migrations.Migration):
    dependencies = [("publications", "0004_told")]

    operations = [migrations.RunPython(forbid, allow)]
