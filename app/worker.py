"""The process that does the work after the answer: mail, typesetting, the record of lifts."""

import os
import sys

from flask import Flask
from huey.consumer import Consumer

from app import create_app
from app.config import WrongSettings, read_settings
from app.core import clock
from app.core.log import log
from app.editions.seal import make_key
from app.rendering import process

NICE = 5


def work(app: Flask) -> None:
    """Run every job as it falls due, until the process is asked to end. The first one makes the key that seals."""
    os.nice(NICE)  # people who wait for a page come first; nobody's page waits for this
    process.warm_up(log().info)
    with app.app_context():
        make_key(now=clock.machine())  # not the database: it may be down at the start
    consumer: Consumer = app.extensions["queue"].create_consumer(
        workers=2, worker_type="thread", periodic=True, initial_delay=0.05, max_delay=0.5, scheduler_interval=1
    )
    consumer.run()


def main() -> int:
    """Start a worker from the environment. Exit code 2 if the settings are wrong."""
    try:
        settings = read_settings(os.environ)
    except WrongSettings as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    work(create_app(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
