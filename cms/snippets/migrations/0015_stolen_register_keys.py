from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("snippets", "0014_files_looked_at")]

    operations = [
        migrations.AddField(
            model_name="registerkey",
            name="compromised_on",
            field=models.DateField(blank=True, help_text="From which day on others had the key too.", null=True),
        )
    ]
