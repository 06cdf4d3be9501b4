"""Two people who open the set-up link at the same instant, in a real database with real threads."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.accounts import setup
from app.accounts.models import Person
from app.config import read_settings
from app.core import db
from tests.browser import Browser, defaults, form_of
from tests.factories import PASSWORD


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Flask]:
    """An installation in which nobody has an account."""
    settings = {
        "UNDERSIGNED_DATA": str(tmp_path),
        "UNDERSIGNED_LOG_LEVEL": "error",
        "UNDERSIGNED_RATE_LIMITS": "off",
    }
    app = create_app(read_settings(settings))
    db.migrate_to_newest(app)
    yield app
    with app.app_context():
        db.db.engine.dispose()


def test_exactly_one_of_four_sets_up_and_then_the_address_is_gone(fresh: Flask) -> None:
    address = setup.first_start_address(fresh)
    assert address is not None
    path = "/" + address.split("/", 3)[3]
    visitors = [Browser(fresh.test_client()) for _visitor in range(4)]
    filled = []
    for number, visitor in enumerate(visitors):
        form = form_of(visitor.open(path), "Create my account")
        mine = {"name": "Grace Hopper", "email": f"grace{number}@example.org", "password": PASSWORD}
        filled.append(defaults(form) | mine)
    together = threading.Barrier(len(visitors))
    answers: list[int] = []

    def send(visitor: Browser, fields: dict[str, str]) -> None:
        together.wait()
        answers.append(visitor.post(path, fields).status_code)

    threads = [threading.Thread(target=send, args=pair) for pair in zip(visitors, filled, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(303) == 1
    assert {answer for answer in answers if answer != 303} <= {409, 410}
    assert setup.first_start_address(fresh) is None
    with fresh.app_context():
        assert len(db.session().scalars(select(Person)).all()) == 1
