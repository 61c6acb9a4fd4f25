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


@pytest.mark.parametrize(("count", "is_spared"), [(50_000, True), (10, False)])
def test_what_was_made_is_spared_if_it_is_much(count: int, *, is_spared: bool) -> None:
    before = gc.get_threshold()
    gc.set_threshold(100_000, 10, 10)
    try:
        gc.collect()
        with garbage.spared():
            assert not gc.isenabled()
            made = [[number] for number in range(count)]
        assert gc.isenabled()
        assert len(made) == count
        assert (gc.get_count()[0] < count) is is_spared
    finally:
        gc.set_threshold(*before)


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with garbage.spared():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
