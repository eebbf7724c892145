"""The chain from a fund line to what it made (资金追溯): line, project, asset, who runs it, what it earns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.formation import OWN_FUNDS
from ruralmap.schema.fund_words import ACCOUNTS
from ruralmap.schema.remainders import apportion
from ruralmap.schema.works import CHANNELS, LEVELS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.funds.books import Ledger

# Where the money of a line can be; where it came from is the line itself, and papers are no money.
STAGES: Final = (
    "county",
    "township",
    "project",
    "spent",
    "asset",
    "carried",
    "surplus",
    "withdrawn",
    "before",
    "rounding",
)
# traced: money of the ledger, and only this adds up to the lines. The others say why something is not: `own`
# (自筹) and those beside it as the ledger's make-up of assets has them, `no_makeup` of an asset of which
# nothing says what paid for it, `line_aside` of a line that does not count.
STATES: Final = (
    "traced",
    "historic",
    "own",
    "aside",
    "unlined",
    "overdrawn",
    "unknown_project",
    "no_makeup",
    "line_aside",
)
_TYPES: Final[dict[str, Any]] = {
    "year": "Int64",
    "level": "str",
    "channel": "str",
    "line_id": "str",
    "doc": "str",
    "prj_id": "str",
    "project": "str",
    "project_class": "str",
    "asset_id": "str",
    "asset": "str",
    "asset_class": "str",
    "stage": "str",
    "state": "str",
    "reason": "str",
    "amount_fen": "Int64",
    "run_state": "str",
    "run_state_on": "str",
    "operator": "str",
    "due_fen": "Int64",
    "paid_fen": "Int64",
    "arrears_fen": "Int64",
    "yields_open": "Int64",
    "township_code": "str",
    "village_code": "str",
    "zone_state": "str",
}
CHAIN_COLUMNS: Final = tuple(_TYPES)
_MONEY: Final = ("due_fen", "paid_fen", "arrears_fen")
_OF_LINE: Final = ("year", "level", "channel", "doc")
_OF_PROJECT: Final = ("project", "project_class")
_OF_ASSET: Final = (
    "asset",
    "asset_class",
    "run_state",
    "run_state_on",
    "operator",
    "township_code",
    "village_code",
)
# What rows are in the order of; some by the rank of their word.
_RANKS: Final = {"level": LEVELS, "channel": CHANNELS, "stage": STAGES}
_RANKED: Final = (
    "year",
    "level",
    "channel",
    "line_id",
    "prj_id",
    "stage",
    "asset_id",
    "state",
    "township_code",
)
_REASONS: Final = {"overdrawn": "asset_over_spent", "unlined": "asset_fund_unlined"}
_HOUSEHOLD_ASSET: Final = "到户类"  # who runs it is a person


@dataclass(frozen=True, eq=False)
class ChainTables:
    """
    What stands at the end of the money.

    `assets` is the asset ledger with the columns asset_id, asset, asset_class, prj_id, run_state,
    run_state_on, operator, and township_code and village_code, where it stands; `projects` 项目库 with
    prj_id, project and project_class; `yields` what each asset earns, as `yields.yields_of` gives it;
    `zone_states` by village code whether it is on the list, as in `matching`.
    """

    assets: pd.DataFrame
    projects: pd.DataFrame
    yields: pd.DataFrame
    zone_states: pd.Series[str]


def chain(ledger: Ledger, tables: ChainTables) -> pd.DataFrame:
    """
    Follow every line to where its money is, and every asset back to what paid for it.

    Parameters
    ----------
    ledger
        The ledger.
    tables
        Projects, assets, yields, and villages on the list.

    Returns
    -------
    chain
        `CHAIN_COLUMNS`, in the order of year, level, channel, line, project, stage and asset. `stage` is one
        of `STAGES`, `state` one of `STATES`; the rows of a line in state `traced` add up to what it holds
        itself. `reason` says why something does not count: a code of a finding, or `later`. What an asset
        was to earn, earned and is owed is split over its rows by their amounts, so that they add up to the
        asset; it is missing where it has no dues, and `yields_open` counts the dues with an empty cell.

    Raises
    ------
    ConservationError
        If the rows of a line do not add up to it: a fault of ours.
    """
    made = ledger.makeup
    own = made["state"].eq("unlined") & made["channel"].eq(OWN_FUNDS)
    paid_for = made.assign(state=made["state"].mask(own, "own"))[made["state"].ne("traced")]
    rest = tables.assets[~tables.assets["asset_id"].isin(made["asset_id"])]
    parts = [
        _money_rows(ledger),
        paid_for.assign(stage="asset"),
        rest[["asset_id", "prj_id"]].assign(stage="asset", state="no_makeup"),
        _lines_aside(ledger),
    ]
    rows = pd.concat([_typed(part) for part in parts], ignore_index=True)
    _require_conserved(rows, ledger)
    rows["reason"] = rows["reason"].fillna(rows["state"].map(_REASONS).astype("str"))
    refused = ledger.lines_aside.drop_duplicates("line_id").set_index("line_id")
    assets = tables.assets.drop_duplicates("asset_id").set_index("asset_id")
    personal = assets["asset_class"].eq(_HOUSEHOLD_ASSET).fillna(value=False)
    assets = assets.assign(operator=assets["operator"].mask(personal))
    projects = tables.projects.drop_duplicates("prj_id").set_index("prj_id")
    rows = _filled(rows, ledger.lines, "line_id", _OF_LINE)
    rows = _filled(rows, refused, "line_id", (*_OF_LINE, "reason"))
    rows = _filled(rows, projects, "prj_id", _OF_PROJECT)
    rows = _filled(rows, assets, "asset_id", _OF_ASSET)
    rows = _in_order(rows.assign(zone_state=rows["village_code"].map(tables.zone_states)))
    return _typed(_priced(rows, tables.yields))


def _money_rows(ledger: Ledger) -> pd.DataFrame:
    """Add up where the money of each line is: by project and asset, as far as it has gone."""
    ids = ["line_id", "prj_id", "asset_id", "township_code"]
    coded = {name: pd.factorize(ledger.entries[name]) for name in ids}
    codes = pd.DataFrame({name: numbers for name, (numbers, _) in coded.items()})
    sides = []
    for side, sign in (("to_account", 1), ("from_account", -1)):
        account = ledger.entries[side].cat.codes.to_numpy()
        amount = sign * ledger.entries["amount_fen"].to_numpy()
        sides.append(codes.assign(account=account, amount_fen=amount))
    both = pd.concat(sides, ignore_index=True)
    numbers = {name: ACCOUNTS.index(name) for name in STAGES}
    both = both[both["account"].isin(numbers.values())]
    # What nobody was given is no project's; only what made an asset is of it, and only a township's of it.
    both["prj_id"] = both["prj_id"].mask(both["account"].isin([numbers["county"], numbers["township"]]), -1)
    both["asset_id"] = both["asset_id"].where(both["account"].eq(numbers["asset"]), -1)
    both["township_code"] = both["township_code"].where(both["account"].eq(numbers["township"]), -1)
    sums = both.groupby([*ids, "account"], as_index=False)["amount_fen"].sum()
    sums = sums[sums["amount_fen"].ne(0)]
    texts = {
        name: pd.Series(coded[name][1], dtype="str").reindex(sums[name]).to_numpy(dtype=object)
        for name in ids
    }
    stages = [ACCOUNTS[number] for number in sums["account"]]
    return pd.DataFrame(sums).assign(**texts, stage=stages, state="traced").drop(columns="account")


def _lines_aside(ledger: Ledger) -> pd.DataFrame:
    """Write one row for each row of a line that does not count."""
    held = ["line_id", *_OF_LINE, "reason"]
    rows = ledger.lines_aside.reindex(columns=[*held, "issued_fen"])
    return rows.rename(columns={"issued_fen": "amount_fen"}).assign(state="line_aside")


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows the columns of a chain, each of its kind."""
    return pd.DataFrame(rows).reindex(columns=list(CHAIN_COLUMNS)).astype(_TYPES)


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Order rows by source, line, project, stage and asset; what is not known last."""
    ranks = rows.assign(
        **{n: rows[n].map({w: r for r, w in enumerate(words)}) for n, words in _RANKS.items()}
    )
    by = [*_RANKED, "amount_fen"]
    return rows.loc[ranks.sort_values(by, kind="stable", na_position="last").index].reset_index(drop=True)


def _filled(rows: pd.DataFrame, known: pd.DataFrame, key: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Fill what a row does not say itself from the table of its key."""
    found = {n: rows[key].map(known[n]).astype(rows[n].dtype) for n in columns if n in known}
    return rows.assign(**{name: rows[name].fillna(cells) for name, cells in found.items()})


