"""Settings of services come from the environment, secrets from a file where NAME_FILE names one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from eraser_site import env, providers


def test_a_key_may_lie_in_a_file_and_loses_its_last_newline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "bria"
    secret.write_text("t0ken-of-the-office\n")
    monkeypatch.setenv("BRIA_API_TOKEN", "an older one")
    monkeypatch.setenv("BRIA_API_TOKEN_FILE", str(secret))
    assert providers.config()["BRIA_API_TOKEN"] == "t0ken-of-the-office"


def test_every_setting_of_a_service_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in providers.config():
        (tmp_path / name).write_text(f" {name} \n")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    assert providers.config() == {name: name for name in providers.config()}


def test_a_switch_may_lie_in_a_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tls").write_text("1\n")
    assert not env.switch("EMAIL_USE_SSL", default=False)
    monkeypatch.setenv("EMAIL_USE_SSL_FILE", str(tmp_path / "tls"))
    assert env.switch("EMAIL_USE_SSL", default=False)


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BRIA_API_TOKEN_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match="BRIA_API_TOKEN_FILE points to"):
        providers.config()


@pytest.mark.parametrize("word", ["cheap", "-1", "NaN", "1e9"])
def test_a_price_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("BRIA_PRICE", word)
    with pytest.raises(ImproperlyConfigured, match="BRIA_PRICE must be the price of one result"):
        providers.prices()
