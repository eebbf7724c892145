"""The workbook 跟踪档案: one row for each stay of a unit on the adopted lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.adoption_sheets import cell, money_rules
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.unit_files import UnitFile
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace

_LEVELS: Final = ("township", "village", "household")
_COLUMNS: Final = (
    "rule_id",
    "code",
    "name",
    "entered_on",
    "entered_doc",
    "why",
    "numerator",
    "denominator",
    "left_on",
    "left_doc",
    "responsible",
    "measures",
    "last_measure",
    "visits",
    "last_visit",
    "spent",
)
_STYLES: Final[dict[str, NumberStyle]] = {
    "denominator": "integer",
    "measures": "integer",
    "visits": "integer",
    "spent": "money",
}
_WIDTHS: Final = {1: 16, 2: 18, 4: 18, 5: 26, 9: 18, 10: 26, 15: 16}


def unit_sheets(
    workspace: Workspace, policy: Policy, files: Sequence[UnitFile], *, lang: Language
) -> list[Sheet]:
    """
    Lay out the workbook.

    Parameters
    ----------
    workspace
        The county's folder.
    policy
        The policy.
    files
        The files of the units.
    lang
        The language.

    Returns
    -------
    sheets
        One a level; households by their ids alone.
    """
    simulated = [say("zones.simulated", lang)] if workspace.county.simulated else []
    notes = (
        say("unit_files.title", lang, county=workspace.county.name, policy=policy.title.text(lang)),
        "　".join(
            [*simulated, say("zones.internal", lang), say("zones.as_of", lang, date=workspace.county.as_of)]
        ),
        say("unit_files.note", lang),
    )
    header = [say(f"unit_files.column.{column}", lang) for column in _COLUMNS]
    styles = {place: _STYLES.get(column, "text") for place, column in enumerate(_COLUMNS)}
    sheets, money = [], money_rules(policy)
    for level in _LEVELS:
        body = [_row(one, lang, money) for one in files if one.stay.unit.level == level]
        name = say(f"zones.level.{level}", lang)
        sheets.append(Sheet(name, [header, *body], notes=notes, widths=_WIDTHS, styles=styles))
    return sheets


def _row(one: UnitFile, lang: Language, money: frozenset[str]) -> list[object]:
    stay, unit = one.stay, one.stay.unit
    return [
        unit.rule_id,
        unit.code,
        # A household is known by its id, which stands before.
        None if unit.level == "household" else unit.name,
        stay.entered_on,
        stay.entered_doc,
        why_words(one, lang),
        cell(unit, "numerator", lang, money=money),
        unit.denominator,
        stay.left_on,
        stay.left_doc,
        one.responsible or say("unit_files.nobody", lang),
        one.measures.times,
        one.measures.last_on,
        one.visits.times,
        one.visits.last_on,
        None if one.spent_fen is None else one.spent_fen / FEN_PER_YUAN,
    ]


def why_words(one: UnitFile, lang: Language) -> str:
    """
    Say why a unit came on the list.

    Parameters
    ----------
    one
        The file of the unit.
    lang
        The language.

    Returns
    -------
    text
        Such as 符合条款 or 人工调入：因故.
    """
    unit = one.stay.unit
    return (
        say("unit_files.by_hand", lang, reason=unit.reason) if unit.move else say("unit_files.by_rule", lang)
    )


def unit_records(files: Sequence[UnitFile]) -> list[dict[str, Any]]:
    """
    Put the files of villages and townships into what JSON can say.

    Parameters
    ----------
    files
        The files of the units.

    Returns
    -------
    records
        One a stay; households are left to the workbook.
    """
    return [unit_record(one) for one in files if one.stay.unit.level != "household"]


def unit_record(one: UnitFile) -> dict[str, Any]:
    """
    Put one file into what JSON can say.

    Parameters
    ----------
    one
        The file of a unit.

    Returns
    -------
    record
        One stay.
    """
    return {
        "rule_id": one.stay.unit.rule_id,
        "level": one.stay.unit.level,
        "code": one.stay.unit.code,
        "entered_on": one.stay.entered_on,
        "entered_doc": one.stay.entered_doc,
        "left_on": one.stay.left_on,
        "left_doc": one.stay.left_doc,
        "move": one.stay.unit.move,
        "responsible": one.responsible,
        "measures": one.measures.times,
        "last_measure": one.measures.last_on,
        "visits": one.visits.times,
        "last_visit": one.visits.last_on,
        "spent_fen": one.spent_fen,
    }
