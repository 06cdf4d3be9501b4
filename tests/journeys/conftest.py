"""The installation that journeys go through."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Browser
from tests.journeys.steps import World


@pytest.fixture
def world(
    app: Flask,
    at: Callable[[datetime], None],
    new_browser: Callable[[], Browser],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    """An installation that nobody has set up yet, with a mail folder of its own."""
    folder = tmp_path / "mail"
    monkeypatch.setattr(app.extensions["mailman"], "file_path", str(folder))
    return World(app, at, folder, new_browser)
