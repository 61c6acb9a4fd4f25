"""The garbage collector while files are read."""

import gc

import pytest
from background_typed_check.facts import garbage


@pytest.mark.parametrize("is_enabled", [True, False])
def test_it_pauses_and_goes_on_as_before(*, is_enabled: bool) -> None:
    (gc.enable if is_enabled else gc.disable)()
    frozen = gc.get_freeze_count()
    try:
        with garbage.paused():
            assert not gc.isenabled()
        assert gc.isenabled() is is_enabled
        assert gc.get_freeze_count() == frozen
    finally:
        gc.enable()
