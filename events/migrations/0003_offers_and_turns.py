"""Offered places, the cut-off of the waiting list, and its order by a manager."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_booking_window_and_policy'),
        ('people', '0002_reference_data'),
        ('training', '0002_prerequisite'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='offer_lapses_at',
            field=models.DateTimeField(blank=True, help_text='Until when an offered place is open.', null=True),
        ),
        migrations.AddField(
            model_name='booking',
            name='turn',
            field=models.PositiveIntegerField(blank=True, help_text='Where a manager put it on the waiting list.', null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='cut_off_hours',
            field=models.PositiveSmallIntegerField(blank=True, help_text='So many hours before it begins the waiting list stops moving by itself. Blank: it never does.', null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='offer_hours',
            field=models.PositiveSmallIntegerField(blank=True, help_text='For how many hours a place that came free is offered to who waits. Blank: it is theirs at once.', null=True),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_lapses_at__isnull', False), _connector='OR'), name='an_offer_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('offer_lapses_at', None), models.Q(('state__in', ['requested', 'waiting']), _negated=True), _connector='OR'), name='who_waits_was_offered_nothing'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('offer_hours', 0), _negated=True), name='an_offer_lasts_an_hour_at_least'),
        ),
    ]
