"""The measures are whole: everything that is named is counted, and every kind of event has its scope."""

from reports.counting.tallies import OUTCOMES, Totals
from reports.measures import ALL, BREAKDOWNS, FIGURES, RATES, SCOPES, SCOPES_OF_KIND, WATCHED, figures_of
from training.models import Course


def test_every_figure_is_counted() -> None:
    assert [figure.name for figure in FIGURES if not hasattr(Totals(), figure.name)] == []


def test_every_rate_names_a_numerator_and_a_base_that_are_counted() -> None:
    assert [part for rate in RATES for part in (rate.numerator, rate.base) if not hasattr(Totals(), part)] == []


def test_every_outcome_of_a_booking_is_a_figure() -> None:
    assert set(OUTCOMES) <= {figure.name for figure in FIGURES}


def test_every_kind_belongs_to_one_scope_and_all_but_e_learning_to_all() -> None:
    own = {kind: [scope for scope in scopes if scope != ALL] for kind, scopes in SCOPES_OF_KIND.items()}
    assert own.keys() == set(Course.Kind.values)
    assert {len(scopes) for scopes in own.values()} == {1}
    assert [kind for kind, scopes in SCOPES_OF_KIND.items() if ALL not in scopes] == ["e-learning"]


def test_names_are_unique_and_labels_are_words() -> None:
    for table in (SCOPES, FIGURES, RATES, BREAKDOWNS):
        assert len({each.name for each in table}) == len({each.label for each in table}) == len(table)
    assert all(each.counts.endswith(".") for table in (FIGURES, RATES, BREAKDOWNS) for each in table)


def test_some_figures_are_of_one_scope_only() -> None:
    only = {scope.name: [each.name for each in figures_of(scope.name) if each.only] for scope in SCOPES}
    assert only["elearning"] == ["enrolled", "started", "completed"]
    assert only[ALL] == ["trainer_days", "trainers_with_lived_experience"]
    assert only["courses"] == []


def test_what_is_watched_for_gaps_is_a_scope() -> None:
    assert set(WATCHED) <= {scope.name for scope in SCOPES}
