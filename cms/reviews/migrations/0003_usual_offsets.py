"""The stages that the framework uses. Editors change them in the admin; small bodies get half as many."""

import datetime

from django.db import migrations

ALWAYS = datetime.date(2000, 1, 1)  # these have stood since before any review, so none counts as newly added
OFFSETS = {"usual": (-90, -60, -30, -7, 0, 30, 60, 90), "small": (-60, -7, 30, 90)}


def add(apps, schema_editor):
    offset = apps.get_model("reviews", "ReminderOffset")
    for size, days in OFFSETS.items():
        for number in days:
            offset.objects.get_or_create(size=size, days=number, defaults={"added_on": ALWAYS})


def remove(apps, schema_editor):
    apps.get_model("reviews", "ReminderOffset").objects.filter(added_on=ALWAYS).delete()


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_reminder_mail_key")]
    operations = [migrations.RunPython(add, remove)]
