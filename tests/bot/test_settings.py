"""Settings: all in .env.example, and clear words for what can't be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_every_setting_is_in_the_example_and_the_other_way_round() -> None:
    named = set(re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_example_as_it_stands_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = read()
    assert settings.telegram_api_base_url == "https://api.telegram.org"
    assert settings.database_path.name == "halfway.db"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("TELEGRAM_API_BASE_URL", "api.telegram.org", "TELEGRAM_API_BASE_URL.*no address"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL.*'mysql' is not supported"),
        ("SEND_PER_SECOND", "0", "SEND_PER_SECOND"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL"),
        ("LLM_BASE_URL", "localhost:11434", "LLM_BASE_URL.*no address"),
        ("LLM_BASE_URL", "https://name:word@example.com/v1", "LLM_BASE_URL.*LLM_API_KEY"),
        ("LLM_BASE_URL", "https:///v1", "LLM_BASE_URL.*like http"),
        ("LLM_BASE_URL", "https://example.com:99999/v1", "LLM_BASE_URL.*like http"),
        ("LLM_API_KEY", "two words", "LLM_API_KEY.*copy it again"),
        ("LLM_TOTAL_SECONDS", "0", "LLM_TOTAL_SECONDS"),
        ("WEBHOOK_URL", "coach.example.org/telegram", "WEBHOOK_URL.*like https://coach"),
        ("WEBHOOK_URL", "https://", "WEBHOOK_URL.*like https://coach"),
        ("WEBHOOK_URL", "https://a:b@example.org/x", "WEBHOOK_URL.*like https://coach"),
        ("WEBHOOK_URL", "https://example.org:99999/x", "WEBHOOK_URL.*like https://coach"),
        ("WEBHOOK_URL", "https://example.org/metrics", "WEBHOOK_URL.*/metrics is Halfway's own"),
        ("WEBHOOK_SECRET", "short", "WEBHOOK_SECRET.*16 to 256"),
        ("WEBHOOK_SECRET", "with a space in the middle", "WEBHOOK_SECRET.*16 to 256"),
        ("WEBHOOK_LISTEN", "8080", "WEBHOOK_LISTEN.*write host:port"),
        ("WEBHOOK_LISTEN", "localhost:0", "WEBHOOK_LISTEN.*write host:port"),
        ("WEBHOOK_LISTEN", "localhost:99999", "WEBHOOK_LISTEN.*write host:port"),
        ("WEBHOOK_CONNECTIONS", "101", "WEBHOOK_CONNECTIONS"),
        ("OPS_LISTEN", "http://localhost:9090", "OPS_LISTEN.*write host:port"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=message):
        read()


@pytest.mark.parametrize("token", ["", "   ", "nonsense"])
def test_without_a_token_the_way_to_one_is_told(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    with pytest.raises(SettingsError, match="BotFather"):
        _ = read().token


def test_a_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:CANARY")
    settings = read()
    assert settings.token == "123456:CANARY"
    assert "CANARY" not in repr(settings) + str(settings.model_dump())


@pytest.mark.parametrize("url", ["sqlite:///{}/x.db", "sqlite+aiosqlite:///{}/x.db"])
def test_a_database_url(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url.format(tmp_path))
    assert read().database_path == tmp_path / "x.db"


def test_a_language_model_is_off_unless_address_and_name_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read().llm_address is None
    monkeypatch.setenv("LLM_BASE_URL", "https://llm.example.com/v1/chat/completions/")
    assert read().llm_address is None
    assert read().model_terms is None
    monkeypatch.setenv("LLM_MODEL", "small")
    monkeypatch.setenv("LLM_API_KEY", " sk-CANARY ")
    settings = read()
    assert settings.llm_address is not None
    assert settings.llm_address.base_url == "https://llm.example.com/v1"
    assert settings.llm_address.key == "sk-CANARY"
    assert settings.model_terms is not None
    assert (settings.model_terms.host, settings.model_terms.away) == ("llm.example.com", True)
    assert settings.model_terms.patience.total_seconds() == 12
    assert "CANARY" not in repr(settings) + str(settings.model_dump()) + repr(settings.llm_address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_this_machine_is_known(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("LLM_BASE_URL", f"http://{host}:11434/v1")
    monkeypatch.setenv("LLM_MODEL", "small")
    terms = read().model_terms
    assert terms is not None
    assert not terms.away


@pytest.mark.parametrize(
    ("url", "server", "delivered"),
    [
        ("https://coach.example.org/telegram", "https://api.telegram.org", True),
        ("https://coach.example.org:8443/telegram", "https://api.telegram.org", True),
        ("https://coach.example.org:9000/telegram", "https://api.telegram.org", False),
        ("http://coach.example.org/telegram", "https://api.telegram.org", False),
        ("http://127.0.0.1:9000/telegram", "http://127.0.0.1:8081", True),
    ],
)
def test_where_telegram_would_not_deliver_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch, url: str, server: str, delivered: bool
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:CANARY")
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", server)
    monkeypatch.setenv("WEBHOOK_URL", url)
    if not delivered:
        with pytest.raises(SettingsError, match="WEBHOOK_URL can't be reached by Telegram"):
            _ = read().hook
        return
    hook = read().hook
    assert hook is not None
    assert hook.url == url
    assert len(hook.secret) >= 32
    assert "CANARY" not in hook.secret
    monkeypatch.setenv("WEBHOOK_SECRET", "one-that-is-given")
    given = read().hook
    assert given is not None
    assert given.secret == "one-that-is-given"


@pytest.mark.parametrize(
    ("written", "host", "port"), [("[::1]:8080", "::1", 8080), ("0.0.0.0:80", "0.0.0.0", 80), ("Box:9", "box", 9)]
)
def test_an_address_to_listen_at_is_read(monkeypatch: pytest.MonkeyPatch, written: str, host: str, port: int) -> None:
    monkeypatch.setenv("OPS_LISTEN", written)
    listen = read().ops_door
    assert listen is not None
    assert (listen.host, listen.port) == (host, port)
