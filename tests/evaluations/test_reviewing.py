"""Reviewing: themes confirmed, details decided, wordings approved by name; what was written never changes."""

import pytest

from core.models import AuditEntry
from evaluations import codebook, disclosures, evaluations, reading, results, reviewing
from evaluations.models import Comment, Theme
from people.models import Duty, User
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, TESTER, make_event, make_user

pytestmark = pytest.mark.django_db
Details = Comment.Details


@pytest.fixture
def manager() -> User:
    return make_user(Duty.Kind.MANAGER)


def wrote(text: str = "Mrs Patel was kind.", *, may_quote: bool = True) -> Comment:
    comment = give(make_attended(), comments={"impact": text}, may_quote=may_quote).comments.get()
    reading.read_all(at=NOW)
    comment.refresh_from_db()
    return comment


def theme(code: str = "venue") -> Theme:
    return Theme.objects.get(code=code)


class TestThemes:
    def test_many_are_settled_at_once_and_none_twice(self, manager: User) -> None:
        one, other = wrote("One."), wrote("Other.")
        assert reviewing.settle_themes({one.lot: theme(), other.lot: None}, by=manager, at=NOW) == 2
        assert reviewing.settle_themes({one.lot: theme("catering"), other.lot: theme()}, by=manager, at=NOW) == 0
        one.refresh_from_db()
        assert (one.theme, one.themed_by, one.themed_at) == (theme(), manager, NOW)
        assert Comment.objects.without_theme().count() == 0
        said = AuditEntry.objects.filter(verb="comments.theme").order_by("pk").values_list("details", flat=True)
        assert list(said) == [{"theme": "venue"}, {"theme": None}]

    def test_one_can_be_changed_but_not_to_a_retired_theme(self, manager: User) -> None:
        comment = wrote("One.")
        reviewing.change_theme(comment, theme(), by=manager, at=NOW)
        assert reviewing.change_theme(comment, theme("catering"), by=manager, at=NOW).theme == theme("catering")
        codebook.retire(theme(), by=TESTER, at=NOW, reason="Old.")
        with pytest.raises(reviewing.NotInUse):
            reviewing.change_theme(comment, theme(), by=manager, at=NOW)


class TestDetails:
    def test_trainers_read_what_was_looked_at_and_gives_nobody_away(self, manager: User) -> None:
        comment = give(make_attended(), comments={"impact": "Mrs Patel was kind."}).comments.get()
        event = comment.evaluation.event

        def shown() -> tuple[int, int]:
            (part,) = results.heard(event, ["end"], whole=False)
            return len(part.comments), part.kept_back

        assert shown() == (0, 1)
        reading.read_all(at=NOW)
        assert shown() == (0, 1)
        reviewing.decide_details(comment, Details.CLEAR, by=manager, at=NOW)
        assert shown() == (1, 0)
        reviewing.decide_details(comment, Details.HELD, by=manager, at=NOW)
        assert shown() == (0, 1)
        assert len(results.heard(event, ["end"], whole=True)[0].comments) == 1

    def test_a_flag_goes_with_a_decision_and_nothing_is_deleted(self, manager: User) -> None:
        comment = wrote()
        assert comment in Comment.objects.flagged()
        reviewing.decide_details(comment, Details.HELD, by=manager, at=NOW)
        assert comment not in Comment.objects.flagged()
        comment.refresh_from_db()
        assert (comment.text, comment.found) == ("Mrs Patel was kind.", "title and surname")


class TestWording:
    def test_it_stands_beside_what_was_written_with_who_approved_it_and_when(self, manager: User) -> None:
        comment = wrote()
        reviewing.approve_wording(comment, " The trainer was kind. ", looked=False, by=manager, at=NOW)
        comment.refresh_from_db()
        assert (comment.approved_wording, comment.approved_by, comment.approved_at) == (
            "The trainer was kind.",
            manager,
            NOW,
        )
        assert comment.text == "Mrs Patel was kind."

    def test_what_is_still_marked_in_it_has_to_be_looked_at(self, manager: User) -> None:
        comment = wrote()
        with pytest.raises(reviewing.GivesAway, match="Mrs Patel"):
            reviewing.approve_wording(comment, comment.text, looked=False, by=manager, at=NOW)
        assert reviewing.approve_wording(comment, comment.text, looked=True, by=manager, at=NOW).approved_by == manager

    def test_not_without_the_writer_s_leave(self, manager: User) -> None:
        with pytest.raises(reviewing.NotAllowed):
            reviewing.approve_wording(wrote(may_quote=False), "Kind.", looked=True, by=manager, at=NOW)

    def test_not_while_it_is_with_the_designated_lead(self, manager: User) -> None:
        comment = wrote()
        passed_on = disclosures.pass_on(comment, by=manager, at=NOW, reason="Look.")
        assert passed_on
        with pytest.raises(reviewing.WithTheLead):
            reviewing.approve_wording(comment, "Kind.", looked=True, by=manager, at=NOW)
        disclosures.close(passed_on, by=manager, at=NOW, outcome="Nothing told of.")
        assert reviewing.approve_wording(comment, "Kind.", looked=True, by=manager, at=NOW).approved_wording == "Kind."

    def test_it_can_be_taken_back(self, manager: User) -> None:
        comment = wrote("Kind.")
        reviewing.approve_wording(comment, "Kind.", looked=False, by=manager, at=NOW)
        reviewing.withdraw_wording(comment, by=manager, at=NOW, reason="Asked.")
        assert comment not in Comment.objects.approved()
        with pytest.raises(reviewing.NotApproved):
            reviewing.withdraw_wording(comment, by=manager, at=NOW, reason="Again.")

    def test_the_writer_takes_their_leave_back_and_the_trail_names_nobody(self, manager: User) -> None:
        comment = wrote("Kind.")
        reviewing.approve_wording(comment, "Kind.", looked=False, by=manager, at=NOW)
        respondent = evaluations.Respondent(comment.evaluation)
        assert reviewing.withdraw_permission(comment.evaluation, by=respondent, at=NOW) == 1
        comment.refresh_from_db()
        assert (comment.may_quote, comment.approved_wording, comment.approved_by) == (False, "", None)
        entry = AuditEntry.objects.get(verb="comments.withdraw_permission")
        assert entry.actor == f"respondent:{comment.evaluation.respondent}"
        assert reviewing.withdraw_permission(comment.evaluation, by=respondent, at=NOW) == 0


def test_the_trail_repeats_no_words(manager: User) -> None:
    comment = wrote("Zanzibar is what I wrote.")
    reviewing.decide_details(comment, Details.CLEAR, by=manager, at=NOW)
    reviewing.approve_wording(comment, comment.text, looked=True, by=manager, at=NOW)
    disclosures.pass_on(comment, by=manager, at=NOW, reason="Look.")
    assert "Zanzibar" not in str(list(AuditEntry.objects.values()))


def test_lots_tell_nothing_of_the_order_in_which_comments_came() -> None:
    event = make_event(days=-1)
    for number in range(12):
        give(make_attended(event), comments={"impact": f"{number:02}"})
    said = list(Comment.objects.order_by("lot").values_list("text", flat=True))
    assert said not in (sorted(said), sorted(said, reverse=True))
