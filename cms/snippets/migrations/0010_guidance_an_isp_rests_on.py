import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_approval_steps_and_previews"),
        ("snippets", "0009_changes_that_can_be_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="isp",
            name="guidance",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                help_text="When one of these is replaced, the agreement comes up for review.",
                related_name="isps_resting_on",
                to="pages.guidancepage",
                verbose_name="rests on guidance",
            ),
        ),
    ]
