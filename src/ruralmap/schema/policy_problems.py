"""What is wrong with a policy: every mistake, its place, and the remedy (政策文件的错误)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruralmap.errors import PolicyError
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Problem:
    """One mistake in a policy: where it stands, and an entry of the catalogue `policies` with its values."""

    place: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: Language) -> str:
        """
        Say what was found, and how to mend it.

        Parameters
        ----------
        lang
            The language: `zh` or `en`.

        Returns
        -------
        text
            One line, without the place.
        """
        return say(f"policies.{self.code}", lang, **self.values)


class PolicyRefusedError(PolicyError):
    """
    A policy that was refused.

    Parameters
    ----------
    file
        The file's name.
    problems
        Every mistake found.
    """

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        lines = [say_both("policies.refused", file=file, n=len(problems))]
        lines += [
            f"  {number}. {problem.place}: {problem.text('zh')} ({problem.text('en')})"
            for number, problem in enumerate(problems, start=1)
        ]
        super().__init__("\n".join(lines))
        self.file = file
        self.problems = tuple(problems)
