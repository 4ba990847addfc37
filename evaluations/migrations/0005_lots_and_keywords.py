"""Draws a lot for each comment on record; puts the codebook in order, with keywords for its standard themes."""

from django.db import migrations, models

import evaluations.models_comments

KEYWORDS = {
    "confidence": "confident, confidence, surer, certain, reassured, trust my judgement, brave, not afraid, empowered,"
    " comfortable, know what to do, feel able, prepared",
    "recognising-signs": "signs, indicators, recognise, spot, notice, symptoms, risk, risks, vulnerable, bruising,"
    " checklist, assessment tool, impact on children, red flags, aware of, patterns, chronology",
    "voice-of-the-child": "voice of the child, child's view, child's voice, listen to the child, speak to children,"
    " see the child, wishes and feelings, child's day, child centred, hear the child, young person's view, teenagers",
    "challenge-and-curiosity": "challenge, question, curious, curiosity, professional curiosity, dig deeper, face value,"
    " ask more, probe, respectful challenge, disguised compliance, assumptions, wonder, look again",
    "information-sharing": "share information, sharing, multi-agency, other agencies, colleagues from, liaise, network,"
    " communicate, working together, contacts, partners, talk to the school, health visitor, police, housing, meeting",
    "referral-and-thresholds": "refer, referral, referrals, threshold, thresholds, CAF, early help, MASH, social care,"
    " contact centre, escalate, escalation, after we refer, section 47",
    "cascading-to-team": "team, cascade, pass on, feed back, share with colleagues, staff meeting, team meeting,"
    " policy, staff room, tell colleagues, briefing, train others, students, volunteers",
    "use-in-supervision": "supervision, supervise, supervisor, supervisee, reflective, one to one, my manager",
    "direct-work": "direct work, tools, worksheets, activities, techniques, draw, play, resources to use with families,"
    " use with parents, scaling, genogram, family tree, little ones, ways of talking",
    "lived-experience": "lived experience, survivor, own story, personal story, moving, powerful, parent's story,"
    " care leaver, young people who spoke, somebody who lived it, emotional, brave of them",
    "case-examples": "case study, case studies, serious case review, real case, examples, scenarios, protocol,"
    " procedure, procedures, guidance, local case, lessons learned, exercise",
    "relevance-to-role": "my role, relevant, not relevant, my job, my remit, my setting, work with adults, not part of my"
    " work, applies to me, aimed at",
    "venue": "venue, room, parking, car park, heating, cold, hot, stuffy, noisy, chairs, space, toilets, access, lift,"
    " wheelchair, signs to, hard to find, could not hear, acoustics, location, bus, train, building, hall, map",
    "catering": "lunch, food, tea, coffee, refreshments, biscuits, sandwich, drinks, water, catering, eat, vegetarian,"
    " halal, soup, cake",
    "timing-and-length": "too long, too short, time of day, start, finish, length, rushed, pace, half day, whole day,"
    " full day, breaks, late, early, morning, afternoon, evening, Friday, school holidays, hours, ran over",
    "more-time-for-discussion": "more time, more discussion, discuss, group work, questions, practise, role play,"
    " talk longer, longer to talk, fewer slides, interaction, debate",
    "materials": "handouts, slides, PowerPoint, print, printed, copies, reading list, resources list, booklet, pack,"
    " notes, video, film clip, equipment, projector, screen, font, beforehand",
    "trainer-style": "trainer, trainers, presenter, speaker, facilitator, delivery, voice, spoke too fast, read from the"
    " slides, engaging, knowledgeable, patronising, tone, humour, opinions",
    "audience-mix": "mix of agencies, who attended, more police, social workers in the room, no teachers, doctors, GPs,"
    " other professionals there, only one from, same agency, tables mixed, somebody from",
    "equality-and-diversity": "equality, diversity, culture, cultural, religion, faith, language, interpreter, ethnic,"
    " race, disability, disabled children, gay, transgender, fathers, travellers, migrant families, new to the county",
}


def draw_lots(apps, schema_editor):
    """Each a number of its own: a default would give all of them the same."""
    comments = apps.get_model("evaluations", "Comment").objects
    drawn = set()
    for comment in comments.only("pk").iterator(chunk_size=2000):
        while (lot := evaluations.models_comments.drawn_lot()) in drawn:
            pass
        drawn.add(lot)
        comments.filter(pk=comment.pk).update(lot=lot)


def put_in_order(apps, schema_editor):
    for position, theme in enumerate(apps.get_model("evaluations", "Theme").objects.order_by("pk"), start=1):
        theme.position, theme.keywords = position, KEYWORDS.get(theme.code, "")
        theme.save(update_fields=["position", "keywords"])


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0004_comments_reviewed")]
    operations = [
        migrations.RunPython(draw_lots, migrations.RunPython.noop),
        migrations.RunPython(put_in_order, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="comment",
            name="lot",
            field=models.BigIntegerField(
                default=evaluations.models_comments.drawn_lot,
                help_text="Drawn at random: it tells nothing.",
                unique=True,
            ),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None), ('approved_wording', '')), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('may_quote', True), models.Q(('approved_wording', ''), _negated=True)), _connector='OR'), name='wording_is_approved_by_somebody_and_allowed'),
        ),
    ]
