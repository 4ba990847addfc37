"""Brings the reference data: the known questions, a standard questionnaire a kind of event, the codebook of themes."""

from datetime import UTC, datetime

from django.db import migrations, models

QUESTIONS = {
    "quality": {
        "aims": "How would you rate the way the event met its aims?",
        "learning-outcomes": "How would you rate the way it met the learning outcomes?",
        "equality-and-diversity": "How would you rate the way it covered equality and diversity?",
        "delivery": "How would you rate the way it was delivered?",
        "materials": "How would you rate the materials?",
        "organisation": "How would you rate the organisation of the day?",
        "venue": "How would you rate the venue?",
        "overall": "How would you rate it overall?",
        "keynote": "How would you rate the keynote speaker?",
    },
    "yes-no": {
        "recommend": "Would you recommend it to others?",
        "applicable": "Does it apply to your role?",
        "will-use": "Will you use it in your work?",
    },
    "one-to-ten": {
        "confidence-before": "Before the event, how confident were you in this part of your work?",
        "confidence-after": "Now, after the event, how confident are you in it?",
    },
}

PROMPTS = ("impact", "improvement", "other")
QUESTIONNAIRES = {
    "standard-course-end": (
        "Training course: evaluation at the end",
        "course",
        False,
        "aims learning-outcomes equality-and-diversity delivery materials venue overall"
        " recommend applicable will-use confidence-before confidence-after",
    ),
    "standard-lpg-end": (
        "Local Practice Group: evaluation at the end",
        "lpg",
        False,
        "aims delivery venue overall recommend applicable will-use",
    ),
    "standard-conference-end": (
        "Conference: evaluation at the end",
        "conference",
        False,
        "aims keynote delivery equality-and-diversity materials organisation venue overall recommend applicable will-use",
    ),
    "standard-workshop-end": ("Conference workshop: evaluation at the end", "conference", True, "delivery overall"),
    "standard-bespoke-end": (
        "Bespoke session: evaluation at the end",
        "bespoke",
        False,
        "aims learning-outcomes equality-and-diversity delivery materials overall"
        " recommend applicable will-use confidence-before confidence-after",
    ),
}
# Before any year that a board is likely to bring in, so that a past event has its questionnaire too.
PUBLISHED_AT = datetime(2000, 4, 1, tzinfo=UTC)

THEMES = {
    "confidence": ("Confidence", "Feels surer of what to do, trusts their own concerns and judgement."),
    "recognising-signs": ("Recognising signs and risk", "Notices signs of harm, risks and their effects more readily."),
    "voice-of-the-child": ("Voice of the child", "Sees, hears and records the child's own view and daily life."),
    "challenge-and-curiosity": (
        "Challenge and curiosity",
        "Asks further, takes less at face value, challenges families and other professionals.",
    ),
    "information-sharing": (
        "Working together and sharing information",
        "Knows what other agencies do, talks to them and shares what they need to know.",
    ),
    "referral-and-thresholds": (
        "Referrals and thresholds",
        "Knows when and how to refer, what the thresholds are and what happens next.",
    ),
    "cascading-to-team": ("Passing it on to the team", "Takes what was learned back to colleagues, meetings and policies."),
    "use-in-supervision": ("Use in supervision", "Uses it in supervising staff or students, or in their own supervision."),
    "direct-work": ("Direct work with families", "Uses tools, resources and ways of talking with children and families."),
    "lived-experience": ("Lived experience", "Was moved or taught by somebody who told of their own life."),
    "case-examples": ("Cases and protocols", "Learned from real cases, reviews, protocols and procedures."),
    "relevance-to-role": ("Relevance to the role", "Says how far it belongs to their own role or remit."),
    "venue": ("Venue, parking and access", "The room, its heat, space and sound, the way there, parking, signs and access."),
    "catering": ("Food and drink", "Lunch and refreshments, or none of them."),
    "timing-and-length": ("Timing and length", "The day, the hour, how long it lasted and how it was paced."),
    "more-time-for-discussion": ("More time for discussion", "Wants longer to talk, to practise and to ask."),
    "materials": ("Materials", "Slides, handouts, lists of resources and equipment."),
    "trainer-style": ("Style of the trainer", "How the trainer spoke, led, listened and challenged."),
    "audience-mix": ("Who was there", "The mix of agencies and roles in the room, and who was missed."),
    "equality-and-diversity": ("Equality and diversity", "Whose families, cultures and needs were shown, and whose were not."),
    "other": ("Other", "Anything that no other theme covers."),
}


def bring(apps, schema_editor):
    def model(name):
        return apps.get_model("evaluations", name).objects

    questions = {
        code: model("Question").create(code=code, wording=wording, answer_kind=kind)
        for kind, wordings in QUESTIONS.items()
        for code, wording in wordings.items()
    }
    for code, (title, course_kind, for_workshops, asked) in QUESTIONNAIRES.items():
        questionnaire = model("Questionnaire").create(
            code=code,
            title=title,
            kind="end",
            course_kind=course_kind,
            for_workshops=for_workshops,
            published_at=PUBLISHED_AT,
        )
        items = [{"question": questions[question]} for question in asked.split()]
        items += [{"prompt": prompt} for prompt in PROMPTS]
        for position, item in enumerate(items, start=1):
            model("QuestionnaireItem").create(questionnaire=questionnaire, position=position, **item)
    for code, (name, description) in THEMES.items():
        model("Theme").create(code=code, name=name, description=description)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="questionnaire",
            name="for_workshops",
            field=models.BooleanField(default=False, help_text="Asked of the workshops inside an event of that kind."),
        ),
        migrations.RunPython(bring, migrations.RunPython.noop),
    ]
