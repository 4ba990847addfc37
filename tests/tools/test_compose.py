"""compose.yaml keeps what production is promised: checks, order, no secrets, no open database."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "compose.yaml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
OURS = ["beat", "migrate", "web", "worker"]
EXAMPLE_TEXT = (ROOT / ".env.example").read_text()
VARIABLE = re.compile(r"(?m)^(\w+)=(.*)$")
EXAMPLE = dict(VARIABLE.findall(EXAMPLE_TEXT))
OPTIONAL = {
    name
    for block in EXAMPLE_TEXT.split("\n\n")
    if block.startswith("# Optional: ")
    for name, _ in VARIABLE.findall(block)
}


def conditions(name: str) -> dict[str, str]:
    return {other: how["condition"] for other, how in SERVICES[name].get("depends_on", {}).items()}


def test_the_whole_of_production_is_there() -> None:
    assert sorted(SERVICES) == ["beat", "migrate", "postgres", "redis", "web", "worker"]


@pytest.mark.parametrize("name", ["beat", "postgres", "redis", "worker"])
def test_a_service_has_its_own_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


def test_the_web_service_is_checked_as_its_image_says() -> None:
    assert "healthcheck" not in SERVICES["web"]
    assert re.search(r'(?m)^HEALTHCHECK .*CMD \["python", "-m", "tools\.health"\]$', (ROOT / "Dockerfile").read_text())


def test_migrations_run_once_before_everything_that_needs_them() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["command"][:3] == ["python", "manage.py", "migrate"]
    assert conditions("migrate") == {"postgres": "service_healthy"}
    for name in ("web", "worker", "beat"):
        assert conditions(name) == {"migrate": "service_completed_successfully", "redis": "service_healthy"}


@pytest.mark.parametrize("name", OURS)
def test_ours_run_on_production_settings_and_can_change_nothing_of_the_image(name: str) -> None:
    assert SERVICES[name]["environment"]["TURNOUT_PRODUCTION"] == "1"
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_only_the_site_has_a_port_and_only_on_this_machine() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_database_and_redis_have_no_way_out() -> None:
    assert yaml.safe_load(TEXT)["networks"]["inside"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_what_redis_holds_outlives_it() -> None:
    assert "--appendonly yes" in " ".join(SERVICES["redis"]["command"])
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql/data"]


def test_a_variable_that_is_missing_is_asked_for_in_a_sentence() -> None:
    for name, rest in re.findall(r"\$\{(\w+)([^}]*)\}", TEXT):
        if name not in OPTIONAL:
            assert rest == f":?Set {name} in .env, see .env.example"


def test_no_secret_has_a_value() -> None:
    for name, service in SERVICES.items():
        for variable, value in service["environment"].items():
            if re.search("KEY|PASSWORD|AUTH|_URL", variable):
                assert ":?" in value or value == f"${{{variable}:-}}", f"{name}: {variable}"


def test_the_example_explains_every_variable_and_gives_none() -> None:
    assert set(EXAMPLE) == set(re.findall(r"\$\{(\w+)", TEXT))
    assert not any(EXAMPLE.values())
    blocks = EXAMPLE_TEXT.strip().split("\n\n")
    assert all(block.startswith("# ") for block in blocks)
