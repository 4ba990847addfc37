"""What every form of the house says where an answer is missing is a sentence."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms

from core.forms import look_of, required_message

FLOORS = ("core", "people", "training", "events", "evaluations", "reports", "config")
NO_NOUNS = {"for", "how", "if", "their", "used", "when", "whether", "where", "who", "whom", "your"}


def forms_of_the_house() -> Iterator[type[forms.BaseForm]]:
    for floor in FLOORS:
        for module in pkgutil.walk_packages(import_module(floor).__path__, f"{floor}."):
            if module.name.rpartition(".")[2].startswith("forms"):
                for _, found in inspect.getmembers(import_module(module.name), inspect.isclass):
                    if issubclass(found, forms.BaseForm) and found.__module__ == module.name:
                        yield found


@pytest.mark.django_db
@pytest.mark.once
def test_a_missing_answer_is_asked_for_in_a_sentence() -> None:
    said = set()
    for form in forms_of_the_house():
        for name, field in getattr(form, "base_fields", {}).items():
            label = str(field.label or name.replace("_", " ").capitalize())
            if field.required and not isinstance(field.error_messages["required"], str):  # none of its own
                said.add(required_message(label, look_of(field.widget).kind))
    assert len(said) > 50
    broken = {sentence for sentence in said if {"the"} & set(sentence.split()[1:2]) and sentence.split()[2] in NO_NOUNS}
    assert broken == set()
