"""Balances (余额): the one table that every number shown of money is a sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.beside_rows import BESIDE_COLUMNS, beside_rows, budgeted, invested, paid
from ruralmap.funds.places import places_of_projects
from ruralmap.funds.placing import place_rows
from ruralmap.funds.postings import KEYS, LINE, POSTED, Rows, Texts, add_up, post
from ruralmap.schema.dates import last_day
from ruralmap.schema.fund_words import BALANCE_COLUMNS, FUND_COLUMNS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.funds.books import Ledger
    from ruralmap.schema.projects import Relation

# What a dimension is called in the table that it comes from, where that is not its own name.
_OF_LINES: Final = {"fund_in_plan": "in_plan"}
_OF_PROJECTS: Final = {"prj_in_plan": "in_plan"}
_DIMENSIONS: Final = tuple(column.name for column in FUND_COLUMNS if column.name not in KEYS)
_PROJECT_COLUMNS: Final = ("project_class", "prj_in_plan", "key_project", "work_relief_mode", "subclass")
_STORED: Final = {"integer": "Int64", "flag": "boolean"}
_TYPES: Final[dict[str, Any]] = (
    {column.name: _STORED.get(column.kind, "str") for column in FUND_COLUMNS}
    | dict.fromkeys(BALANCE_COLUMNS, "Int64")
    | {"placed": "boolean"}
)
_BEGINNING: Final = ""  # before every day


@dataclass(frozen=True, eq=False)
class Beside:
    """
    What is shown beside the ledger's money and is no part of it; each is missing where the office has none.

    `projects` is 项目库: what it states of investment, and the dimensions of a project. `labour` is
    劳务报酬发放表 with `linked_township_code` and `linked_village_code`. `budgets` is 预算安排.
    """

    projects: pd.DataFrame | None = None
    labour: pd.DataFrame | None = None
    budgets: pd.DataFrame | None = None


_NOTHING_BESIDE: Final = Beside()


def balances(
    ledger: Ledger,
    *,
    beside: Beside = _NOTHING_BESIDE,
    project_shares: pd.DataFrame | None = None,
    relation: Relation = "建设地",
    since: str | None = None,
) -> pd.DataFrame:
    """
    Say what there is of each balance, by line, project, payee and place: 余额表.

    What a movement places itself stays there; the rest of a project is split over its places, each balance
    by itself, by largest remainder. Differences (未支出, 未安排, 未形成资产) are taken after that. What is
    issued counts at whom it is allotted to; where more is allotted than issued, it is cut to what there is.

    Parameters
    ----------
    ledger
        The kept lines and their entries.
    beside
        What stands beside the ledger; it has rows of its own, without a line.
    project_shares
        Where each project is, by village: as for `places.places_of_projects`. Without it only the places
        that movements name are known.
    relation
        Which of a project's places is meant.
    since
        A day, ISO text: only what the entries after it changed. What stood on that day and this add up to
        the whole; what bears no date (项目库, 预算安排) is left out.

    Returns
    -------
    table
        FUND_COLUMNS, BALANCE_COLUMNS in fen and `placed` (whether a village is known), ordered by line,
        project, payee, township and village, the missing last. Balances of entries are never missing; those
        that stand beside are missing in rows of lines, and where nobody states them of a project.

    Raises
    ------
    ConservationError
        If the rows of a line do not add up to its entries in every balance: a fault of ours.
    """
    places = places_of_projects(project_shares, relation=relation)
    texts = Texts.of(ledger.lines.index, ledger.entries, places)
    rows = _moved(ledger.entries, places, texts, since=since)
    tables = [_of_lines(rows, ledger.lines, texts)]
    stated = _beside(beside, places, as_of=ledger.as_of, since=since)
    if stated:
        tables.append(_of_beside(beside_rows(stated)))
    table = pd.concat(tables, ignore_index=True)
    if beside.projects is not None:
        table = table.assign(**_project_columns(table["prj_id"], beside.projects))
    return table.assign(placed=table["village_code"].notna().astype("boolean"))


def _moved(entries: pd.DataFrame, places: pd.DataFrame, texts: Texts, *, since: str | None) -> Rows:
    """Bring entries to places; of a period, the difference between its end and its beginning."""
    rows = _settled(entries, places, texts)
    if since is not None:
        place, days = pd.factorize(entries["on"])
        # An entry without a date stood there at the beginning; -1 takes the last.
        after = np.array([*(last_day(day) > since for day in days), False], dtype=bool)[place]
        before = _settled(entries[~after], places, texts)
        rows = add_up(
            Rows(
                np.concatenate([rows.keys, before.keys]),
                np.concatenate([rows.amounts, -before.amounts]),
            ),
            texts.sizes(),
        )
    some = rows.amounts.any(axis=1)
    return Rows(rows.keys[some], rows.amounts[some])


def _settled(entries: pd.DataFrame, places: pd.DataFrame, texts: Texts) -> Rows:
    """Post entries and bring them to places, keeping the sum of every line and balance."""
    posted = post(entries, texts)
    placed = place_rows(posted, places, texts)
    _require_conserved(entries, placed, texts)
    return placed


def _require_conserved(entries: pd.DataFrame, rows: Rows, texts: Texts) -> None:
    """Assert that every line has in its rows, in each balance, what it has in its entries."""
    count = texts.sizes()[LINE] + 1
    kinds = pd.Index(POSTED).get_indexer(pd.Index(entries["kind"].cat.categories))[entries["kind"].cat.codes]
    counted = kinds >= 0
    given, held = (np.zeros((len(POSTED), count), dtype=np.int64) for _ in range(2))
    lines = texts.codes(LINE, entries["line_id"])[counted]
    fens = entries["amount_fen"].to_numpy(dtype=np.int64)[counted]
    np.add.at(given.reshape(-1), kinds[counted] * count + lines, fens)
    line = np.ascontiguousarray(rows.keys[:, LINE])
    for column, sums in enumerate(held):
        np.add.at(sums, line, rows.amounts[:, column])
    wrong = np.argwhere((given != held).T)
    if len(wrong):
        line, kind = wrong[0]
        view = f"{texts.lists[LINE][line]} {POSTED[kind]}"
        raise ConservationError(
            say_both(
                "ledger.not_conserved", view=view, given=int(given[kind, line]), held=int(held[kind, line])
            )
        )


def _of_lines(rows: Rows, lines: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Write rows as a table, with what is known of their lines."""
    fens = {f"{name}_fen": rows.amounts[:, column] for column, name in enumerate(POSTED)}
    fens["unspent_fen"] = fens["issued_fen"] - fens["before_fen"] - fens["spent_fen"]
    fens["unarranged_fen"] = fens["issued_fen"] - fens["arranged_fen"]
    fens["unformed_fen"] = fens["spent_fen"] - fens["formed_fen"]
    cells: dict[str, Any] = {name: pd.array(fen, dtype="Int64") for name, fen in fens.items()}
    for column, name in enumerate(KEYS):
        cells[name] = _texts(texts.lists[column], rows.keys[:, column])
    found = rows.keys[:, LINE]  # the ids of the lines are the texts of that key
    for name in _DIMENSIONS:
        if _OF_LINES.get(name, name) in lines:
            cells[name] = lines[_OF_LINES.get(name, name)].array.take(found)
    return _shaped(cells, len(found))


