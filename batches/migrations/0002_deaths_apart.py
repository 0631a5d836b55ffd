from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("batches", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="deaths",
            field=models.PositiveSmallIntegerField(
                default=0,
                editable=False,
                help_text="Among the tries.",
                verbose_name="tries that ended with their worker",
            ),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="deaths",
            field=models.PositiveSmallIntegerField(
                default=0,
                editable=False,
                help_text="Among the tries.",
                verbose_name="tries that ended with their worker",
            ),
        ),
    ]
