"""
What a person has decided on names and codes (落图决定): kept, and used for every record that says the same.

A decision belongs to what a record says, not to a row: its township, village and code as written. It names a
village of today, or says that the record means none (不采用).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.link.gazetteer import villages_of_names
from ruralmap.link.names import clean_name
from ruralmap.schema.decisions import WRITTEN
from ruralmap.schema.gravity import finding
from ruralmap.schema.references import place_of
from ruralmap.schema.tables import TABLES
from ruralmap.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.finding import Finding

_BETWEEN: Final = "|"
_CODE: Final = re.compile(r"^\d{12}(?!\d)", re.ASCII)
_COLUMNS: Final = ("decided_code", "is_declined", "decided_by")


def keys_of(records: pd.DataFrame) -> pd.Series[str]:
    """
    Say in one text what each record says of its village.

    Names are compared as the linker reads them: blanks, brackets and the width of letters make no difference.

    Parameters
    ----------
    records
        Any of the columns `township`, `village`, `village_code`.

    Returns
    -------
    keys
        On the records' index; missing where a record says nothing that a decision could be about: neither a
        code nor a name with its township.
    """
    texts = records.reindex(columns=list(WRITTEN)).astype("str").fillna("")
    clean = {
        name: {text: clean_name(text) for text in texts[name].unique()} for name in ("township", "village")
    }
    town, village = (texts[name].map(clean[name]) for name in ("township", "village"))
    code = texts["village_code"]
    keys = town + _BETWEEN + village + _BETWEEN + code
    return keys.where((code != "") | ((town != "") & (village != "")))


def resolve_decisions(
    table: pd.DataFrame, villages: pd.DataFrame, *, regions: Sequence[str] = ()
) -> tuple[pd.DataFrame, list[Finding]]:
    """
    Find the village that each decision names.

    Parameters
    ----------
    table
        The table 落图决定表 with its source columns; rows without a decision are left out.
    villages
        As `villages_of_names` takes them.
    regions
        Known names in full, from large to small, that may stand before a name.

    Returns
    -------
    decided
        Uniquely indexed by key: `decided_code` (missing for 不采用), `is_declined`, and `decided_by` (who,
        when, and the remark).
    findings
        `decision_unknown` (it names no village of today, or several), `decision_without_place` (the row does
        not say what it is about), `decision_twice` (two rows of one key contradict each other): none of these
        is used. `decision_unsigned`: used, but nobody stands behind it.
    """
    answered = table[table["decision"].notna()]
    if answered.empty:  # most runs: nothing to look up in the village list
        return pd.DataFrame(columns=list(_COLUMNS), index=pd.Index([], dtype="str", name="key")), []
    named = _named_villages(answered, villages, regions)
    declined = answered["decision"].map(clean_name).isin([clean_name(text) for text in decline_words()])
    keys = keys_of(answered)
    lost = named.isna() & ~declined
    meant = named.fillna("").where(keys.notna() & ~lost)
    apart = meant.groupby(keys).transform("nunique").gt(1) & meant.notna()
    findings = [
        _report(code, row)
        for code, rows in (
            ("decision_without_place", keys.isna()),
            ("decision_unknown", keys.notna() & lost),
            ("decision_twice", apart),
            ("decision_unsigned", answered[["decided_by", "decided_on"]].isna().any(axis=1)),
        )
        for row in answered[rows].to_dict("records")
    ]
    usable = meant.notna() & ~apart
    decided = pd.DataFrame(
        {"decided_code": named, "is_declined": declined, "decided_by": _signatures(answered)}
    )[usable]
    decided.index = pd.Index(keys[usable], dtype="str", name="key")
    return decided[~decided.index.duplicated()], findings


def add_decisions(records: pd.DataFrame, decided: pd.DataFrame | None) -> pd.DataFrame:
    """
    Write beside each record what was decided on it, as `link_records` takes it.

    Parameters
    ----------
    records
        Any of the columns `township`, `village`, `village_code`.
    decided
        As `resolve_decisions` gives it, if there are any.

    Returns
    -------
    records
        With `decided_code`, `is_declined` and `decided_by`.
    """
    if decided is None or decided.empty:
        return records
    found = decided.reindex(keys_of(records))
    return records.assign(**{name: found[name].to_numpy() for name in _COLUMNS})


def decline_words() -> tuple[str, ...]:
    """
    List what a person writes where the record means none of the villages.

    Returns
    -------
    words
        不采用, and the same in the other language.
    """
    return tuple(say("decisions.declined", lang) for lang in LANGUAGES)


def _named_villages(answered: pd.DataFrame, villages: pd.DataFrame, regions: Sequence[str]) -> pd.Series[str]:
    """Read each decision as a code, or as a name inside the township that the row states."""
    found = villages_of_names(answered["decision"], answered["township"], villages, regions=regions)
    sure = found["village_code"].where(found["is_sure"])
    codes = [match[0] if (match := _CODE.match(text.strip())) else "" for text in answered["decision"]]
    typed = pd.Series(codes, index=answered.index, dtype="str")
    standing = typed.where(typed.isin(list(villages.index)))
    return standing.where(typed != "", sure)


def _signatures(answered: pd.DataFrame) -> pd.Series[str]:
    """Say who decided, when, and with which remark."""
    rows = answered[["decided_by", "decided_on", "note"]].fillna("")
    texts = [
        " ".join(filter(None, (who or say("decisions.unsigned"), day, note)))
        for who, day, note in rows.itertuples(index=False, name=None)
    ]
    return pd.Series(texts, index=answered.index, dtype="str")


def _report(code: str, row: dict[object, object]) -> Finding:
    """Make a finding at a row of the workbook."""
    written = [row[name] for name in WRITTEN]
    shown = " ".join(str(text) for text in written if not pd.isna(text))  # type: ignore[call-overload]
    return finding(
        code,
        "decisions",
        **place_of(row),
        column=TABLES["decisions"].column("decision").zh,
        raw=str(row["decision"]),
        written=shown,
    )