def _texts(known: pd.Index, codes: np.ndarray[Any, Any]) -> pd.api.extensions.ExtensionArray:
    """Give the text of each code, missing for the code past the last."""
    listed = pd.array(known.to_numpy(), dtype="str")
    return listed.take(np.where(codes == len(known), -1, codes), allow_fill=True)


def _beside(beside: Beside, places: pd.DataFrame, *, as_of: str, since: str | None) -> list[pd.DataFrame]:
    """Take what stands beside the ledger; of a period only what bears a date."""
    parts = []
    if beside.projects is not None and since is None:
        parts.append(invested(beside.projects, places))
    if beside.labour is not None:
        parts.append(paid(beside.labour, beside.projects, since=since or _BEGINNING, as_of=as_of))
    if beside.budgets is not None and since is None:
        parts.append(budgeted(beside.budgets, as_of=as_of))
    return parts


def _of_beside(rows: pd.DataFrame) -> pd.DataFrame:
    """Write what is stated as a table; of the ledger's own balances there is nothing in it."""
    posted = [name for name in BALANCE_COLUMNS if name not in BESIDE_COLUMNS]
    nothing = pd.array([0], dtype="Int64").repeat(len(rows))
    return _shaped({str(name): rows[name].array for name in rows} | dict.fromkeys(posted, nothing), len(rows))


def _project_columns(projects: pd.Series[str], known: pd.DataFrame) -> Mapping[str, Any]:
    """Look up what 项目库 says of each project, missing where it does not know it."""
    listed = known.drop_duplicates("prj_id")
    place, names = pd.factorize(projects)
    found = np.append(pd.Index(listed["prj_id"]).get_indexer(pd.Index(names)), -1)[place]
    source = listed.reindex(columns=[_OF_PROJECTS.get(name, name) for name in _PROJECT_COLUMNS])
    return {
        name: source[_OF_PROJECTS.get(name, name)].astype(_TYPES[name]).array.take(found, allow_fill=True)
        for name in _PROJECT_COLUMNS
    }


def _shaped(cells: Mapping[str, Any], count: int) -> pd.DataFrame:
    """Make a table of its columns; one that was not given is missing throughout."""
    nowhere = np.full(count, -1)
    return pd.DataFrame(
        {
            name: pd.Series(cells[name], dtype=kind)
            if name in cells
            else pd.array([None], dtype=kind).take(nowhere, allow_fill=True)
            for name, kind in _TYPES.items()
        }
    )
