"""A policy and the facts it is held against, prepared once for all of its rules (评价材料)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.rules.facts import require_countable
from ruralmap.rules.figures import parameter_figure, population_figures
from ruralmap.rules.filters import Selections
from ruralmap.rules.measures import countable_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.figures import PopulationFigures
    from ruralmap.rules.measures import Rows
    from ruralmap.rules.results import ParameterFigure
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
    townships = pd.DataFrame(facts.townships.drop(columns="geometry", errors="ignore"))
    townships = townships.rename_axis("township_code").reset_index()
    return Case(
        facts,
        policy,
        {
            "household": _units(rows.households, "hh_id", "hh_id"),
            "village": _units(rows.villages, "village_code", "village"),
            "township": _units(townships, "township_code", "township"),
        },
        rows,
        population_figures(facts),
        {name: parameter_figure(facts, parameter) for name, parameter in policy.parameters.items()},
        Selections({}, policy.groups),
    )


def _units(rows: pd.DataFrame, code: str, name: str) -> pd.DataFrame:
    """Order units by code, so that no answer depends on the order of rows."""
    ordered = rows.sort_values(code, ignore_index=True)
    return ordered.assign(code=ordered[code], name=ordered[name])
