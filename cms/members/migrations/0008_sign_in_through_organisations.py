import cms.core.clock
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0007_tokens_with_holders'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignInProvider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('key', models.SlugField(help_text='It cannot change later.', max_length=40, unique=True, verbose_name='short name in addresses')),
                ('name', models.CharField(help_text='As its people know it: Exampleshire County Council.', max_length=40)),
                ('issuer', models.CharField(help_text='The exact address that the directory calls itself by. It cannot change later.', max_length=200, unique=True, validators=[django.core.validators.URLValidator(schemes=['https', 'http'])], verbose_name='issuer')),
                ('client_id', models.CharField(max_length=190, unique=True, verbose_name='client ID')),
                ('sealed_secret', models.TextField(blank=True, default='', editable=False)),
                ('more_origins', models.CharField(blank=True, help_text='Where its sign-in leads on to another host: https://login.example.gov.uk, separated by spaces.', max_length=300, verbose_name='other hosts of its sign-in page')),
                ('trusts_addresses', models.BooleanField(default=False, help_text="Some directories (Microsoft's) do not say that an address is verified. Tick it only where the organisation alone gives out addresses of the domains below.", verbose_name='its addresses are proved')),
                ('counts_second_factor', models.BooleanField(default=False, help_text='When it says that somebody used a second factor there, we do not ask for another.', verbose_name='its second factor counts')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_in_providers', to='snippets.partner')),
            ],
            options={
                'verbose_name': 'sign-in through an organisation',
                'verbose_name_plural': 'sign-in through organisations',
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=Q(('ends_on', None), ('starts_on', None), ('ends_on__gte', F('starts_on')), _connector='OR'), name='members_signinprovider_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='SignInDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=120, unique=True, validators=[django.core.validators.RegexValidator('\\A(?=.{4,120}\\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}\\Z', 'Like example.gov.uk.')])),
                ('verified_at', models.DateTimeField(default=cms.core.clock.now, editable=False)),
                ('verified_how', models.CharField(max_length=200)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='members.signinprovider')),
                ('verified_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['domain'],
            },
        ),
    ]
