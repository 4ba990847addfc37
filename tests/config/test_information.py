"""The pages that everybody may read, and that nothing is kept about people that the privacy notice doesn't know."""

from collections import Counter

import pytest
from django.apps import apps
from django.test import Client

from config.personal_data import HOLDINGS, NOT_ABOUT_PEOPLE


def classified() -> Counter[str]:
    """How often each field is classified, by the label of its model and its name."""
    about_people = [
        f"{label}.{name}" for holding in HOLDINGS for label in holding.rows for name in holding.rows[label].names
    ]
    others = [f"{label}.{name}" for label, names in NOT_ABOUT_PEOPLE.items() for name in names.split()]
    return Counter([*about_people, *others])


def test_every_field_of_every_model_is_classified_once() -> None:
    models = apps.get_models(include_auto_created=True)
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
    }
    found = classified()
    assert sorted(fields - set(found)) == []
    assert sorted(set(found) - fields) == []
    assert [name for name, times in found.items() if times > 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/help/", "/accessibility/", "/privacy/"])
def test_anybody_may_read_it_and_is_told_whom_to_ask(path: str, settings: object, client: Client) -> None:
    page = client.get(path).content.decode()
    assert "Ask whoever runs training at the safeguarding children board" in page
    settings.CONTACT_EMAIL = "training@example.org"  # type: ignore[attr-defined]
    assert 'href="mailto:training@example.org"' in client.get(path).content.decode()


@pytest.mark.django_db
def test_each_holding_is_told_of(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    assert [holding.title for holding in HOLDINGS if f">{holding.title}</h3>" not in page] == []
    for path in ("/help/", "/accessibility/", "/privacy/"):
        assert f'href="{path}' in page
