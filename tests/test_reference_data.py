"""The reference data pages: administrators only, states out of reach, every act on the trail, no equality answers."""

import re
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import resolve, reverse

from core import audit
from core.admin import ReferenceAdmin
from core.models import AuditEntry
from people.models import Agency, Duty, EqualityAnswer, Sector, User
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user
from tools.reference_bundles import SCRIPTS, STYLES

pytestmark = pytest.mark.django_db
OURS = sorted(
    (model for model, page in admin.site._registry.items() if isinstance(page, ReferenceAdmin)),
    key=lambda model: model._meta.label,
)
MOST_REQUESTS = 6
ASKED_FOR = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon)"|script|img)[^>]*?(?:href|src)="(/[^"]+)"')
FILL_IN_SLUGS = {"admin/js/urlify.js", "admin/js/prepopulate.js", "admin/js/vendor/xregexp/xregexp.min.js"}
BUNDLED = {kind: {*SCRIPTS[kind], *STYLES[kind], *FILL_IN_SLUGS} for kind in ("list", "form")}
NO_INLINES = {
    f"{name}-{part}": "0" for name in ("trainers", "head_counts") for part in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def address(of: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{of._meta.app_label}_{of._meta.model_name}_{page}", args=args)


def test_whoever_is_no_administrator_has_no_reference_data(client: Client) -> None:
    index = reverse("admin:index")
    login = client.get(index, follow=True)
    assert login.redirect_chain[-1][0].startswith(reverse("account_login"))
    client.force_login(make_user(Duty.Kind.MANAGER))
    for path in (index, address(Agency, "changelist"), reverse("admin:login"), reverse("admin:password_change")):
        assert client.get(path).status_code == 404


def test_passwords_are_changed_where_everybody_changes_theirs(client: Client, administrator: User) -> None:
    answer = client.get(reverse("admin:password_change"))
    assert answer.headers["Location"] == reverse("account_change_password")


def test_nobody_signs_in_here(client: Client, administrator: User) -> None:
    other = make_user()
    said = {"username": other.email, "password": "correct horse battery staple"}
    assert client.post(reverse("admin:login"), said).headers["Location"] == reverse("admin:index")
    assert client.session["_auth_user_id"] == str(administrator.pk)


def test_nothing_but_what_is_ours_has_a_page() -> None:
    resolve("/")  # the addresses are what closes them
    assert set(admin.site._registry) == set(OURS)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_page_of_reference_data_opens_and_searches(client: Client, administrator: User, model: Any) -> None:
    make_booking(make_event(for_agency=make_agency()))
    make_course("e-learning")
    audit.record("test", administrator, by=TESTER, at=NOW)
    pages = [client.get(address(model, "changelist"), {"q": "a"}), client.get(address(model, "add"))]
    pages += [client.get(address(model, "change", row.pk)) for row in model.objects.all()[:1]]
    assert [page.status_code for page in pages] in ([200, 200, 200], [200, 200], [200, 403, 200], [200, 403])
    for page in pages:
        if page.status_code == 200:
            assert len({"the page", *ASKED_FOR.findall(page.content.decode())}) <= MOST_REQUESTS
            assert pieces(page.context["media"]) <= BUNDLED["form" if "adminform" in page.context else "list"]


def pieces(media: Any) -> set[str]:
    """The files that Django's page would ask for by itself, for the widgets on it."""
    return {*media._js, *chain.from_iterable(media._css.values())}


def test_equality_answers_have_no_page() -> None:
    assert not admin.site.is_registered(EqualityAnswer)


def test_an_agency_is_added_and_the_trail_knows(client: Client, administrator: User) -> None:
    said = {"code": "trust", "name": "The Trust", "sector": Sector.objects.get(code="health").pk}
    client.post(address(Agency, "add"), said)
    agency = Agency.objects.get(code="trust")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject, entry.actor) == (
        "reference.add",
        f"people.agency:{agency.pk}",
        administrator.actor_ref,
    )
    client.post(address(Agency, "change", agency.pk), said | {"name": "The New Trust", "code": "other"})
    agency.refresh_from_db()
    assert (agency.name, agency.code) == ("The New Trust", "trust")
    assert AuditEntry.objects.get(verb="reference.change").details == {"fields": "Name"}
    history = client.get(address(Agency, "history", agency.pk), follow=True)
    assert history.content.decode().count("reference.change") >= 1


def test_nobody_is_deleted_here(client: Client, administrator: User) -> None:
    person = make_person()
    assert client.post(address(person, "delete", person.pk), {"post": "yes"}).status_code == 403
    assert client.post(address(person.agency, "delete", person.agency.pk), {"post": "yes"}).status_code == 403


def test_states_and_attendance_are_out_of_reach(client: Client, administrator: User) -> None:
    booking = make_booking(make_event(status="draft"))
    asked = {"state": "cancelled", "attendance": "attended", "status": "published", "title": "Other", "places": "1"}
    assert client.post(address(booking, "change", booking.pk), asked).status_code == 403
    event = booking.event
    trainer = NO_INLINES | {"trainers-TOTAL_FORMS": "1", "trainers-0-name": "Jo Hale", "trainers-0-days": "1"}
    assert client.post(address(event, "change", event.pk), asked | trainer).status_code == 302
    assert not event.trainers.exists()
    for row in (booking, event):
        row.refresh_from_db()
    assert (booking.state, booking.attendance) == ("confirmed", "")
    assert (event.status, event.title, event.places) == ("draft", "", 20)


def test_the_trail_itself_can_not_be_changed(client: Client, administrator: User) -> None:
    entry = audit.record("test", administrator, by=TESTER, at=NOW)
    assert client.post(address(entry, "change", entry.pk), {"verb": "other"}).status_code == 403
    assert client.post(address(entry, "delete", entry.pk), {"post": "yes"}).status_code == 403
    assert client.post(address(entry, "add"), {"verb": "other"}).status_code == 403


def test_accounts_and_duties_are_only_looked_at_here(client: Client, administrator: User) -> None:
    user = make_user()
    assert client.post(address(User, "add"), {"email": "new@example.org"}).status_code == 403
    assert client.post(address(User, "change", user.pk), {"email": "other@example.org"}).status_code == 403
    assert client.post(address(User, "delete", user.pk), {"post": "yes"}).status_code == 403
    assert user.email in client.get(address(User, "change", user.pk)).content.decode()


def test_no_field_is_filled_in_from_another_for_the_scripts_that_do_it_are_left_out() -> None:
    assert [page for page in admin.site._registry.values() if page.prepopulated_fields] == []


def test_the_page_that_ours_was_written_from_has_not_changed() -> None:
    """Where this fails, look what is new in Django's admin/base.html, take it into ours, and note the new digest."""
    original = Path(admin.__file__).parent / "templates/admin/base.html"
    assert sha256(original.read_bytes()).hexdigest()[:16] == "49c62197ece3d8a3"
