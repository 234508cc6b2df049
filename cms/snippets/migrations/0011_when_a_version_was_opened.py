from django.db import migrations, models

import cms.core.clock


class Migration(migrations.Migration):
    dependencies = [("snippets", "0010_guidance_an_isp_rests_on")]
    operations = [
        # First without a default: nobody knows when the versions that are there were opened.
        migrations.AddField("ispversion", "opened_on", models.DateField(blank=True, editable=False, null=True)),
        migrations.AlterField(
            "ispversion",
            "opened_on",
            models.DateField(blank=True, default=cms.core.clock.today, editable=False, null=True),
        ),
    ]
