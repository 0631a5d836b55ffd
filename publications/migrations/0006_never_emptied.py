from typing import Any

from django.db import migrations

# TRUNCATE goes past the triggers of rows. The tests, which empty their tables between two of them, say so for their
# own connections; where people work nobody does. SQLite has no such statement: an emptying DELETE is a delete there.
FORBID = [
    """
    CREATE FUNCTION publication_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('register.may_be_emptied', true) IS DISTINCT FROM 'on' THEN
            RAISE EXCEPTION 'A publication is never deleted, only succeeded.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER publication_is_never_emptied BEFORE TRUNCATE ON publications_publication
    FOR EACH STATEMENT EXECUTE FUNCTION publication_is_never_emptied()
    """,
]
ALLOW = [
    "DROP TRIGGER publication_is_never_emptied ON publications_publication",
    "DROP FUNCTION publication_is_never_emptied()",
]


def forbid(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in FORBID:
            schema_editor.execute(statement)


def allow(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in ALLOW:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("publications", "0005_never_replaced")]

    operations = [migrations.RunPython(forbid, allow)]
