import django.db.models.deletion
import django.utils.timezone
import phonenumber_field.modelfields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("agreements", "0001_initial"),
        ("municipalities", "0001_initial"),
        ("papers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DomainText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="domain_texts",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.domain",
                        verbose_name="domain",
                    ),
                ),
            ],
            options={
                "verbose_name": "paragraph under a domain",
                "verbose_name_plural": "paragraphs under domains",
                "ordering": ["domain__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "domain"),
                        name="domain_text_once_per_domain",
                        violation_error_message="There is a paragraph under this domain already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="domain_text_says_something",
                        violation_error_message="Write the paragraph, or remove it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDomainText",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("text", models.TextField(verbose_name="text")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical paragraph under a domain",
                "verbose_name_plural": "historical paragraphs under domains",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PaperTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agreement", "agreement"),
                            ("addendum", "addendum"),
                            ("review", "review report"),
                            ("contact", "notice of another contact"),
                            ("ending", "notice of an early end"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("is_standard", models.BooleanField(default=False, editable=False, verbose_name="standard")),
            ],
            options={
                "verbose_name": "template",
                "verbose_name_plural": "templates",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_standard", True)),
                        fields=("kind",),
                        name="kind_of_paper_has_one_standard_template",
                        violation_error_message="Another template is the standard of this kind.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContactChange",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("function", models.CharField(max_length=120, verbose_name="function")),
                ("service", models.CharField(blank=True, max_length=120, verbose_name="service")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, verbose_name="recorded at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "agreement_contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.agreementcontact",
                        verbose_name="contact of the agreement",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.contact",
                        verbose_name="copied from",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="copied from",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical change of contact",
                "verbose_name_plural": "historical changes of contact",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("function", models.CharField(max_length=120, verbose_name="function")),
                ("service", models.CharField(blank=True, max_length=120, verbose_name="service")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "agreement_contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="agreements.agreementcontact",
                        verbose_name="contact of the agreement",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.contact",
                        verbose_name="copied from",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="copied from",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of contact",
                "verbose_name_plural": "changes of contact",
                "ordering": ["starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement_contact", "starts_on"),
                        name="contact_changes_once_a_day",
                        violation_error_message="A change from that day is recorded already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contact__isnull", True), ("user__isnull", True), _connector="OR"),
                        name="contact_change_is_copied_from_one_person",
                        violation_error_message="A person belongs to one of both sides.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="For ourselves; not printed.", max_length=250, verbose_name="what is new"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "legal_ground_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the legal ground"),
                ),
                ("legal_ground", models.TextField(blank=True, verbose_name="legal ground")),
                (
                    "parties_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the parties"),
                ),
                ("parties", models.TextField(blank=True, verbose_name="text under the parties")),
                ("period_heading", models.CharField(blank=True, max_length=120, verbose_name="heading of the period")),
                ("period", models.TextField(blank=True, verbose_name="period")),
                (
                    "introduction_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the introduction"),
                ),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "domains_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the domains"),
                ),
                ("domains", models.TextField(blank=True, verbose_name="text above the domains")),
                (
                    "commitments_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the list of commitments"),
                ),
                ("no_commitments", models.TextField(blank=True, verbose_name="text where there are no commitments")),
                (
                    "follow_up_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the follow-up"),
                ),
                ("follow_up", models.TextField(blank=True, verbose_name="follow-up")),
                (
                    "contacts_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the contacts"),
                ),
                ("contacts", models.TextField(blank=True, verbose_name="text above the contacts")),
                (
                    "closing_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the closing"),
                ),
                ("closing", models.TextField(blank=True, verbose_name="closing")),
                ("phrases", models.JSONField(blank=True, default=dict, verbose_name="fixed words")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                (
                    "put_in_use_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="in use since"),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retired at")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "put_in_use_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put in use by",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="agreements.papertemplate",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a template",
                "verbose_name_plural": "versions of templates",
                "ordering": ["template", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "number"),
                        name="template_version_has_its_own_number",
                        violation_error_message="This version number is taken.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("put_in_use_at__isnull", True)),
                        fields=("template",),
                        name="template_has_one_concept",
                        violation_error_message="This template has a concept already: go on with that one.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("put_in_use_at__isnull", False), ("retired_at__isnull", True)),
                        fields=("template",),
                        name="template_has_one_version_in_use",
                        violation_error_message="Another version of this template is in use.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retired_at__isnull", True),
                            ("retired_at__gte", models.F("put_in_use_at")),
                            _connector="OR",
                        ),
                        name="template_version_is_retired_after_use",
                        violation_error_message="A version is retired after it was in use.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("put_in_use_at__isnull", False), ("retired_at__isnull", True), _connector="OR"
                        ),
                        name="template_version_in_concept_is_not_retired",
                        violation_error_message="A concept cannot be retired.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAddendum",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                (
                    "number",
                    models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="number"),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="holds from")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="date on the paper")),
                (
                    "municipality_signed_on",
                    models.DateField(blank=True, null=True, verbose_name="signed by the municipality on"),
                ),
                ("ocmw_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by the OCMW on")),
                ("agency_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by the agency on")),
                ("signed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="signed by all on")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                ("withdrawn_because", models.TextField(blank=True, verbose_name="why it is withdrawn")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="recorded at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clause_version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.templateversion",
                        verbose_name="version with the clauses",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.templateversion",
                        verbose_name="version of the template",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical addendum",
                "verbose_name_plural": "historical addenda",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="TemplatePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("heading", models.CharField(blank=True, max_length=150, verbose_name="printed heading")),
                (
                    "domain",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="agreements.templateversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a template",
                "verbose_name_plural": "parts of a template",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "domain"),
                        name="template_part_once_per_domain",
                        violation_error_message="This domain is in the template already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("domain__isnull", True)),
                        fields=("version",),
                        name="template_part_one_for_what_always_holds",
                        violation_error_message="The template has a place for what always holds already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("name", models.CharField(max_length=80, verbose_name="internal name")),
                ("heading", models.CharField(max_length=120, verbose_name="printed heading")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "optional",
                    models.BooleanField(
                        default=False, help_text="An agreement can leave it out.", verbose_name="optional"
                    ),
                ),
                (
                    "settles",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("data_exchange", "exchange of data"),
                            ("contact_person", "a contact person"),
                            ("referral", "mutual referral"),
                        ],
                        max_length=20,
                        verbose_name="settles",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="agreements.templatepart",
                        verbose_name="part",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("part", "name"),
                        name="clause_has_its_own_name_in_its_part",
                        violation_error_message="There is a clause of that name here already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="clause_says_something",
                        violation_error_message="Write down what the clause says.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAgreement_left_out",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.clause",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="agreements.historicalagreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalAgreement_left_out",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                (
                    "number",
                    models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="number"),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="holds from")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="date on the paper")),
                (
                    "municipality_signed_on",
                    models.DateField(blank=True, null=True, verbose_name="signed by the municipality on"),
                ),
                ("ocmw_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by the OCMW on")),
                ("agency_signed_on", models.DateField(blank=True, null=True, verbose_name="signed by the agency on")),
                ("signed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="signed by all on")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                ("withdrawn_because", models.TextField(blank=True, verbose_name="why it is withdrawn")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "added_domains",
                    models.ManyToManyField(
                        blank=True,
                        related_name="added_by_addenda",
                        to="municipalities.domain",
                        verbose_name="domains added",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "dropped_commitments",
                    models.ManyToManyField(
                        blank=True,
                        related_name="dropped_by",
                        to="agreements.commitment",
                        verbose_name="commitments dropped",
                    ),
                ),
                (
                    "dropped_domains",
                    models.ManyToManyField(
                        blank=True,
                        related_name="dropped_by_addenda",
                        to="municipalities.domain",
                        verbose_name="domains dropped",
                    ),
                ),
                (
                    "left_out",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="agreements.clause", verbose_name="optional clauses left out"
                    ),
                ),
                (
                    "clause_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.templateversion",
                        verbose_name="version with the clauses",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addenda",
                        to="agreements.templateversion",
                        verbose_name="version of the template",
                    ),
                ),
            ],
            options={
                "verbose_name": "addendum",
                "verbose_name_plural": "addenda",
                "ordering": ["agreement", models.OrderBy(models.F("number"), nulls_last=True), "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "number"),
                        name="addendum_has_its_own_number",
                        violation_error_message="This number is taken.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("signed_on__isnull", True), ("withdrawn_on__isnull", True)),
                        fields=("agreement",),
                        name="addendum_one_open_at_a_time",
                        violation_error_message="This agreement has an open addendum already: sign or withdraw that first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number__isnull", True), ("signed_on__isnull", True)),
                            models.Q(
                                ("number__isnull", False), ("signed_on__isnull", False), ("starts_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="addendum_has_a_number_and_a_first_day_once_signed",
                        violation_error_message="A signed addendum has a number and a first day; an open one has no number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True), ("signed_on__isnull", True), _connector="OR"
                        ),
                        name="addendum_signed_is_not_withdrawn",
                        violation_error_message="What all parties signed cannot be withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_because", ""), ("withdrawn_on__isnull", True)),
                            models.Q(
                                ("withdrawn_on__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="addendum_is_withdrawn_with_a_reason",
                        violation_error_message="Say why the addendum is withdrawn.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_on__isnull", True),
                            models.Q(
                                ("agency_signed_on__isnull", False),
                                models.Q(
                                    ("municipality_signed_on__isnull", False),
                                    ("ocmw_signed_on__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="addendum_signed_has_the_days_of_both_sides",
                        violation_error_message="Give the day on which each party signed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AddendumDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                (
                    "body",
                    models.CharField(
                        choices=[("municipal_council", "municipal council"), ("ocmw_council", "OCMW council")],
                        default="municipal_council",
                        max_length=20,
                        verbose_name="body",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="date of the decision")),
                ("number", models.CharField(blank=True, max_length=50, verbose_name="number")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="Of this day and number: a decision taken anew is recorded anew.",
                        verbose_name="recorded at",
                    ),
                ),
                (
                    "addendum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="council_decisions",
                        to="agreements.addendum",
                        verbose_name="addendum",
                    ),
                ),
            ],
            options={
                "verbose_name": "council decision on an addendum",
                "verbose_name_plural": "council decisions on addenda",
                "ordering": ["decided_on", "body"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("addendum", "body"),
                        name="council_decides_once_on_an_addendum",
                        violation_error_message="The decision of this council is already recorded.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AddendumSignatory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                (
                    "side",
                    models.CharField(
                        choices=[("agency", "the agency"), ("municipality", "the municipality")],
                        max_length=20,
                        verbose_name="side",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("function", models.CharField(max_length=120, verbose_name="function")),
                ("acting", models.BooleanField(default=False, verbose_name="acting")),
                ("by_delegation", models.BooleanField(default=False, verbose_name="by delegation")),
                ("delegated_on", models.DateField(blank=True, null=True, verbose_name="date of the delegation")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                (
                    "addendum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatories",
                        to="agreements.addendum",
                        verbose_name="addendum",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.contact",
                        verbose_name="copied from",
                    ),
                ),
            ],
            options={
                "verbose_name": "signatory of an addendum",
                "verbose_name_plural": "signatories of addenda",
                "ordering": ["-side", "position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_delegation", True), ("delegated_on__isnull", False)),
                            models.Q(("by_delegation", False), ("delegated_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="addendum_signatory_by_delegation_has_its_date",
                        violation_error_message="A delegation has a date, and a date only with a delegation.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAddendum_added_domains",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.addendum",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.domain",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="agreements.historicaladdendum",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalAddendum_added_domains",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAddendum_dropped_commitments",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.addendum",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.commitment",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="agreements.historicaladdendum",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalAddendum_dropped_commitments",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAddendum_dropped_domains",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.addendum",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.domain",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="agreements.historicaladdendum",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalAddendum_dropped_domains",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAddendum_left_out",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.addendum",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.clause",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="agreements.historicaladdendum",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalAddendum_left_out",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAddendumDecision",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                (
                    "body",
                    models.CharField(
                        choices=[("municipal_council", "municipal council"), ("ocmw_council", "OCMW council")],
                        default="municipal_council",
                        max_length=20,
                        verbose_name="body",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="date of the decision")),
                ("number", models.CharField(blank=True, max_length=50, verbose_name="number")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="Of this day and number: a decision taken anew is recorded anew.",
                        verbose_name="recorded at",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.addendum",
                        verbose_name="addendum",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical council decision on an addendum",
                "verbose_name_plural": "historical council decisions on addenda",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAddendumSignatory",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                (
                    "side",
                    models.CharField(
                        choices=[("agency", "the agency"), ("municipality", "the municipality")],
                        max_length=20,
                        verbose_name="side",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("function", models.CharField(max_length=120, verbose_name="function")),
                ("acting", models.BooleanField(default=False, verbose_name="acting")),
                ("by_delegation", models.BooleanField(default=False, verbose_name="by delegation")),
                ("delegated_on", models.DateField(blank=True, null=True, verbose_name="date of the delegation")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.addendum",
                        verbose_name="addendum",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="municipalities.contact",
                        verbose_name="copied from",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical signatory of an addendum",
                "verbose_name_plural": "historical signatories of addenda",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="reason")),
                ("reopened_at", models.DateTimeField(auto_now_add=True, verbose_name="taken back at")),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="agreements.addendum",
                        verbose_name="addendum",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
            ],
            options={
                "verbose_name": "text taken back",
                "verbose_name_plural": "texts taken back",
                "ordering": ["reopened_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="reopening_has_a_reason",
                        violation_error_message="Say why the text is taken back.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("all", "all parties on one copy"),
                            ("municipality", "municipality"),
                            ("ocmw", "OCMW"),
                            ("agency", "agency"),
                        ],
                        default="all",
                        max_length=20,
                        verbose_name="signed by",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        choices=[
                            ("same", "same text as the final"),
                            ("differs", "text differs from the final"),
                            ("scan", "scan without text"),
                            ("unreadable", "text that cannot be read here"),
                            ("no_final", "no final to compare with"),
                        ],
                        max_length=20,
                        verbose_name="text",
                    ),
                ),
                ("differences", models.JSONField(blank=True, default=list, verbose_name="differences")),
                (
                    "more_differences",
                    models.PositiveIntegerField(default=0, verbose_name="differences that are not listed"),
                ),
                ("written", models.JSONField(blank=True, default=list, verbose_name="written where one signs")),
                ("signatures", models.JSONField(blank=True, default=list, verbose_name="electronic signatures")),
                (
                    "accepted_because",
                    models.TextField(blank=True, verbose_name="why it is filed with a broken signature"),
                ),
                ("filed_at", models.DateTimeField(auto_now_add=True, verbose_name="filed at")),
                ("set_aside_at", models.DateTimeField(blank=True, null=True, verbose_name="set aside at")),
                ("set_aside_because", models.TextField(blank=True, verbose_name="why it is set aside")),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_copies",
                        to="agreements.addendum",
                        verbose_name="addendum",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_copies",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_copy",
                        to="papers.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "set_aside_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set aside by",
                    ),
                ),
            ],
            options={
                "verbose_name": "signed copy",
                "verbose_name_plural": "signed copies",
                "ordering": ["filed_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("set_aside_at__isnull", True),
                                ("set_aside_because", ""),
                                ("set_aside_by__isnull", True),
                            ),
                            models.Q(
                                ("set_aside_at__isnull", False),
                                ("set_aside_by__isnull", False),
                                models.Q(("set_aside_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signed_copy_is_set_aside_with_a_reason",
                        violation_error_message="Say why this copy is set aside.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Final",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.JSONField(help_text="Everything that went into it.", verbose_name="data")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint of the data")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                (
                    "addendum",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finals",
                        to="agreements.addendum",
                        verbose_name="addendum",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finals",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="final",
                        to="papers.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "reopening",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded",
                        to="agreements.reopening",
                        verbose_name="taken back",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finals",
                        to="agreements.templateversion",
                        verbose_name="version of the template",
                    ),
                ),
            ],
            options={
                "verbose_name": "final",
                "verbose_name_plural": "finals",
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("addendum__isnull", True), ("reopening__isnull", True)),
                        fields=("agreement",),
                        name="final_one_standing_per_agreement",
                        violation_error_message="This agreement has a final already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("addendum__isnull", False), ("reopening__isnull", True)),
                        fields=("addendum",),
                        name="final_one_standing_per_addendum",
                        violation_error_message="This addendum has a final already.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="period_because",
            field=models.TextField(blank=True, verbose_name="why the period leaves the term of local government"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="renews",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewed_by",
                to="agreements.agreement",
                verbose_name="follows",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="signed_outside",
            field=models.BooleanField(
                default=False,
                help_text="There is no final here: the signed copy is the paper.",
                verbose_name="signed outside this register",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="agreements.commitment",
                verbose_name="replaces",
            ),
        ),
        migrations.AddField(
            model_name="councildecision",
            name="recorded_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now,
                editable=False,
                help_text="Of this day and number: a decision taken anew is recorded anew.",
                verbose_name="recorded at",
            ),
        ),
        migrations.AddField(
            model_name="historicalagreement",
            name="period_because",
            field=models.TextField(blank=True, verbose_name="why the period leaves the term of local government"),
        ),
        migrations.AddField(
            model_name="historicalagreement",
            name="renews",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.agreement",
                verbose_name="follows",
            ),
        ),
        migrations.AddField(
            model_name="historicalagreement",
            name="signed_outside",
            field=models.BooleanField(
                default=False,
                help_text="There is no final here: the signed copy is the paper.",
                verbose_name="signed outside this register",
            ),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.commitment",
                verbose_name="replaces",
            ),
        ),
        migrations.AddField(
            model_name="historicalcouncildecision",
            name="recorded_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now,
                editable=False,
                help_text="Of this day and number: a decision taken anew is recorded anew.",
                verbose_name="recorded at",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="agreements.addendum",
                verbose_name="added by",
            ),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.addendum",
                verbose_name="added by",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces__isnull", True), ("added_by__isnull", False), _connector="OR"),
                name="commitment_is_replaced_by_an_addendum",
                violation_error_message="Only an addendum replaces a commitment.",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="left_out",
            field=models.ManyToManyField(
                blank=True, related_name="left_out_by", to="agreements.clause", verbose_name="optional clauses left out"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="template_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="agreements.templateversion",
                verbose_name="version of the template",
            ),
        ),
        migrations.AddField(
            model_name="historicalagreement",
            name="template_version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.templateversion",
                verbose_name="version of the template",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalClause",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                ("name", models.CharField(max_length=80, verbose_name="internal name")),
                ("heading", models.CharField(max_length=120, verbose_name="printed heading")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "optional",
                    models.BooleanField(
                        default=False, help_text="An agreement can leave it out.", verbose_name="optional"
                    ),
                ),
                (
                    "settles",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("data_exchange", "exchange of data"),
                            ("contact_person", "a contact person"),
                            ("referral", "mutual referral"),
                        ],
                        max_length=20,
                        verbose_name="settles",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.templatepart",
                        verbose_name="part",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical clause",
                "verbose_name_plural": "historical clauses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTemplateVersion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="For ourselves; not printed.", max_length=250, verbose_name="what is new"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "legal_ground_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the legal ground"),
                ),
                ("legal_ground", models.TextField(blank=True, verbose_name="legal ground")),
                (
                    "parties_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the parties"),
                ),
                ("parties", models.TextField(blank=True, verbose_name="text under the parties")),
                ("period_heading", models.CharField(blank=True, max_length=120, verbose_name="heading of the period")),
                ("period", models.TextField(blank=True, verbose_name="period")),
                (
                    "introduction_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the introduction"),
                ),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "domains_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the domains"),
                ),
                ("domains", models.TextField(blank=True, verbose_name="text above the domains")),
                (
                    "commitments_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the list of commitments"),
                ),
                ("no_commitments", models.TextField(blank=True, verbose_name="text where there are no commitments")),
                (
                    "follow_up_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the follow-up"),
                ),
                ("follow_up", models.TextField(blank=True, verbose_name="follow-up")),
                (
                    "contacts_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the contacts"),
                ),
                ("contacts", models.TextField(blank=True, verbose_name="text above the contacts")),
                (
                    "closing_heading",
                    models.CharField(blank=True, max_length=120, verbose_name="heading of the closing"),
                ),
                ("closing", models.TextField(blank=True, verbose_name="closing")),
                ("phrases", models.JSONField(blank=True, default=dict, verbose_name="fixed words")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="made at")),
                (
                    "put_in_use_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="in use since"),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retired at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "put_in_use_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put in use by",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.papertemplate",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical version of a template",
                "verbose_name_plural": "historical versions of templates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
