import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cms.core.clock


def key(name="id"):
    return (name, models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("members", "0007_tokens_with_holders"),
        ("snippets", "0012_no_file_held"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TokenUse",
            fields=[
                key(),
                ("day", models.DateField()),
                ("calls", models.PositiveIntegerField(default=0)),
                ("cost", models.PositiveBigIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("operations", models.JSONField(default=dict)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="use", to="members.apitoken"
                    ),
                ),
            ],
            options={
                "ordering": ["-day"],
                "constraints": [models.UniqueConstraint(fields=("token", "day"), name="tools_tokenuse_once")],
            },
        ),
        migrations.CreateModel(
            name="SavedQuery",
            fields=[
                key(),
                ("name", models.CharField(max_length=100)),
                ("key", models.CharField(editable=False, max_length=32, unique=True)),
                ("list_name", models.CharField(blank=True, default="", max_length=40)),
                ("columns", models.JSONField(default=list)),
                ("filters", models.JSONField(blank=True, default=dict)),
                ("text", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(default=cms.core.clock.now)),
                ("changed_at", models.DateTimeField(default=cms.core.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("submission_id", models.CharField(blank=True, default="", max_length=64)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_queries",
                        to="snippets.partner",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "saved queries",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("submission_id", ""), _negated=True),
                        fields=("partner", "submission_id"),
                        name="tools_savedquery_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QueryAudience",
            fields=[
                key(),
                ("audience", models.CharField(max_length=64)),
                ("began_at", models.DateTimeField(default=cms.core.clock.now)),
                ("read_at", models.DateTimeField(default=cms.core.clock.now)),
                (
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="audiences", to="tools.savedquery"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("query", "audience"), name="tools_queryaudience_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QueryRow",
            fields=[
                key(),
                ("row", models.CharField(max_length=300)),
                ("digest", models.CharField(max_length=64)),
                ("changed_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="tools.queryaudience"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("audience", "row"), name="tools_queryrow_once")],
            },
        ),
        migrations.CreateModel(
            name="QueryReader",
            fields=[
                key(),
                ("last_read_at", models.DateTimeField(default=cms.core.clock.now)),
                ("rows", models.PositiveIntegerField(default=0)),
                (
                    "query",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="tools.savedquery"
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.apitoken"
                    ),
                ),
            ],
            options={
                "ordering": ["-last_read_at"],
                "constraints": [models.UniqueConstraint(fields=("query", "token"), name="tools_queryreader_once")],
            },
        ),
    ]
