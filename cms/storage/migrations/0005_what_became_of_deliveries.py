from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0004_contents_and_places")]

    operations = [
        migrations.AddField(
            model_name="inboundreceipt",
            name="sha256",
            field=models.CharField(
                blank=True, help_text="Stays when the bytes of a refused file are gone.", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="inboundreceipt",
            name="target",
            field=models.CharField(
                blank=True, help_text="The handler's own name for the draft it made.", max_length=80
            ),
        ),
        migrations.AddField(
            model_name="inboundreceipt",
            name="settled_at",
            field=models.DateTimeField(blank=True, help_text="When an editor decided about the draft.", null=True),
        ),
    ]
