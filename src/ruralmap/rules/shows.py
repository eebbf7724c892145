"""Numbers that are shown beside a result and judged by nothing (附列): worked out when one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.measures import Setting
from ruralmap.rules.measuring import measured
from ruralmap.rules.results import Shown
from ruralmap.schema.policy_columns import Names, Scope
from ruralmap.schema.policy_compares import unfit_measure
from ruralmap.schema.policy_measures import Days, Presence, Value
from ruralmap.schema.policy_units import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.case import Case, Units
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.measures import Measured
    from ruralmap.rules.truth import Flags
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.policy_rules import Shows
    from ruralmap.schema.vocabulary import Level

# Levels whose numbers are told of the units above as well.
_ADDED_UP: Final[tuple[Level, ...]] = ("township", "village")


@dataclass(frozen=True, eq=False)
class Beside:
    """What a rule shows beside every unit of a level, as the books of a day have it."""

    case: Case
    rule: Rule
    asker: Asker
    units: Units

    def at(self, place: int) -> tuple[Shown, ...]:
        """
        Give the numbers of one unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        shown
            In the order in which the rule has them; none that cannot be told of such a unit.
        """
        return tuple(
            Shown(shows.label, unit, _value(found, known, place))
            for shows, unit, found, known in self._columns
        )

    @cached_property
    def _columns(self) -> Sequence[tuple[Shows, str, Measured, Flags]]:
        """Take the measures, with their units, in all units."""
        policy, units = self.case.policy, self.units
        ranks = {rule.id: rule.level for rule in policy.rules}
        names = Names(policy.groups, policy.parameters, ranks, policy.published_on is not None)
        scope = Scope(units.level, units.rows or None, names)
        setting = Setting(self.case, self.asker, units)
        found = []
        for shows in self.rule.shows:
            if self._is_told(shows) and not list(unfit_measure(shows.measure, scope, "")):
                taken = measured(shows.measure, setting)
                known = taken.known if taken.counts is None or taken.divisors is not None else _counted(taken)
                found.append((shows, unit_of(shows.measure, scope) or "", taken, known))
        return found

    def _is_told(self, shows: Shows) -> bool:
        """Say whether a number is told of these units: what stands beside a row is no number of its place."""
        if self.units.level == self.rule.level:
            return True
        return self.rule.level in _ADDED_UP and not isinstance(shows.measure, Value | Days | Presence)


def _counted(found: Measured) -> Flags:
    """Say where a count is known: wherever its table is there."""
    told = found.counts is not None and found.counts.known
    return np.full(len(found.known), told)


def _value(found: Measured, known: Flags, place: int) -> Fraction | None:
    """Give a number in its unit, exactly; missing where it is not known."""
    if not known[place]:
        return None
    number = Fraction(int(found.spans["default"][0][place]), found.scale)
    if found.divisors is None:
        return number
    return number / Fraction(int(found.divisors["default"][0][place]), found.divisor_scale)
