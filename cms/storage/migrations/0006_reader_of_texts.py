from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0005_what_became_of_deliveries")]

    operations = [
        migrations.AddField(
            model_name="documenttext",
            name="reader",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="Which version of the reader; an older reads again."
            ),
        ),
    ]
