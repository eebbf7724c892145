"""The results of a policy as a file (评价结果): a workbook to read, CSV or JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.result_file import write_result
from ruralmap.schema.policy_rules import TEXT_LABEL
from ruralmap.schema.strict import Label
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.policy_run import PolicyRun

# The fields of a result in the public contract.
_COLUMNS: Final = (
    "rule_id",
    "kind",
    "level",
    "code",
    "outcome",
    "value",
    "numerator",
    "denominator",
    "threshold",
    "unit",
    "margin",
    "certainty",
    "reading",
    "basis",
    "met_on",
)
_WIDTHS: Final = (9, 10, 9, 15, 11, 14, 15, 15, 14, 9, 11, 9, 14, 8, 12)
_GAP: Final = "　"


def write_results(run: PolicyRun, path: Path, lang: Language) -> None:
    """
    Write what the rules say, as the file's ending says.

    Parameters
    ----------
    run
        What the rules say.
    path
        Where it shall stand: .xlsx, .csv or .json.
    lang
        The language.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    told = run.as_json(lang)
    ends = [told["as_of"], _GAP.join(told["marks"])]
    write_result(
        path,
        sheets=lambda: [_sheet(run, told["results"], lang)],
        table=lambda: [
            [*_COLUMNS, "as_of", "marks"],
            *([*(one[name] for name in _COLUMNS), *ends] for one in told["results"]),
        ],
        record=lambda: told,
    )


def _sheet(run: PolicyRun, results: list[dict[str, object]], lang: Language) -> Sheet:
    """Lay out the results, in the office's words."""
    evaluation = run.evaluation
    marks = (("trial", evaluation.trial), ("simulated", run.simulated), ("internal", True))
    said = [say(f"zones.{mark}", lang) for mark, so in marks if so]
    notes = (
        evaluation.policy.title.text(lang),
        _GAP.join([*said, say("zones.as_of", lang, date=evaluation.as_of)]),
        say("workpaper.fields.note", lang),
    )
    header = [say(f"workpaper.fields.{name}", lang) for name in _COLUMNS]
    labels = {
        (rule.id, reading.id): reading.label for rule in evaluation.policy.rules for reading in rule.readings
    }
    shown = (
        {**one, "reading": labels.get((str(one["rule_id"]), str(one["reading"])), TEXT_LABEL)}
        for one in results
    )
    body = [[_cell(name, one[name], lang) for name in _COLUMNS] for one in shown]
    name = say("workpaper.sheet.results", lang)
    return Sheet(name, [header, *body], notes=notes, widths=dict(enumerate(_WIDTHS)))


def _cell(name: str, value: object, lang: Language) -> object:
    """Say one field."""
    if value is None:
        return None
    if isinstance(value, Label):
        return value.text(lang)
    if name == "level":
        return say(f"policy_check.level.{value}", lang)
    if name == "kind":
        return say(f"policy_check.kind.{value}", lang)
    if name == "outcome":
        return say(f"policy_run.outcome.{value}", lang)
    return say(f"workpaper.certainty.{value}", lang) if name == "certainty" else value
