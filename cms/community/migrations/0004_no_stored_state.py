from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("community", "0003_states_become_dates")]
    operations = [migrations.RemoveField(model_name="supportcase", name="state")]
