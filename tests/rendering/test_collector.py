"""When garbage is collected."""

import gc

import pytest

from app.rendering.engine import collector


def test_nothing_is_collected_until_the_work_is_over() -> None:
    assert gc.isenabled()
    with collector.undisturbed():
        assert not gc.isenabled()
        with collector.undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_collecting_goes_on_after_work_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), collector.undisturbed():
        _ = 1 // 0
    assert gc.isenabled()
