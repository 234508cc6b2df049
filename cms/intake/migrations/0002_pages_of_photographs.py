import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_batches_papers_and_guesses"),
        migrations.swappable_dependency(getattr(settings, "WAGTAILDOCS_DOCUMENT_MODEL", "wagtaildocs.Document")),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="readable",
            field=models.ForeignKey(
                blank=True,
                help_text="A PDF of a photograph, made here.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtaildocs.document",
            ),
        ),
    ]