def _priced(rows: pd.DataFrame, yields: pd.DataFrame) -> pd.DataFrame:
    """Split what each asset was to earn, earned and is owed over its rows, by their amounts."""
    place = yields.index.get_indexer(pd.Index(rows["asset_id"]))
    of_assets = np.flatnonzero(rows["stage"].eq("asset").to_numpy() & (place >= 0))
    # Asset by asset, in the order of the rows, in which equal remainders get their fen.
    order = of_assets[np.argsort(place[of_assets], kind="stable")]
    weights = rows["amount_fen"].fillna(0).clip(lower=0).to_numpy(dtype=np.int64)
    earned = yields[list(_MONEY)].to_numpy(dtype=np.int64)
    fens = np.zeros((len(rows), len(_MONEY)), dtype=np.int64)
    for run in _runs(order, place[order]):
        fens[run] = _split(earned[place[run[0]]], weights[run])
    has_dues = np.zeros(len(rows), dtype=bool)
    has_dues[order] = True
    columns = dict(zip(_MONEY, fens.T, strict=True))
    parts = {n: pd.Series(c, index=rows.index, dtype="Int64").where(has_dues) for n, c in columns.items()}
    return rows.assign(yields_open=rows["asset_id"].map(yields["yields_open"]), **parts)


def _runs(order: NDArray[np.intp], owners: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Cut positions where their owner changes."""
    return np.split(order, np.flatnonzero(np.diff(owners)) + 1) if len(order) else []


def _split(totals: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Split each total over the rows of one asset, one column a total; equally where nothing weighs."""
    by_row = dict(enumerate(weights.tolist() if weights.any() else [1] * len(weights)))
    signed = [(-1 if total < 0 else 1, abs(total)) for total in totals.tolist()]
    return np.array([[sign * fen for fen in apportion(size, by_row).values()] for sign, size in signed]).T


def _require_conserved(rows: pd.DataFrame, ledger: Ledger) -> None:
    """Assert that the traced rows of each line add up to what it holds."""
    traced = rows[rows["state"].eq("traced")].groupby("line_id")["amount_fen"].sum()
    held = traced.reindex(ledger.lines.index, fill_value=0)
    wrong = held.ne(ledger.lines["own_fen"])
    if wrong.any() or set(traced.index) - set(ledger.lines.index):
        line = held.index[wrong][0] if wrong.any() else "—"
        given, found = int(ledger.lines["own_fen"].sum()), int(traced.sum())
        raise ConservationError(say_both("ledger.not_conserved", view=line, given=given, held=found))
