"""Brings the standard questionnaires for before, later and managers, those of e-learning, and the questions they ask."""

from datetime import UTC, datetime

from django.db import migrations

QUESTIONS = {
    "progress": {"practice-changed": "Have you done what you set out to do differently?"},
    "yes-no": {
        "information-sharing": "Has it led to better sharing of information?",
        "joint-working": "Has it led to better work together with other agencies?",
        "change-seen": "Have you seen a change in their practice?",
    },
}
AFTERWARDS = "aims learning-outcomes materials overall recommend applicable will-use confidence-before confidence-after"
LATER = "practice-changed information-sharing joint-working"
WORDINGS = {
    "before": {"confidence-before": "Today, before the event: how confident are you in this part of your work?"},
    "later": {"confidence-after": "Today: how confident are you in this part of your work?"},
}
NAMES = {
    "course": "Training course",
    "lpg": "Local Practice Group",
    "conference": "Conference",
    "bespoke": "Bespoke session",
    "e-learning": "E-learning",
}
SCORED = {"course", "bespoke", "e-learning"}
"""The kinds of event whose end questionnaire asks how confident people are: what they say before and later matches."""
PROMPTS = {"end": ("impact", "improvement", "other"), "later": ("why", "example"), "manager": ("seen",)}
# With the questionnaires that came first: before any event that may be asked about.
PUBLISHED_AT = datetime(2000, 4, 1, tzinfo=UTC)


def standard():
    """Each one's kind, kind of event, title and questions."""
    yield "end", "e-learning", "E-learning: evaluation at the end", AFTERWARDS
    for course_kind, name in NAMES.items():
        if course_kind in {"course", "bespoke"}:
            yield "before", course_kind, f"{name}: before it begins", "confidence-before"
        scores = " confidence-after" if course_kind in SCORED else ""
        yield "later", course_kind, f"{name}: what came of it", LATER + scores
        yield "manager", course_kind, f"{name}: for the line manager", "change-seen"


def bring(apps, schema_editor):
    def model(name):
        return apps.get_model("evaluations", name).objects

    for kind, wordings in QUESTIONS.items():
        for code, wording in wordings.items():
            # A records package may have brought a question of that name; what was said to it stays as it is.
            model("Question").get_or_create(code=code, defaults={"wording": wording, "answer_kind": kind})
    for kind, course_kind, title, asked in standard():
        questionnaire = model("Questionnaire").create(
            code=f"standard-{course_kind}-{kind}",
            title=title,
            kind=kind,
            course_kind=course_kind,
            published_at=PUBLISHED_AT,
        )
        items = [
            {"question": model("Question").get(code=code), "wording": WORDINGS.get(kind, {}).get(code, "")}
            for code in asked.split()
        ]
        items += [{"prompt": prompt} for prompt in PROMPTS.get(kind, ())]
        for position, item in enumerate(items, start=1):
            model("QuestionnaireItem").create(questionnaire=questionnaire, position=position, **item)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0006_asking")]
    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
