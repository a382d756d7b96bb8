"""Settings: every environment variable Halfway reads, validated once, each explained in .env.example."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.doors import Hook, Listen, check_url, deliverable, derive_secret, read_listen
from bot.endpoint import Address
from bot.logs import Format
from bot.store.keyring import Keyring, read_keyring
from dialogs.engine import ModelTerms

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
SPARE_SECONDS = 4  # what the guard of a question to the language model waits beyond its time-out


class SettingsError(Exception):
    """A setting is missing or unusable; the message names it and says what to write."""


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError(f"{value!r} is no address; write it with http:// or https://")
    return value.rstrip("/")


def _endpoint(value: str) -> str:
    parts = urlsplit(_address(value))
    try:
        usable = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("write an address like http://localhost:11434/v1; a key, if any, goes into LLM_API_KEY")
    return value.rstrip("/").removesuffix("/chat/completions")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _plain_key(value: SecretStr) -> SecretStr:
    key = value.get_secret_value().strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError("the key has a character that no key has; copy it again")
    return SecretStr(key)


def _hook_secret(value: SecretStr) -> SecretStr:
    if _SECRET.fullmatch(value.get_secret_value()) is None:
        raise ValueError("write 16 to 256 of A-Z, a-z, 0-9, _ and -; without it, one is derived from the token")
    return value


def _listen(value: str) -> str:
    return str(read_listen(value))


_POSTGRES = ("postgresql+asyncpg", "postgresql", "postgres")


def _known_database(value: SecretStr) -> SecretStr:
    """The address of a database; it may hold a password, so it is quoted nowhere."""
    written = value.get_secret_value().strip()
    kind, _, rest = written.partition("://")
    if kind in _POSTGRES:
        return _postgres(value)
    if not kind.startswith("sqlite") or not rest.startswith("/"):
        raise ValueError(
            f"{kind[:20]!r} is not supported; write postgresql+asyncpg://user:password@host/database, or "
            f"sqlite:///path/to/file.db, or leave it out"
        )
    return value


def _postgres(value: SecretStr) -> SecretStr:
    kind, _, rest = value.get_secret_value().strip().partition("://")
    try:
        parts = urlsplit(f"postgresql://{rest}")
        usable = kind in _POSTGRES and len(parts.path) > 1 and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(
            "write it as postgresql+asyncpg://user:password@host:5432/database, with what is no letter or digit in "
            "user and password as %.."
        )
    return SecretStr(f"postgresql+asyncpg://{rest}")


class Settings(BaseSettings):
    """What the operator decides. Names in capitals are the variables of the environment or of ``.env``."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True)

    telegram_bot_token: SecretStr | None = None
    telegram_api_base_url: Annotated[str, AfterValidator(_address)] = "https://api.telegram.org"
    database_url: Annotated[SecretStr, AfterValidator(_known_database)] | None = None
    keys_database_url: Annotated[SecretStr, AfterValidator(_postgres)] | None = None
    database_pool: int = Field(default=8, ge=1, le=100)
    halfway_data_dir: Path | None = None
    halfway_master_key: SecretStr | None = None
    send_per_second: float = Field(default=30, gt=0)
    send_per_chat_per_second: float = Field(default=1, gt=0)
    send_per_chat_burst: int = Field(default=3, ge=1)
    receive_per_chat_per_second: float = Field(default=2, gt=0)
    receive_per_chat_burst: int = Field(default=300, ge=1)
    poll_seconds: int = Field(default=25, ge=0, le=50)
    webhook_url: Annotated[str, AfterValidator(check_url)] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_hook_secret)] | None = None
    webhook_listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8080"
    webhook_connections: int = Field(default=40, ge=1, le=100)
    ops_listen: Annotated[str, AfterValidator(_listen)] | None = None
    stop_seconds: float = Field(default=10, ge=0)
    llm_base_url: Annotated[str, AfterValidator(_endpoint)] | None = None
    llm_model: str | None = None
    llm_api_key: Annotated[SecretStr, AfterValidator(_plain_key)] | None = None
    llm_connect_seconds: float = Field(default=2, gt=0, le=30)
    llm_total_seconds: float = Field(default=8, gt=0, le=60)
    log_format: Format = "text"
    log_level: str = Field(default="INFO", pattern="^(?i:debug|info|warning|error)$")

    @property
    def data_dir(self) -> Path:
        """Where the database lives unless DATABASE_URL says otherwise."""
        return (self.halfway_data_dir or user_data_path("halfway")).expanduser()

    @property
    def database_path(self) -> Path:
        """The SQLite file.

        Raises:
            SettingsError: the database is on PostgreSQL.
        """
        if self.database_url is None:
            return self.data_dir / "halfway.db"
        if self.postgres_url is not None:
            raise SettingsError("DATABASE_URL is on PostgreSQL: there is no file that holds the data")
        return Path(self.database_url.get_secret_value().strip().split(":///", 1)[-1]).expanduser()

    @property
    def database_name(self) -> str:
        """Where the database is, without its password."""
        return str(self.database_path) if self.postgres_url is None else self.postgres_url.rpartition("@")[2]

    @property
    def postgres_url(self) -> str | None:
        """The address of the PostgreSQL database, with its password; None for SQLite."""
        url = self.database_url.get_secret_value() if self.database_url else ""
        return url if url.startswith("postgresql") else None

    @property
    def postgres_keys_url(self) -> str | None:
        """The address of the database that holds the keys; None where they lie in a schema beside the data."""
        return self.keys_database_url.get_secret_value() if self.keys_database_url else None

    @property
    def keyring(self) -> Keyring | None:
        """The operator's master keys; None where they are in the file beside the database.

        Raises:
            MasterKeyError: a key can't be used.
        """
        if self.halfway_master_key is None:
            return None
        return read_keyring(self.halfway_master_key.get_secret_value(), "HALFWAY_MASTER_KEY")

    @property
    def llm_address(self) -> Address | None:
        """Where the language model is asked; None unless both LLM_BASE_URL and LLM_MODEL are set."""
        if self.llm_base_url is None or self.llm_model is None:
            return None
        key = self.llm_api_key.get_secret_value() if self.llm_api_key else None
        seconds = self.llm_connect_seconds, self.llm_total_seconds
        return Address(self.llm_base_url, self.llm_model, key or None, *seconds)

    @property
    def model_terms(self) -> ModelTerms | None:
        """What the conversation has to know of the language model; None where there is none."""
        if self.llm_base_url is None or self.llm_model is None:
            return None
        parts = urlsplit(self.llm_base_url)
        host = parts.hostname or ""
        away = host != "localhost" and not _is_loopback(host)
        return ModelTerms(host, away, timedelta(seconds=self.llm_total_seconds + SPARE_SECONDS))

    @property
    def hook(self) -> Hook | None:
        """Where Telegram brings updates; None where they are fetched.

        Raises:
            SettingsError: Telegram would not deliver there, or there is no token.
        """
        if self.webhook_url is None:
            return None
        if not deliverable(self.webhook_url, self.telegram_api_base_url):
            raise SettingsError(
                "WEBHOOK_URL can't be reached by Telegram: it delivers to https addresses at port 443, 80, 88 or 8443 "
                "alone. Leave WEBHOOK_URL empty to fetch updates instead."
            )
        given = self.webhook_secret.get_secret_value() if self.webhook_secret else derive_secret(self.token)
        return Hook(self.webhook_url, given, self.webhook_connections)

    @property
    def webhook_door(self) -> Listen:
        """Where the webhook listens."""
        return read_listen(self.webhook_listen)

    @property
    def ops_door(self) -> Listen | None:
        """Where health and figures are served, where they have a door of their own."""
        return None if self.ops_listen is None else read_listen(self.ops_listen)

    @property
    def token(self) -> str:
        """The bot's token.

        Raises:
            SettingsError: there is none, or it can't be one.
        """
        token = self.telegram_bot_token.get_secret_value().strip() if self.telegram_bot_token else ""
        if not token:
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN is not set. Write to @BotFather in Telegram, send /newbot, and put the token it "
                "gives you into .env (see .env.example). To try the coach without a token, run: make chat"
            )
        if not token.split(":")[0].isdecimal() or ":" not in token:
            raise SettingsError(
                "TELEGRAM_BOT_TOKEN does not look like a token (123456:ABC...). Copy it from @BotFather again."
            )
        return token


def read() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value can't be used; names the variable and says why.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, problem['loc'])).upper()}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise SettingsError("Please correct these settings (environment or .env):\n  " + "\n  ".join(lines)) from None
