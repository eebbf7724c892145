"""Which asset is which in another book (账账核对): by number, by project and name, by name; never guessed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

# What must be the same for two rows to be one asset, the surest first.
STEPS: Final = {
    "number": ("number",),
    "library_owner": ("library_no", "name", "village_code", "owner"),
    "library": ("library_no", "name", "village_code"),
    "name_owner": ("name", "village_code", "owner"),
    "name": ("name", "village_code"),
}
_PAIRED: Final[dict[str, Any]] = {"here": "Int64", "there": "Int64", "outcome": "str", "step": "str"}
_BETWEEN: Final = "\x1f"  # stands in no cell
# To what amounts of two books are usually rounded: a whole yuan. The rule WX-46 allows as much.
TOLERANCE_FEN: Final = 100
# Of each field: whether both books must say it (`must`), or silence of one alone is told of (`said`), or only
# what both say is compared (`known`).
FIELDS: Final = {
    "name": "known",
    "library_no": "known",
    "asset_class": "said",
    "owner": "said",
    "amount_fen": "must",
    "state": "said",
    "village_code": "said",
}
_DIFFERENCES: Final[dict[str, Any]] = {
    "here": "Int64",
    "there": "Int64",
    "field": "str",
    "kind": "str",
    "here_value": "object",
    "there_value": "object",
}
_AMOUNT: Final = "amount_fen"


def plain(texts: pd.Series[str]) -> pd.Series[str]:
    """
    Write names so that the width of letters, brackets and blanks makes no difference.

    Parameters
    ----------
    texts
        Names as typed.

    Returns
    -------
    texts
        In the compatibility form of Unicode, small, without blanks; missing where empty.
    """
    known = texts.dropna().map(lambda text: "".join(unicodedata.normalize("NFKC", text).casefold().split()))
    return known.where(known.ne("")).reindex(texts.index).astype("str")


def pair(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """
    Pair the assets of two books.

    Keys are tried one after another, the surest first: the number; the number in the project library, the
    name and the village; the name and the village; either of the latter two with the owner before it is tried
    without. A key pairs two rows where it stands once in each book, whatever was
    paired before by a surer one; where it stands more often, all rows that are still without a partner and
    have it are ambiguous, and stay so.

    Parameters
    ----------
    here
        number, library_no, name, village_code and owner, each missing where it is not known.
    there
        The same of the other book.

    Returns
    -------
    pairs
        `here` and `there` (positions of rows), `outcome` (`paired`, `ambiguous`, `only_here`, `only_there`)
        and `step` (the key). Each row of either book stands in exactly one row: paired ones first, in the
        order of `here`, then the others.

    Raises
    ------
    ConservationError
        If a row went missing or stands twice: a fault of ours.
    """
    books = [_keyed(here), _keyed(there)]
    left = [pd.Series("", index=book.index, dtype="object") for book in books]
    found: list[pd.DataFrame] = []
    for step in STEPS:
        mine, theirs = _meet(books, left, step)
        sure = mine[mine["alone"]].merge(theirs[theirs["alone"]], on="key")[["here", "there"]]
        found.append(sure.assign(outcome="paired", step=step))
        for state, name, rows in zip(left, ("here", "there"), (mine, theirs), strict=True):
            state.loc[rows[name]] = step
            state.loc[sure[name]] = "paired"
    pairs = pd.concat(found, ignore_index=True).sort_values("here", kind="stable")
    rest = [_unpaired(steps, name) for steps, name in zip(left, ("here", "there"), strict=True)]
    whole = pd.concat([pairs, *rest], ignore_index=True).reindex(columns=list(_PAIRED)).astype(_PAIRED)
    for name, book in zip(("here", "there"), books, strict=True):
        require_once(whole[name], len(book))
    return whole


def _keyed(book: pd.DataFrame) -> pd.DataFrame:
    """Write each key of each row as one text; missing where a part of it is."""
    columns = sorted({column for keys in STEPS.values() for column in keys})
    plain_book = pd.DataFrame({name: plain(book[name]) for name in columns}).astype("object")
    cells = plain_book.where(plain_book.notna(), None)
    joined = {
        step: [
            None if None in parts else _BETWEEN.join(parts)
            for parts in zip(*(cells[name].tolist() for name in keys), strict=True)
        ]
        for step, keys in STEPS.items()
    }
    return pd.DataFrame(joined, dtype="str")


def _meet(books: list[pd.DataFrame], left: list[pd.Series[str]], step: str) -> list[pd.DataFrame]:
    """Give the open rows of either book whose key an open row of the other has, and if it is theirs alone."""
    sides = []
    for name, book, state in zip(("here", "there"), books, left, strict=True):
        keys = book[step]
        opened = keys[state.eq("") & keys.notna()]
        alone = opened.map(keys.value_counts()).eq(1)
        sides.append(pd.DataFrame({name: opened.index, "key": opened.to_numpy(), "alone": alone.to_numpy()}))
    shared = set(sides[0]["key"]) & set(sides[1]["key"])
    return [side[side["key"].isin(shared)] for side in sides]


def _unpaired(steps: pd.Series[str], name: str) -> pd.DataFrame:
    """Say of each row without a partner whether it has several, by which key, or none."""
    rest = steps[steps.ne("paired")]
    outcome = np.where(rest.eq(""), f"only_{name}", "ambiguous")
    return pd.DataFrame({name: rest.index, "outcome": outcome, "step": rest.where(rest.ne(""))})


def require_once(positions: pd.Series[int], rows: int) -> None:
    """
    See that each row stands exactly once.

    Parameters
    ----------
    positions
        Where rows are told of; missing where a row of the other book is alone.
    rows
        How many there are.

    Raises
    ------
    ConservationError
        If one is lost, or stands twice.
    """
    told = positions.dropna()
    if len(told) != rows or told.nunique() != rows:
        raise ConservationError(
            say_both("asset_reconcile.fault.rows_lost", given=rows, told=len(told), once=told.nunique())
        )


def differences(
    here: pd.DataFrame,
    there: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    tolerance_fen: int,
    fields: Mapping[str, str] = FIELDS,
) -> pd.DataFrame:
    """
    List where two books say different things of one asset.

    Parameters
    ----------
    here
        The columns of `fields`, in the order of the positions.
    there
        The same of the other book.
    pairs
        As `pair` gives them.
    tolerance_fen
        By how much amounts may differ.
    fields
        What both books have, and how it is asked for, as `FIELDS` says it of all that can be compared.

    Returns
    -------
    differences
        One row a pair and field: here, there, field, `kind` and both values as written. `differs`; `within`,
        amounts that are not the same but not further apart than is allowed; `unknown_here`, `unknown_there`
        and `unknown_both`, where a book does not say what it should. In the order of pairs and of `fields`.
    """
    both = pairs[pairs["outcome"].eq("paired")]
    found = []
    for order, (name, asked) in enumerate(fields.items()):
        mine = here[name].take(both["here"].to_numpy(dtype=np.int64)).set_axis(both.index)
        theirs = there[name].take(both["there"].to_numpy(dtype=np.int64)).set_axis(both.index)
        kinds = _kinds(mine, theirs, asked, tolerance_fen=tolerance_fen if name == _AMOUNT else None)
        rows = both[["here", "there"]].assign(
            field=name,
            kind=kinds,
            here_value=mine.astype("object"),
            there_value=theirs.astype("object"),
            order=order,
        )
        found.append(rows[kinds.ne("")])
    whole = pd.concat(found).sort_values(["here", "order"], kind="stable", ignore_index=True)
    return whole[list(_DIFFERENCES)].astype(_DIFFERENCES)


def _kinds(
    mine: pd.Series[Any], theirs: pd.Series[Any], asked: str, *, tolerance_fen: int | None
) -> pd.Series[str]:
    """Say of each pair how its values differ; nothing where they do not."""
    silent, mute = mine.isna().to_numpy(dtype=bool), theirs.isna().to_numpy(dtype=bool)
    known = ~silent & ~mute
    if tolerance_fen is None:
        apart = known & plain(mine).ne(plain(theirs)).to_numpy(dtype=bool)
        within = np.zeros(len(mine), dtype=bool)
    else:
        gap = (mine - theirs).abs().astype("Int64")
        apart = known & gap.gt(tolerance_fen).fillna(value=False).to_numpy(dtype=bool)
        within = known & ~apart & gap.gt(0).fillna(value=False).to_numpy(dtype=bool)
    told = asked != "known"
    cases = {
        "differs": apart,
        "within": within,
        "unknown_both": silent & mute & (asked == "must"),
        "unknown_here": silent & ~mute & told,
        "unknown_there": ~silent & mute & told,
    }
    return pd.Series(np.select(list(cases.values()), list(cases), ""), index=mine.index, dtype="str")


def outcomes(pairs: pd.DataFrame, found: pd.DataFrame) -> pd.Series[str]:
    """
    Say of each row of a pairing how it ends.

    Parameters
    ----------
    pairs
        As `pair` gives them.
    found
        As `differences` gives them.

    Returns
    -------
    outcomes
        On the index of `pairs`: those without a partner stay what they are; of the paired ones `differs`
        where any field does, else `incomplete` where a book is silent, else `agrees`.
    """
    differing = set(found.loc[found["kind"].eq("differs"), "here"])
    silent = set(found.loc[found["kind"].str.startswith("unknown"), "here"])
    paired = pairs["outcome"].eq("paired")
    ended = np.select(
        [~paired, pairs["here"].isin(differing), pairs["here"].isin(silent)],
        [pairs["outcome"], "differs", "incomplete"],
        "agrees",
    )
    return pd.Series(ended, index=pairs.index, dtype="str")
