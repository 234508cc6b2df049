from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0008_when_the_scanner_was_asked")]

    operations = [
        migrations.AddField(
            model_name="syncobject",
            name="tried_at",
            field=models.DateTimeField(blank=True, help_text="When they were last asked for, whatever came.", null=True),
        ),
        migrations.RemoveIndex(model_name="syncobject", name="sync_verified"),
        migrations.AddIndex(
            model_name="syncobject", index=models.Index(fields=["place", "tried_at"], name="sync_tried")
        ),
    ]
