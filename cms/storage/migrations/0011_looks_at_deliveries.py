from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0010_turns_of_deliveries")]

    operations = [
        migrations.AddField(
            model_name="inboundreceipt",
            name="begun_at",
            field=models.DateTimeField(
                blank=True, help_text="When it was first taken up, of its body's day.", null=True
            ),
        ),
        migrations.AddField(
            model_name="inboundreceipt",
            name="missed",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="Looks at which it was not there, or unreadable."
            ),
        ),
    ]
