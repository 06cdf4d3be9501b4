"""What stands before a signature is found by its addresses, not by reading a long list."""

import pytest
from flask import Flask
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from app.signons import earlier


@pytest.mark.one_database
def test_nobody_waits_for_a_long_list_to_be_read(app: Flask, session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("about the plans of SQLite")
    del app
    question = str(earlier._EARLIER.compile(dialect=sqlite.dialect()))  # noqa: SLF001 - its plan is what is looked at
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {question}", ("",) * question.count("?"))

    steps = [detail for *_, detail in plan if "sign_ons" in detail]
    assert len(steps) == 3
    assert all("email=?" in step for step in steps), steps
