"""The map of one rule (指标图): bring what it says of places, or of households by village, to drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.draw.indicator import indicator_map
from ruralmap.draw.indicator_panel import HOLDS, RuleHead
from ruralmap.errors import UsageError
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.maps import Map
from ruralmap.rules.levels import level_of
from ruralmap.rules.ranking import indicators_of
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.levels import Said
    from ruralmap.schema.policy import Rule
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace

_PLACES: Final = ("village", "township")
_COLUMNS: Final = ["code", "status", "value", "numerator", "denominator", "threshold", "margin"]
_HOUSEHOLDS: Final = "户/户"


def draw_indicator_map(workspace: Workspace, linked: LinkedCounty, report: ZonesReport, rule_id: str) -> Map:
    """
    Draw what one rule says (指标图).

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    report
        What the policy says of the county.
    rule_id
        The rule, such as `YN-21`.

    Returns
    -------
    map
        The map, in the language of the report; of a rule of households it holds shares by village.

    Raises
    ------
    UsageError
        If the policy has no such rule, or it says nothing of villages or townships.
    """
    lang, rules = report.lang, {rule.id: rule for rule in report.policy.rules}
    if rule_id not in rules:
        known = "、".join(rules)
        raise UsageError(
            say_both("policy_maps.indicator.unknown_rule", policy=report.policy.id, rule=rule_id, known=known)
        )
    rule = rules[rule_id]
    by_village = rule.level == "household" and rule.kind == "selection"
    found = None if by_village else _of_places(report, rule)
    units = _of_households(report, rule_id) if found is None else _of_units(found)
    drawn = units[units["code"].isin(linked.villages.index)] if by_village else units
    words = {
        "policy": report.policy.title.text(lang),
        "rule": rule_id,
        "reading": _reading(rule, lang),
    }
    if by_village:
        aside = int(units["denominator"].sum() - drawn["denominator"].sum())
        reading = say("policy_maps.indicator.reading_households", lang, count=f"{aside:,}", **words)
    else:
        reading = say("policy_maps.indicator.reading", lang, **words)
    sources = ("source_layers", "source_rosters", "source_population")
    meta = map_meta(workspace, sources, reading=reading, trial=report.evaluation.trial, lang=lang)
    page = indicator_map(
        linked.villages,
        linked.townships,
        drawn,
        _head(report, rule, found),
        records=linked.tables.get("place_records"),
        meta=meta,
        lang=lang,
    )
    return Map(page)


def _of_places(report: ZonesReport, rule: Rule) -> Said:
    """Find what a rule says of places: at its own level, else of townships, else of villages."""
    said = {level_of(one): one for one in reversed(report.evaluation.said(rule.id))}
    for level in (rule.level, "township", "village"):
        if level in _PLACES and level in said:
            return said[level]
    raise UsageError(say_both("policy_maps.indicator.not_drawn", rule=rule.id, level=rule.level))


def _reading(rule: Rule, lang: Language) -> str:
    """Name the reading that decides; a list has none."""
    return rule.default_reading.label.text(lang) if rule.readings else rule.label.text(lang)


def _head(report: ZonesReport, rule: Rule, found: Said | None) -> RuleHead:
    """Say of a rule what stands beside its map; without places it is one of households."""
    lang = report.lang
    level = "household" if found is None else level_of(found)
    lines = {
        "quote": rule.quote,
        "source": rule.source,
        "line_reading": _reading(rule, lang),
        "drawn": say(f"policy_maps.indicator.level.{level}", lang),
    }
    unit = _HOUSEHOLDS if found is None else next((one.unit for one in found.results if one.unit), "")
    return RuleHead(
        rule.id,
        rule.label.text(lang),
        "township" if level == "township" else "village",
        unit,
        tuple((say(f"policy_maps.indicator.{key}", lang), text) for key, text in lines.items() if text),
        counts=found is None,
    )


def _of_units(found: Said) -> pd.DataFrame:
    """Write one row a unit of which the rule says anything, as the default reading says it."""
    indicators = indicators_of(found)
    ranks = indicators[0].ranks if indicators else {}
    rows = [
        (
            result.code,
            result.status,
            None if result.value is None else float(result.value),
            result.numerator,
            result.denominator,
            None if result.threshold is None else float(result.threshold),
            result.margin,
            ranks.get(result.code),
        )
        for result in found.results
        if result.outcome != "not_applicable" or result.value is not None
    ]
    return pd.DataFrame(rows, columns=[*_COLUMNS, "rank"])


def _of_households(report: ZonesReport, rule_id: str) -> pd.DataFrame:
    """Write one row a place: how many of its households the rule surely names."""
    counts = pd.DataFrame(
        [
            (count.code, count.households, count.outcome in HOLDS and count.certainty == "certain")
            for count in report.count_by_village(rule_id)
        ],
        columns=["code", "households", "named"],
    )
    whole = counts.groupby("code")["households"].sum()
    named = counts[counts["named"]].groupby("code")["households"].sum().reindex(whole.index, fill_value=0)
    return pd.DataFrame(
        {
            "code": whole.index,
            "status": "recorded",
            "value": (named / whole).to_numpy(),
            "numerator": named.to_numpy(),
            "denominator": whole.to_numpy(),
            "threshold": None,
            "margin": None,
        }
    )
