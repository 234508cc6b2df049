from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0006_reader_of_texts")]

    operations = [
        migrations.AddField(
            model_name="reconcilerun",
            name="heals",
            field=models.BooleanField(default=False, help_text="Whether it is to mend what it can."),
        ),
        migrations.AddField(
            model_name="reconcilerun",
            name="leased_until",
            field=models.DateTimeField(blank=True, help_text="A worker is at it until then.", null=True),
        ),
        migrations.AlterField(
            model_name="reconcilerun",
            name="healed",
            field=models.JSONField(default=list, help_text="What it mended, in words."),
        ),
    ]
