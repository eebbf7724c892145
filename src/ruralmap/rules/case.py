"""A policy and the facts it is held against, prepared once for all of its rules (评价材料)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.rules.facts import require_countable
from ruralmap.rules.figures import parameter_figure, population_figures
from ruralmap.rules.filters import Selections
from ruralmap.rules.rows import countable_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.figures import PopulationFigures
    from ruralmap.rules.results import ParameterFigure
    from ruralmap.rules.rows import Rows
    from ruralmap.schema.policy import Policy
    from ruralmap.schema.vocabulary import Level


@dataclass(frozen=True, eq=False)
class Case:
    """
    What the evaluation of a policy needs.

    `units` are the units of each level in the order of their codes, with a column `code` and a column `name`
    beside what filters may ask; `selections` fills as the rules are evaluated, from the first to the last.
    """

    facts: Facts
    policy: Policy
    units: Mapping[Level, pd.DataFrame]
    rows: Rows
    figures: PopulationFigures
    parameters: Mapping[str, ParameterFigure]
    selections: Selections


def prepare_case(policy: Policy, facts: Facts) -> Case:
    """
    Prepare a policy and the facts for evaluation.

    Parameters
    ----------
    policy
        The policy.
    facts
        The tables.

    Returns
    -------
    case
        Nothing evaluated yet.

    Raises
    ------
    ConservationError
        If somebody would be counted twice or not at all.
    """
    require_countable(facts)
    rows = countable_rows(facts)
    return Case(
        facts,
        policy,
        {
            "household": _named(rows.households, "hh_id", "hh_id"),
            "village": _named(rows.villages, "village_code", "village"),
            "township": _named(rows.townships, "township_code", "township"),
        },
        rows,
        population_figures(facts),
        {name: parameter_figure(facts, parameter) for name, parameter in policy.parameters.items()},
        Selections({}, policy.groups),
    )


def _named(units: pd.DataFrame, code: str, name: str) -> pd.DataFrame:
    """Say of units by which columns they go."""
    return units.assign(code=units[code], name=units[name])
