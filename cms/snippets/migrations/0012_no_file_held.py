from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("snippets", "0011_when_a_version_was_opened")]
    operations = [
        migrations.AddField(
            "ispversion",
            "no_file_noted_on",
            models.DateField(
                blank=True,
                editable=False,
                help_text="The day a person said that no file of it is held.",
                null=True,
            ),
        ),
    ]
