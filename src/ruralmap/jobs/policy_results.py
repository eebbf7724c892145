"""The results of a policy as a file (评价结果): a workbook to read, CSV or JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from ruralmap.errors import UsageError
from ruralmap.files.atomic import write_text
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.policy_run import PolicyRun

_BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel takes a CSV for GBK
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


def require_ending(path: Path, *endings: str) -> None:
    """
    Refuse to write a file of another kind.

    Parameters
    ----------
    path
        Where it shall stand.
    *endings
        What the name may end with.

    Raises
    ------
    UsageError
        If it ends otherwise.
    """
    if path.suffix.lower() not in endings:
        raise UsageError(say_both("workpaper.ending", path=path))


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
    require_ending(path, ".xlsx", ".csv", ".json")
    told = run.as_json(lang)
    if path.suffix.lower() == ".json":
        write_text(path, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    elif path.suffix.lower() == ".csv":
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow([*_COLUMNS, "as_of", "marks"])
        ends = [told["as_of"], _GAP.join(told["marks"])]
        writer.writerows([*(one[name] for name in _COLUMNS), *ends] for one in told["results"])
        write_text(path, _BYTE_ORDER_MARK + lines.getvalue())
    else:
        write_workbook(path, [_sheet(run, told["results"], lang)])


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
    body = [[_cell(name, one[name], lang) for name in _COLUMNS] for one in results]
    name = say("workpaper.sheet.results", lang)
    return Sheet(name, [header, *body], notes=notes, widths=dict(enumerate(_WIDTHS)))


def _cell(name: str, value: object, lang: Language) -> object:
    """Say one field."""
    if value is None:
        return None
    if name == "level":
        return say(f"policy_check.level.{value}", lang)
    if name == "kind":
        return say(f"policy_check.kind.{value}", lang)
    if name == "outcome":
        return say(f"policy_run.outcome.{value}", lang)
    return say(f"workpaper.certainty.{value}", lang) if name == "certainty" else value
