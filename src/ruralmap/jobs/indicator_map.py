"""The map of one rule (指标图): bring what it says of places, or of households by village, to drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.draw.indicator import indicator_map
from ruralmap.draw.indicator_panel import HOLDS, RuleHead
from ruralmap.errors import UsageError
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.maps import Map
from ruralmap.rules.ranking import indicators_of
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.draw.indicator_panel import Level as PlaceLevel
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.levels import Said
    from ruralmap.schema.policy import Rule
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace

PLACE_LEVELS: Final[tuple[PlaceLevel, ...]] = ("township", "village")
_COLUMNS: Final = ["code", "status", "value", "numerator", "denominator", "threshold", "margin"]
_HOUSEHOLDS: Final = "户/户"


def draw_indicator_map(
    workspace: Workspace,
    linked: LinkedCounty,
    report: ZonesReport,
    rule_id: str,
    *,
    level: PlaceLevel | None = None,
) -> Map:
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
    level
        Whether villages or townships are drawn; unless given the rule's own level, else townships, else
        villages, and villages for a rule of households.

    Returns
    -------
    map
        The map, in the language of the report; of a rule of households it holds shares of those of whom the
        rule speaks.

    Raises
    ------
    UsageError
        If the policy has no such rule, or it says nothing of villages or townships, or of the level asked.
    """
    lang, rules = report.lang, {rule.id: rule for rule in report.policy.rules}
    if rule_id not in rules:
        known = "、".join(rules)
        raise UsageError(
            say_both("policy_maps.indicator.unknown_rule", policy=report.policy.id, rule=rule_id, known=known)
        )
    rule = rules[rule_id]
    counts = rule.level == "household" and rule.kind == "selection"
    found = None if counts else _of_places(report, rule, level)
    drawn_level: PlaceLevel = "township" if (found.level if found else level) == "township" else "village"
    above = {
        str(village): str(township)
        for village, township in linked.villages["township_code"].items()
        if drawn_level == "township"
    }
    units = _of_households(report, rule_id, above) if found is None else _of_units(found)
    places = linked.townships.index if drawn_level == "township" else linked.villages.index
    drawn = units[units["code"].isin(places)] if counts else units
    words = {
        "policy": report.policy.title.text(lang),
        "rule": rule_id,
        "reading": _reading(rule, lang),
    }
    if counts:
        aside = int(units["denominator"].sum() - drawn["denominator"].sum())
        place = say(f"policy_maps.indicator.level.{drawn_level}", lang)
        words |= {"count": f"{aside:,}", "level": place}
        reading = say("policy_maps.indicator.reading_households", lang, **words)
    else:
        reading = say("policy_maps.indicator.reading", lang, **words)
    sources = ("source_layers", "source_rosters", "source_population")
    meta = map_meta(workspace, sources, reading=reading, trial=report.evaluation.trial, lang=lang)
    page = indicator_map(
        linked.villages,
        linked.townships,
        drawn,
        _head(report, rule, found, drawn_level),
        records=linked.tables.get("place_records"),
        meta=meta,
        lang=lang,
    )
    return Map(page)


def _of_places(report: ZonesReport, rule: Rule, asked: PlaceLevel | None) -> Said:
    """Find what a rule says of places: at the level asked, or at its own, else of townships or villages."""
    said = {one.level: one for one in reversed(report.evaluation.said(rule.id))}
    for level in (rule.level, *PLACE_LEVELS) if asked is None else (asked,):
        if level in PLACE_LEVELS and level in said:
            return said[level]
    level = rule.level if asked is None else asked
    key = "not_drawn" if asked is None else "not_at_level"
    raise UsageError(say_both(f"policy_maps.indicator.{key}", rule=rule.id, level=level))


def _reading(rule: Rule, lang: Language) -> str:
    """Name the reading that decides; a list has none."""
    return rule.default_reading.label.text(lang) if rule.readings else rule.label.text(lang)


def _head(report: ZonesReport, rule: Rule, found: Said | None, level: PlaceLevel) -> RuleHead:
    """Say of a rule what stands beside its map; without places it is one of households."""
    lang = report.lang
    of_households = "_households" if found is None else ""
    lines = {
        "quote": rule.quote,
        "source": rule.source,
        "line_reading": _reading(rule, lang),
        "drawn": say(f"policy_maps.indicator.level.{level}{of_households}", lang),
    }
    unit = _HOUSEHOLDS if found is None else next((one.unit for one in found.results if one.unit), "")
    return RuleHead(
        rule.id,
        rule.label.text(lang),
        level,
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


def _of_households(report: ZonesReport, rule_id: str, above: Mapping[str, str]) -> pd.DataFrame:
    """Write one row a place, or the place above: of whom the rule speaks, and how many it surely names."""
    counts = pd.DataFrame(
        [
            (
                above.get(count.code, count.code),
                count.rows if count.outcome != "not_applicable" else 0,
                count.outcome in HOLDS and count.certainty == "certain",
            )
            for count in report.count_by_village(rule_id)
        ],
        columns=["code", "households", "named"],
    )
    whole = counts.groupby("code")["households"].sum()
    named = counts[counts["named"]].groupby("code")["households"].sum().reindex(whole.index, fill_value=0)
    return pd.DataFrame(
        {
            "code": whole.index,
            "status": ["recorded" if asked else "not_applicable" for asked in whole],
            # Of whom the rule speaks nowhere there, there is no share.
            "value": (named / whole.where(whole > 0)).to_numpy(),
            "numerator": named.to_numpy(),
            "denominator": whole.to_numpy(),
            "threshold": None,
            "margin": None,
        }
    )
