"""The garbage collector while files are read."""

import gc

import pytest
from background_typed_check.facts import garbage


@pytest.mark.parametrize("is_enabled", [True, False])
def test_it_pauses_and_goes_on_as_before(*, is_enabled: bool) -> None:
    (gc.enable if is_enabled else gc.disable)()
    try:
        with garbage.paused():
            assert not gc.isenabled()
        assert gc.isenabled() is is_enabled
    finally:
        gc.enable()
