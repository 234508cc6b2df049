import django.db.models.deletion
from django.db import migrations, models

from cms.snippets.models.snapshot import made_here


class Migration(migrations.Migration):
    dependencies = [("snippets", "0012_no_file_held")]
    operations = [
        migrations.CreateModel(
            name="RegisterExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=20, unique=True)),
                ("sha256", models.CharField(help_text="Of the JSON, from which the others follow.", max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("json", models.FileField(storage=made_here, upload_to="registers")),
                ("csv", models.FileField(storage=made_here, upload_to="registers")),
                ("xlsx", models.FileField(storage=made_here, upload_to="registers")),
                ("made_at", models.DateTimeField(help_text="Since when the register says this.")),
            ],
            options={"ordering": ["register"]},
        ),
        migrations.CreateModel(
            name="RegisterKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key_id",
                    models.CharField(
                        help_text="The first figures of the SHA-256 of its bytes.", max_length=16, unique=True
                    ),
                ),
                ("pem", models.TextField()),
                ("first_used_at", models.DateTimeField()),
            ],
            options={"ordering": ["-first_used_at", "-pk"]},
        ),
        migrations.CreateModel(
            name="RegisterSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.CharField(help_text="London’s month in which it was taken: 2026-11", max_length=7)),
                ("audience", models.CharField(choices=[("members", "Members"), ("public", "Everybody")], max_length=8)),
                ("taken_at", models.DateTimeField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="snippets.registerkey"
                    ),
                ),
            ],
            options={"ordering": ["-month", "audience"]},
        ),
        migrations.CreateModel(
            name="SnapshotFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("json", "All registers, as JSON"),
                            ("csv", "One register, as a table"),
                            ("manifest", "The list of the files with their hashes"),
                            ("signature", "The signature of the list"),
                        ],
                        max_length=9,
                    ),
                ),
                ("rows", models.PositiveIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("file", models.FileField(storage=made_here, upload_to="snapshots")),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="snippets.registersnapshot",
                    ),
                ),
            ],
            options={"ordering": ["snapshot", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="registersnapshot",
            constraint=models.UniqueConstraint(fields=("month", "audience"), name="register_snapshot_once"),
        ),
        migrations.AddConstraint(
            model_name="snapshotfile",
            constraint=models.UniqueConstraint(fields=("snapshot", "name"), name="snapshot_file_once"),
        ),
    ]
