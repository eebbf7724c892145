"""Steps are told as they begin and end, and kept in order."""

import pytest

from ruralmap.jobs.steps import Steps


def test_steps_are_told_and_kept_in_order():
    heard = []
    steps = Steps(
        started=lambda name: heard.append(("begin", name)), finished=lambda s: heard.append(("end", s.name))
    )
    with steps.step("核查"):
        pass
    with steps.step("落图"):
        pass
    assert heard == [("begin", "核查"), ("end", "核查"), ("begin", "落图"), ("end", "落图")]
    assert [step.name for step in steps.done] == ["核查", "落图"]
    assert all(step.seconds >= 0 for step in steps.done)


def test_a_step_that_failed_is_not_counted_as_done():
    steps = Steps()
    with pytest.raises(ZeroDivisionError), steps.step("核查"):
        _ = 1 / 0
    assert steps.done == []
