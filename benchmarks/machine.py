"""What this was measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from app.core.sqlite import driver

_PARTS = ("weasyprint", "flask", "sqlalchemy", "gunicorn", "huey")
_CPU_INFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Processor, cores and system, and how busy the machine is now."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; load {load}"


def versions() -> str:
    """Python and the parts that count."""
    parts = ", ".join(f"{name} {version(name)}" for name in _PARTS)
    return f"Python {platform.python_version()}, SQLite {driver.sqlite_version}, {parts}"


def _processor() -> str:
    try:
        lines = _CPU_INFO.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
