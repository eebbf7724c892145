"""What a job is doing, and how long each step took (步骤与用时)."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Step:
    """A finished step: its name in the office's words, and its seconds."""

    name: str
    seconds: float


@dataclass
class Steps:
    """
    The steps of one job, told to whoever watches.

    `started` is called with a step's name as it begins, `finished` with the step when it is done. Steps
    follow one another; they do not nest.
    """

    started: Callable[[str], None] = lambda _name: None
    finished: Callable[[Step], None] = lambda _step: None
    done: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """
        Time a step.

        Parameters
        ----------
        name
            What is being done, in the office's words.

        Yields
        ------
        nothing
            The body of the step.
        """
        self.started(name)
        begin = time.perf_counter()
        yield
        step = Step(name, time.perf_counter() - begin)
        self.done.append(step)
        self.finished(step)
