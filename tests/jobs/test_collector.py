"""Python's search for cycles is paused for a job, and afterwards as it was."""

import gc

import pytest

from ruralmap.jobs.collector import collector_paused


def test_the_search_is_paused_inside_and_goes_on_afterwards():
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_and_a_search_that_was_off_change_nothing():
    with pytest.raises(ZeroDivisionError), collector_paused():
        raise ZeroDivisionError
    assert gc.isenabled()
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
