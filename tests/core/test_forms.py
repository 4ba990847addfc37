"""Forms have the house's look, tell a screen reader what is wrong, and read days and times as people write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from core.forms import ClockField, DayField, FilterForm


class EventForm(forms.Form):
    title = forms.CharField(help_text="As in the programme", max_length=40)
    starts_on = DayField(label="Start date")
    starts_at = ClockField(label="Start time")
    kind = forms.ChoiceField(choices=[("course", "Course"), ("lpg", "Local Practice Group")], widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(choices=[("1", "One")], widget=forms.CheckboxSelectMultiple, required=False)
    area = forms.ChoiceField(label="Your area", choices=[("", "Choose")])
    lunch = forms.CharField(label="What is for lunch?")
    about = forms.CharField(widget=forms.Textarea, max_length=200, required=False)
    password = forms.CharField(widget=forms.PasswordInput(attrs={"placeholder": "Password", "class": "wide"}))
    plan = forms.FileField()
    agreed = forms.BooleanField(label="Tell the managers")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        if self.data.get("title") == "clash":
            raise forms.ValidationError("The room is <taken>")
        return self.cleaned_data


def sent(**data: str) -> EventForm:
    return EventForm(data)


def test_label_hint_and_error_are_tied_to_their_input() -> None:
    drawn = str(sent()["title"].as_field_group())
    assert '<label class="govuk-label govuk-label--s" for="id_title">Title</label>' in drawn
    assert '<div class="govuk-hint" id="id_title_helptext">As in the programme</div>' in drawn
    assert 'id="id_title_error"><span class="govuk-visually-hidden">Error:</span> Enter the title</p>' in drawn
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'class="govuk-input govuk-input--error"' in drawn


def test_without_errors_nothing_is_marked() -> None:
    drawn = str(EventForm())
    assert "error" not in drawn.lower()
    assert "aria-invalid" not in drawn


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("title", "Enter the title"),
        ("starts_on", "Enter the start date"),
        ("kind", "Select the kind"),
        ("area", "Select your area"),
        ("lunch", "Answer “What is for lunch?”"),
        ("plan", "Choose a file for the plan"),
        ("agreed", "Tick “Tell the managers” to go on"),
    ],
)
def test_a_missing_answer_is_asked_for_in_the_question_s_words(name: str, said: str) -> None:
    assert sent().errors[name] == [said]


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("places", "-5", "Places must be 0 or more"),
        ("places", "900", "Places must be 500 or less"),
        ("dates", "0", "“How many dates” must be 1 or more"),
        ("title", "x" * 41, "Title must have at most 40 characters (it has 41)"),
        ("hours", "9", "Hours in 100% must be 8 or less"),
        ("own", "9", "Eight is enough"),
    ],
)
def test_an_answer_beyond_its_limit_is_told_by_its_name(name: str, answer: str, said: str) -> None:
    class Limited(forms.Form):
        places = forms.IntegerField(min_value=0, max_value=500)
        dates = forms.IntegerField(label="How many dates", min_value=1)
        title = forms.CharField(max_length=40)
        hours = forms.IntegerField(label="Hours in 100%", max_value=8)
        own = forms.IntegerField(max_value=8, error_messages={"max_value": "Eight is enough"})

    assert Limited({name: answer}).errors[name] == [said]


def test_a_form_s_own_message_for_a_missing_answer_stands() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Who are you?"})

    assert Own({}).errors["name"] == ["Who are you?"]


def test_choices_stand_in_a_fieldset_and_carry_no_invalid_mark() -> None:
    drawn = str(sent()["kind"].as_field_group())
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_kind_error">' in drawn
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Kind</legend>' in drawn
    assert '<input type="radio" name="kind" value="lpg" required class="govuk-radios__input" id="id_kind_1">' in drawn
    assert '<label class="govuk-label govuk-radios__label" for="id_kind_1">Local Practice Group</label>' in drawn
    assert "aria-invalid" not in drawn


def test_optional_answers_say_so_except_in_a_filter() -> None:
    class Filter(FilterForm):
        q = forms.CharField(label="Search", required=False)

    assert "About (optional)</label>" in str(EventForm()["about"].as_field_group())
    assert "optional" not in str(Filter())


def test_a_long_answer_counts_its_characters_down() -> None:
    drawn = str(EventForm()["about"].as_field_group())
    assert 'data-module="govuk-character-count" data-maxlength="200"' in drawn
    assert 'aria-describedby="id_about-info"' in drawn
    assert '<div id="id_about-info" class="govuk-hint govuk-character-count__message">' in drawn
    assert "govuk-js-character-count" in drawn


def test_a_password_can_be_shown_and_has_no_placeholder() -> None:
    drawn = str(EventForm()["password"].as_field_group())
    assert 'data-module="govuk-password-input"' in drawn
    assert 'aria-controls="id_password"' in drawn
    assert 'govuk-js-password-input-input wide"' in drawn
    assert "placeholder" not in drawn


def test_a_hidden_field_has_neither_label_nor_class() -> None:
    assert '<input type="hidden" name="token" id="id_token">' in str(EventForm())


def test_the_error_summary_leads_to_each_input() -> None:
    form = sent(title="clash", starts_on_day="1", starts_on_month="", starts_on_year="2013")
    summary = render_to_string("core/error_summary.html", {"form": form})
    assert "<li>The room is &lt;taken&gt;</li>" in summary
    for anchor in ("id_starts_on_month", "id_starts_at", "id_kind_0", "id_area", "id_plan", "id_agreed"):
        assert f'<a href="#{anchor}">' in summary
        assert f'id="{anchor}"' in str(form)


def test_there_is_no_error_summary_without_errors() -> None:
    assert render_to_string("core/error_summary.html", {"form": EventForm()}).strip() == ""


def test_a_form_with_a_file_is_sent_in_parts_and_leaves_checking_to_us() -> None:
    page = render_to_string("core/form.html", {"form": EventForm(), "submit": "Plan it", "cancel_url": "/back/"})
    assert '<form method="post" enctype="multipart/form-data" novalidate>' in page
    assert ">Plan it</button>" in page
    assert '<a class="govuk-link" href="/back/">Cancel</a>' in page


def day_said(day: str, month: str, year: str) -> object:
    class One(forms.Form):
        on = DayField(label="Start date")

    form = One({"on_day": day, "on_month": month, "on_year": year})
    return form.cleaned_data["on"] if form.is_valid() else form.errors["on"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("26", "6", "2013"), dt.date(2013, 6, 26)),
        ((" 5 ", "June", "2013"), dt.date(2013, 6, 5)),
        (("29", "feb", "2016"), dt.date(2016, 2, 29)),
        (("", "", ""), ["Enter the start date"]),
        (("", "6", "2013"), ["Start date must include a day"]),
        (("26", "", ""), ["Start date must include a month and a year"]),
        (("26", "6", "13"), ["Start date: the year must have 4 numbers"]),
        (("31", "2", "2013"), ["Start date must be a real date"]),
        (("x", "6", "2013"), ["Start date must be a real date"]),
        (("26", "Brumaire", "2013"), ["Start date must be a real date"]),
        (("26", "6", "0000"), ["Start date must be a real date"]),
        (("²", "6", "2013"), ["Start date must be a real date"]),
        (("26", "³", "2013"), ["Start date must be a real date"]),
    ],
)
def test_days_as_people_type_them(typed: tuple[str, str, str], meant: dt.date | list[str]) -> None:
    assert day_said(*typed) == meant


def test_a_day_without_a_label_of_its_own_is_called_by_its_name() -> None:
    class One(forms.Form):
        ends_on = DayField()

    assert One({"ends_on_day": "5"}).errors["ends_on"] == ["Ends on must include a month and a year"]
    assert One({}).errors["ends_on"] == ["Enter the ends on"]


def test_a_link_may_send_a_day_in_one_piece() -> None:
    class One(forms.Form):
        on = DayField(label="Start date")

    assert One({"on": "2013-06-26"}).is_valid()
    assert One({"on": "2013-06"}).errors["on"] == ["Start date must include a day"]
    assert One({"on": "soon"}).errors["on"] == ["Start date must include a day and a month"]


def test_only_the_missing_part_of_a_day_is_marked() -> None:
    form = sent(starts_on_day="26", starts_on_month="", starts_on_year="2013")
    drawn = str(form["starts_on"].as_field_group())
    assert drawn.count("govuk-input--error") == 1
    assert 'name="starts_on_month" type="text" inputmode="text" aria-invalid="true"' in drawn
    assert 'name="starts_on_day" type="text" inputmode="numeric" value="26"' in drawn


def test_a_day_known_before_is_shown_in_its_three_boxes() -> None:
    drawn = str(EventForm(initial={"starts_on": dt.date(2013, 6, 5), "starts_at": dt.time(9, 30)}))
    for part, value in (("day", "5"), ("month", "6"), ("year", "2013")):
        assert f'id="id_starts_on_{part}" name="starts_on_{part}"' in drawn
        assert f'value="{value}"' in drawn
    assert 'value="9:30am"' in drawn


def test_a_day_sent_back_as_it_was_has_not_changed() -> None:
    known = {"starts_on": dt.date(2013, 6, 5), "starts_at": dt.time(9, 30)}
    same = {"starts_on_day": "5", "starts_on_month": "6", "starts_on_year": "2013", "starts_at": "9.30 am"}
    assert not {"starts_on", "starts_at"} & set(EventForm(same, initial=known).changed_data)
    other = {**same, "starts_on_day": "6", "starts_at": "soon"}
    assert {"starts_on", "starts_at"} <= set(EventForm(other, initial=known).changed_data)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9.30am", dt.time(9, 30)),
        ("9:30 AM", dt.time(9, 30)),
        ("9am", dt.time(9)),
        ("9.30", dt.time(9, 30)),
        ("09:30", dt.time(9, 30)),
        ("0930", dt.time(9, 30)),
        ("2pm", dt.time(14)),
        ("2:15 p.m.", dt.time(14, 15)),
        ("14:00", dt.time(14)),
        ("12am", dt.time(0)),
        ("12.30pm", dt.time(12, 30)),
        ("midday", dt.time(12)),
        ("04:00", dt.time(4)),
    ],
)
def test_times_as_people_type_them(typed: str, meant: dt.time) -> None:
    assert ClockField(label="Start time").clean(typed) == meant


@pytest.mark.parametrize("typed", ["soon", "9", "25:00", "9:60", "14pm", "0am", "9:3", "-9:30"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="Start time must be a time, like 9:30am or 14:00"):
        ClockField(label="Start time").clean(typed)


def test_an_hour_that_could_be_either_half_of_the_day_is_asked_about() -> None:
    with pytest.raises(
        forms.ValidationError, match="the start time is in the morning or the afternoon: 3:30am or 3:30pm"
    ):
        ClockField(label="Start time").clean("3.30")


def test_every_time_is_read_back_as_it_is_written() -> None:
    field = ClockField()
    for minute in range(24 * 60):
        time = dt.time(*divmod(minute, 60))
        assert field.clean(field.prepare_value(time)) == time
