from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0009_when_bytes_were_asked_for")]

    operations = [
        migrations.AddField(
            model_name="inboundreceipt",
            name="tried_at",
            field=models.DateTimeField(blank=True, help_text="When it was last taken up.", null=True),
        ),
        migrations.AddConstraint(
            model_name="exchangepartner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("principal", ""), _negated=True), fields=("principal",), name="principal_once"
            ),
        ),
    ]
