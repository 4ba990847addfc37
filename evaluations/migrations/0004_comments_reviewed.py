"""What people decide about comments; lots are drawn, and the codebook gets its keywords, in the next one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0003_certificate'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raised_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, help_text='When its writer was asked to get in touch.', null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True, help_text='What was done, without names.')),
            ],
            options={
                'ordering': ['raised_at', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='theme',
            options={'ordering': ['position', 'pk']},
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='wording_is_approved_by_somebody_and_allowed',
        ),
        migrations.AddField(
            model_name='comment',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='details',
            field=models.CharField(blank=True, choices=[('', 'Not looked at'), ('clear', 'Gives nobody away'), ('held', 'Held back')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='comment',
            name='details_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='details_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='found',
            field=models.CharField(blank=True, help_text='Kinds of possible personal details in it.', max_length=200),
        ),
        migrations.AddField(
            model_name='comment',
            name='lot',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='matched',
            field=models.CharField(blank=True, help_text='The words for which the theme is suggested.', max_length=200),
        ),
        migrations.AddField(
            model_name='comment',
            name='read_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='suggested',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.theme'),
        ),
        migrations.AddField(
            model_name='comment',
            name='themed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='comment',
            name='themed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='theme',
            name='keywords',
            field=models.TextField(blank=True, help_text='Words that such comments use, parted by commas.'),
        ),
        migrations.AddField(
            model_name='theme',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='evaluations.theme'),
        ),
        migrations.AddField(
            model_name='theme',
            name='position',
            field=models.PositiveIntegerField(default=9999),
        ),
        migrations.AddField(
            model_name='theme',
            name='retired_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['id'], name='comments_to_read'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('theme', None), ('themed_at', None)), fields=['lot'], name='comments_without_theme'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('themed_by', None), ('themed_at__isnull', False), _connector='OR'), name='themed_by_goes_with_themed_at'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('details', ''), ('details_at', None), ('details_by', None)), models.Q(models.Q(('details', ''), _negated=True), ('details_at__isnull', False)), _connector='OR'), name='details_are_decided_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('retired_at__isnull', False), _connector='OR'), name='merged_themes_are_retired'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='theme_is_not_merged_into_itself'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='disclosure', to='evaluations.comment'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='raised_by',
            field=models.ForeignKey(blank=True, help_text='Nobody: the house found it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='disclosure_is_closed_by_somebody_with_an_outcome'),
        ),
    ]
