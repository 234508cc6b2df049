import cms.core.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def closed_at() -> models.DateTimeField:
    return models.DateTimeField(editable=False, null=True)


def what_ended_before(apps, schema_editor):
    """Nothing is moved or ended anew because of ends of earlier days: that was settled by hand."""
    for name in ("Membership", "PartnerRole", "SiteRole"):
        rows = apps.get_model("members", name).objects.filter(ends_on__lt=cms.core.clock.today())
        rows.update(closed_at=cms.core.clock.now())


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0005_deputies_that_move'),
        ('snippets', '0011_when_a_version_was_opened'),
    ]

    operations = [
        migrations.AddField(model_name='membership', name='closed_at', field=closed_at()),
        migrations.AddField(model_name='partnerrole', name='closed_at', field=closed_at()),
        migrations.AddField(model_name='siterole', name='closed_at', field=closed_at()),
        migrations.AddField(
            model_name='partnerrole',
            name='is_public',
            field=models.BooleanField(default=False, help_text='Only where the person agrees too.', verbose_name='the public directory may name who holds it'),
        ),
        migrations.RunPython(what_ended_before, migrations.RunPython.noop),
        migrations.CreateModel(
            name='BodyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField(default=cms.core.clock.now)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('wrong', models.JSONField(default=list)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='body_checks', to='snippets.partner')),
            ],
            options={
                'ordering': ['-due_on', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at', None)), fields=('partner',), name='body_check_once')],
            },
        ),
        migrations.CreateModel(
            name='RoleOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('role', models.CharField(choices=[('accountable_officer', 'Accountable officer'), ('dpo', 'Data protection officer'), ('siro', 'Senior information risk owner'), ('caldicott_guardian', 'Caldicott Guardian'), ('ig_lead', 'Information governance lead'), ('isp_approver', 'Signs ISPs'), ('operational_lead', 'Operational lead'), ('partner_lead', 'Partner lead')], max_length=20)),
                ('service_area', models.CharField(blank=True, max_length=80)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what they should know')),
                ('submission_id', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=cms.core.clock.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_offers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='members_roleoffer_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='RoleOfferAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.partnerrole')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='members.roleoffer')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='snippets.partner')),
            ],
            options={
                'ordering': ['partner__name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('offer', 'partner'), name='offer_once_a_body'), models.CheckConstraint(condition=models.Q(models.Q(('accepted', None), ('answered_at', None)), models.Q(('accepted__isnull', False), ('answered_at__isnull', False)), _connector='OR'), name='offer_answer_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.BooleanField(default=True, verbose_name='members see my e-mail address')),
                ('phone', models.BooleanField(default=False, verbose_name='members see my telephone number')),
                ('in_public', models.BooleanField(default=False, verbose_name='the public directory may name me')),
                ('changed_at', models.DateTimeField(default=cms.core.clock.now)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
