"""Keeps invitations to have an account, each with the hash of its link."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_withdrawn_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('link', models.CharField(blank=True, help_text='The hash of the link in the letter, once written.', max_length=64)),
                ('sent_to', models.EmailField(blank=True, help_text='Whoever has the link has this address.', max_length=254)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations_made', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('person',), name='one_unanswered_invitation_a_person'), models.UniqueConstraint(condition=models.Q(('link', ''), _negated=True), fields=('link',), name='one_invitation_a_link'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None), _connector='OR'), name='invitation_is_accepted_or_withdrawn_not_both'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('withdrawn_at', None)), models.Q(('link', ''), ('sent_to', '')), _connector='OR'), name='an_answered_invitation_has_no_link')],
            },
        ),
    ]
