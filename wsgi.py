"""For those who bring their own server: `application`, with the settings of the environment.

Migrate the database first and run the background worker beside it; `./run` does all of this.
"""

import os

from app import create_app
from app.config import WrongSettings, read_settings

try:
    application = create_app(read_settings(os.environ))
except WrongSettings as error:
    raise SystemExit(str(error)) from None
