from django.db import migrations

from cms.core.clock import LONDON
from cms.core.working_days import add_working_days


def states_become_dates(apps, schema_editor):
    """Closed requests get the day of it as far as it is known; answers become the first words of a conversation."""
    cases, messages = apps.get_model("community", "SupportCase"), apps.get_model("community", "CaseMessage")
    for case in cases.objects.all():
        case.target_on = add_working_days(case.asked_at.astimezone(LONDON).date(), 5)
        if case.state == "closed":
            case.closed_at = case.answered_at or case.asked_at
            case.outcome = "advice" if case.answered_at else "no_reply"
        case.save(update_fields=["target_on", "closed_at", "outcome"])
        if case.answered_at:
            messages.objects.create(
                case=case,
                kind="answer",
                text=case.answer,
                author_id=case.adviser_id,
                at=case.answered_at,
                submission_id=f"answer-{case.pk}-first",
            )


class Migration(migrations.Migration):
    dependencies = [("community", "0002_conversation_outcome_and_follow_up")]
    operations = [migrations.RunPython(states_become_dates, migrations.RunPython.noop)]
