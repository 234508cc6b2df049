from django.db import migrations


def copy(apps, schema_editor):
    """What people chose on their cards holds wherever they are named; the columns of the card stay until the next
    release, so that a deployment can be turned back."""
    Shown = apps.get_model("members", "Shown")
    cards = apps.get_model("forum", "PersonCard").objects.all()
    Shown.objects.bulk_create(
        [Shown(user_id=card.user_id, email=card.shows_email, phone=card.shows_phone) for card in cards],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0003_numbers_of_posts'),
        ('members', '0006_ends_carried_out_offers_checks_and_what_is_shown'),
    ]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
