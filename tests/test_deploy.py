"""What is in deploy/ fits the program: files, settings and commands that it names are there, and nothing runs as root.

No container is built here: that would need a registry.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from bot.__main__ import app
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = ("compose.yaml", "compose.sqlite.yaml")
OTHERS = {"PATH", "MPLCONFIGDIR", "PYTHONDONTWRITEBYTECODE", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
OTHERS |= {"PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR"}  # of the builder


def commands() -> set[str]:
    group = get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return set(group.commands)


def services(name: str) -> dict[str, str]:
    """The services of a compose file, each with its lines; a merged anchor is laid in."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    shared = re.search(r"^x-halfway: &halfway\n((?: .*\n)+)", text, re.MULTILINE)
    body = re.split(r"^services:\n", text, flags=re.MULTILINE)[1].split("\nvolumes:")[0]
    parts = re.split(r"^  ([a-z]+):\n", body, flags=re.MULTILINE)
    return {
        part: lines + (shared[1] if shared and "<<: *halfway" in lines else "")
        for part, lines in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.mark.parametrize("name", ["Dockerfile", *COMPOSE, "halfway.service"])
def test_every_variable_that_is_set_is_a_setting(name: str) -> None:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    named = set(re.findall(r"^#?\s*(?:ENV |Environment=)?\b([A-Z][A-Z_]{3,})(?:=|: )", text, re.MULTILINE))
    named |= set(re.findall(r"\s([A-Z][A-Z_]{3,})=", text))
    assert named, name
    unknown = named - {field.upper() for field in Settings.model_fields} - OTHERS
    assert unknown == set()


def test_what_is_copied_into_the_image_is_there_and_reaches_the_builder() -> None:
    sources = [
        word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()
    ]
    assert {"bot", "dialogs", "content", "requirements.lock"} <= set(sources)
    let_in = re.findall(r"^!(\S+)", (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(sources) == set(let_in)
    for source in sources:
        assert (ROOT / source).exists(), source


def test_the_image_runs_commands_of_the_program_and_not_as_root() -> None:
    assert re.search(r'^HEALTHCHECK .* CMD \["halfway", "health"\]$', DOCKERFILE, re.MULTILINE)
    assert 'ENTRYPOINT ["halfway"]\nCMD ["run"]' in DOCKERFILE
    assert {"health", "run", "migrate"} <= commands()
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users
    assert "0" not in {part for user in users for part in user.split(":")}
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("ENTRYPOINT")


def test_every_library_of_the_image_is_checked_against_its_hash_and_no_registry_is_named() -> None:
    installs = re.findall(r"pip install (.+)", DOCKERFILE)
    assert installs
    assert all("--require-hashes" in install or "--no-deps --no-build-isolation" in install for install in installs)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^hatchling==", lock, re.MULTILINE), "what builds Halfway is not locked"
    for text in (DOCKERFILE, lock):
        assert "index-url" not in text
        assert not re.search(r"https?://", text)


@pytest.mark.parametrize("name", COMPOSE)
def test_every_container_is_hardened(name: str) -> None:
    for service, lines in services(name).items():
        assert "read_only: true" in lines, service
        assert "no-new-privileges:true" in lines, service
        assert "tmpfs:" in lines, service
        assert "privileged: true" not in lines
        assert service == "postgres" or "cap_drop: [ALL]" in lines
        assert re.search(r"env_file: \w+\.env", lines), service  # secrets are in no file of the repository
        for word in re.findall(r"^    command: \[(\w+)", lines, re.MULTILINE):
            assert word in commands()
        for path in re.findall(r"dockerfile: (\S+)", lines):
            assert (ROOT / path).exists()
    assert not re.search(r"(TOKEN|PASSWORD|KEY): ", (DEPLOY / name).read_text(encoding="utf-8"))


def test_the_larger_one_has_two_replicas_that_share_no_disk_and_migrate_first() -> None:
    found = services("compose.yaml")
    assert "replicas: 2" in found["bot"]
    assert "volumes:" not in found["bot"]
    assert "service_completed_successfully" in found["bot"]
    assert "pg_isready" in found["postgres"]


@pytest.mark.parametrize("name", COMPOSE)
def test_compose_understands_it(name: str, tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not installed")
    for file in (name, "halfway.env", "postgres.env"):
        (tmp_path / file).write_text((DEPLOY / file).read_text() if file == name else "", encoding="utf-8")
    checked = subprocess.run(
        [docker, "compose", "--file", str(tmp_path / name), "config", "--quiet"], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    unit = (DEPLOY / "halfway.service").read_text(encoding="utf-8")
    assert re.search(r"^ExecStart=\S+/halfway run$", unit, re.MULTILINE)
    there = tmp_path / "halfway.service"
    there.write_text(re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", unit, flags=re.MULTILINE), encoding="utf-8")
    checked = subprocess.run([analyze, "verify", str(there)], capture_output=True, text=True)
    assert (checked.returncode, [line for line in checked.stderr.splitlines() if "halfway.service" in line]) == (0, [])


def test_the_service_may_do_little() -> None:
    unit = dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "halfway.service").read_text(encoding="utf-8"), re.MULTILINE))
    assert unit["User"] != "root"
    assert unit["ProtectSystem"] == "strict"
    assert unit["NoNewPrivileges"] == "yes"
    assert unit["StateDirectoryMode"] == "0700"
    assert unit["CapabilityBoundingSet"] == ""
    assert unit["Restart"] == "on-failure"
