from typing import Any

from django.db import migrations

# A later migration that alters the table on SQLite makes it anew, and must make these anew too: a test notices.
FORBID = {
    "sqlite": [
        """
        CREATE TRIGGER publication_is_never_changed BEFORE UPDATE ON publications_publication
        BEGIN SELECT RAISE(ABORT, 'A publication is never changed, only succeeded.'); END
        """,
        """
        CREATE TRIGGER publication_is_never_deleted BEFORE DELETE ON publications_publication
        BEGIN SELECT RAISE(ABORT, 'A publication is never deleted, only succeeded.'); END
        """,
    ],
    "postgresql": [
        """
        CREATE FUNCTION publication_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'A publication is never changed or deleted, only succeeded.'
                USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER publication_is_never_changed BEFORE UPDATE OR DELETE ON publications_publication
        FOR EACH ROW EXECUTE FUNCTION publication_is_never_changed()
        """,
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER publication_is_never_changed", "DROP TRIGGER publication_is_never_deleted"],
    "postgresql": [
        "DROP TRIGGER publication_is_never_changed ON publications_publication",
        "DROP FUNCTION publication_is_never_changed()",
    ],
}


def forbid(apps: Any, schema_editor: Any) -> None:
    for statement in FORBID[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]

    operations = [migrations.RunPython(forbid, allow)]
