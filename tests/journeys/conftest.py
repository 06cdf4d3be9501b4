"""The installation that journeys go through."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.journeys.steps import World


@pytest.fixture
def world(
    app: Flask,
    session: Session,  # noqa: ARG001 - requests must share the test's transaction
    at: Callable[[datetime], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    """An installation that nobody has set up yet, with a mail folder of its own."""
    folder = tmp_path / "mail"
    monkeypatch.setattr(app.extensions["mailman"], "file_path", str(folder))
    return World(app, at, folder)
