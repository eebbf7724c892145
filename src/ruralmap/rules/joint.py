"""
A share of some rows, where a doubtful row may be in both parts or in neither (同增同减), never in one alone.

Of N rows out of D, `N/D ≥ p/q` is `q·N − p·D ≥ 0`; a row that may not belong to D adds `q − p` or nothing.
Taken by itself, each part would have to reckon with rows above the line that are not below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.parts import places_in, weights_of
from ruralmap.schema.policy_filters import AllOf, InGroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ruralmap.rules.filters import Asker
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.truth import Flags, Whole
    from ruralmap.schema.policy import Group
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_measures import Ratio


@dataclass(frozen=True, eq=False)
class Joint:
    """
    Both parts of a share by what is known of each row, in every unit.

    `both` are certainly in both, `below` only in the denominator; `above` may be in the numerator as well.
    Of those that may not be in the denominator, `apart` would be in both, `missed` in it alone, `open` either.
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
        bounds = []
        for pick in (min, max):
            bounds.append(
                sure
                + pick(inside, outside) * self.above
                + pick(0, inside) * self.apart
                + pick(0, outside) * self.missed
                + pick(0, inside, outside) * self.open
            )
        return bounds[0], bounds[1]


def joint_of(measure: Ratio, setting: Setting) -> Joint | None:
    """
    Lay both parts of a share together, row by row.

    Parameters
    ----------
    measure
        The ratio.
    setting
        Of whom, and when.

    Returns
    -------
    joint
        Missing where the numerator is no part of the denominator: other rows, another column, or rows that
        pass a filter which does not begin with the denominator's.
    """
    over, under, asker = measure.numerator, measure.denominator, setting.asker
    alike = (over.rows, over.column, over.distinct, under.distinct) == (under.rows, under.column, None, None)
    if not alike or setting.only or not asker.view.has(under.rows):
        return None
    groups = setting.case.policy.groups
    asked, of = (list(_leaves(part.where, over.rows, groups)) for part in (over, under))
    if any(leaf not in asked for leaf in of):
        return None
    weights, stated, _ = weights_of(asker, under)
    if (weights < 0).any():
        return None
    return _laid(asker, over.rows, of, [leaf for leaf in asked if leaf not in of], (weights, stated), setting)


def _leaves(tree: Filter | None, rows: str, groups: Mapping[str, Group]) -> Iterator[Filter]:
    """Take apart what must hold all together, groups of the same rows as well."""
    if isinstance(tree, AllOf):
        for part in tree.all:
            yield from _leaves(part, rows, groups)
    elif isinstance(tree, InGroup) and groups[tree.group].rows == rows:
        yield from _leaves(groups[tree.group].where, rows, groups)
    elif tree is not None:
        yield tree


def _laid(
    asker: Asker,
    rows: str,
    of: Sequence[Filter],
    asked: Sequence[Filter],
    adds: tuple[Whole, Flags],
    setting: Setting,
) -> Joint:
    """Add up by what is known of each row."""
    weights, stated = adds
    inner, outer = (
        asker.members(rows, AllOf(all=tuple(leaves)) if leaves else None) for leaves in (of, asked)
    )
    places = places_in(asker, rows, setting.units, setting.residence)
    total = len(setting.units.codes)

    def add(which: Flags) -> Whole:
        sums = np.zeros(total, dtype=np.int64)
        taken = which & (places >= 0)
        np.add.at(sums, places[taken], weights[taken])
        return sums

    yes, maybe = inner.truth.yes, inner.unsure
    silent = np.zeros(total, dtype=np.int64)
    possible = (yes | maybe) & ~stated & (places >= 0)
    np.add.at(silent, places[possible], 1)
    lost = ((yes | maybe) & (places < 0)).any() and setting.units.level in {"village", "township"}
    return Joint(
        both=add(yes & outer.truth.yes),
        below=add(yes & outer.truth.no),
        above=add(yes & outer.unsure),
        apart=add(maybe & outer.truth.yes),
        missed=add(maybe & outer.truth.no),
        open=add(maybe & outer.unsure),
        usable=(silent == 0) & (not lost),
    )
