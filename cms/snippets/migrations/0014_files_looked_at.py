import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("snippets", "0013_register_snapshots"),
    ]

    operations = [
        migrations.AddField(
            model_name="ispfile",
            name="looked_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When somebody said that more than the parties may see it.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="ispfile",
            name="looked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
