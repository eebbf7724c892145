"""
A share of some rows, where a doubtful row may be in both parts or in neither (同增同减), never in one alone.

Of N rows out of D, `N/D ≥ p/q` is `q·N − p·D ≥ 0`; a row that may not belong to D adds `q − p` or nothing.
Taken by itself, each part would have to reckon with rows above the line that are not below it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.adding import Adder
from ruralmap.rules.parts import places_in, weights_of
from ruralmap.schema.policy_filters import AllOf, InGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ruralmap.rules.case import Units
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.truth import Flags, Whole
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy import Group
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_measures import Ratio
    from ruralmap.schema.vocabulary import Level


@dataclass(frozen=True, eq=False)
class Joint:
    """
    Both parts of a share by what is known of each row, in every unit.

    `both` are certainly in both, `below` only in the denominator; `above` may be in the numerator as well.
    Of those that may not be in the denominator `apart` would be in both, `missed` in it alone, `open` either.
    `usable` is false where a row does not say how much it adds, or could belong to another unit.
    """

    both: Whole
    below: Whole
    above: Whole
    apart: Whole
    missed: Whole
    open: Whole
    usable: Flags

    def between(self, times: int, base: int) -> tuple[Whole, Whole]:
        """
        Give the least and the most that `times · numerator − base · denominator` can be.

        Parameters
        ----------
        times
            By what the numerator is multiplied.
        base
            By what the denominator is.

        Returns
        -------
        least
            In every unit.
        most
            In every unit.
        """
        inside, outside = times - base, -base
        sure = inside * self.both.astype(object) + outside * self.below

        def bound(pick: Callable[..., int]) -> Whole:
            doubtful = pick(inside, outside) * self.above + pick(0, inside) * self.apart
            return sure + doubtful + pick(0, outside) * self.missed + pick(0, inside, outside) * self.open

        return bound(min), bound(max)


def joint_of(measure: Ratio, asker: Asker, *, units: Units, residence: Residence) -> Joint | None:
    """
    Lay both parts of a share together, row by row.

    Parameters
    ----------
    measure
        The ratio.
    asker
        Asks the rows of a day.
    units
        The units.
    residence
        Whether people count where they are registered or where they live.

    Returns
    -------
    joint
        Missing where the numerator is no part of the denominator: other rows, another column, or rows that
        pass a filter which does not begin with the denominator's.
    """
    over, under = measure.numerator, measure.denominator
    alike = (over.rows, over.column, over.distinct, under.distinct) == (under.rows, under.column, None, None)
    if not alike or not asker.view.has(under.rows):
        return None
    groups = asker.known.groups
    asked, of = (list(_leaves(part.where, over.rows, groups)) for part in (over, under))
    if any(leaf not in asked for leaf in of):
        return None
    weights, stated, _ = weights_of(asker, under)
    if (weights < 0).any():
        return None
    places = places_in(asker, under.rows, units, residence)
    rest = tuple(leaf for leaf in asked if leaf not in of)
    inner, outer = (
        asker.members(under.rows, AllOf(all=leaves) if leaves else None) for leaves in (tuple(of), rest)
    )
    rows = Adder(places, len(units.codes), None if under.column is None else weights)
    return _laid(inner, outer, stated, rows, units.level)


def _leaves(tree: Filter | None, rows: str, groups: Mapping[str, Group]) -> Iterator[Filter]:
    """Take apart what must hold all together, groups of the same rows as well."""
    if isinstance(tree, AllOf):
        for part in tree.all:
            yield from _leaves(part, rows, groups)
    elif isinstance(tree, InGroup) and groups[tree.group].rows == rows:
        yield from _leaves(groups[tree.group].where, rows, groups)
    elif tree is not None:
        yield tree


def _laid(inner: Membership, outer: Membership, stated: Flags, rows: Adder, level: Level) -> Joint:
    """Add up by what is known of each row: whether it is below the line, and whether it is above as well."""
    yes, maybe = inner.truth.yes, inner.unsure
    possible = yes | maybe
    lost = level in {"village", "township"} and bool((rows.places[np.flatnonzero(possible)] < 0).any())
    silent = replace(rows, weights=None).add(possible, beyond=stated)
    return Joint(
        both=rows.add(yes & outer.truth.yes),
        below=rows.add(yes & outer.truth.no),
        above=rows.add(yes & outer.unsure),
        apart=rows.add(maybe & outer.truth.yes),
        missed=rows.add(maybe & outer.truth.no),
        open=rows.add(maybe & outer.unsure),
        usable=(silent == 0) & (not lost),
    )
