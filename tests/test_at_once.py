"""What tests with several connections begin from: the reference data, whatever those before them did to it."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.at_once import put_back


@pytest.mark.usefixtures("several_connections")
def test_what_comes_back_to_an_emptied_database_is_what_was_there() -> None:
    kept = connection.creation.serialize_db_to_string()
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert connection.creation.serialize_db_to_string() == "[]"
    put_back(connection.creation, kept)
    assert connection.creation.serialize_db_to_string() == kept
