"""
What a person has decided on names and codes (落图决定): kept, and used for every record that says the same.

A decision belongs to what a record says, not to a row: its township, village and code as written. It names a
village of today, or says that the record means none (不采用). A code beside another village's
name decides nothing (a cell dragged down counts the code up), nor does an answer to a name that the village
list has taken up since for another village.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.claims import first_that_holds
from ruralmap.link.gazetteer import villages_of_names
from ruralmap.link.names import clean_name
from ruralmap.schema.decisions import WRITTEN
from ruralmap.schema.division import township_of
from ruralmap.schema.gravity import finding
from ruralmap.schema.references import place_of
from ruralmap.schema.tables import TABLES
from ruralmap.words.catalogue import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.finding import Finding

_BETWEEN: Final = "|"
_CODE: Final = re.compile(r"^\d{12}(?!\d)", re.ASCII)
# What stands between a village and what speaks for it, in a proposal that was copied.
BEFORE_BASIS: Final = " · "
_COLUMNS: Final = ("decided_code", "is_declined", "decided_by")
# Why a decision is not used, in the order in which they are reported.
_FAULTS: Final = (
    "decision_without_place",
    "decision_divided",
    "decision_unknown",
    "decision_overtaken",
    "decision_twice",
)


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
        `decision_unknown` (it names no village of today, or several), `decision_divided` (what stands behind
        its code is not that village's name), `decision_overtaken` (what is written is by itself a village of
        today, and another one), `decision_without_place` (the row does not say what it is about),
        `decision_twice` (two rows of one key contradict each other): none of these is used.
        `decision_unsigned`: used, but nobody stands behind it.
    """
    answered = table[table["decision"].notna()]
    if answered.empty:  # most runs: nothing to look up in the village list
        return pd.DataFrame(columns=list(_COLUMNS), index=pd.Index([], dtype="str", name="key")), []
    coded, named = _named_villages(answered, villages, regions)
    declined = answered["decision"].map(clean_name).isin([clean_name(text) for text in decline_words()])
    found = villages_of_names(answered["village"], answered["township"], villages, regions=regions)
    today = found["village_code"]
    keys = keys_of(answered)
    faults = {
        "decision_without_place": keys.isna(),
        "decision_divided": named.isna() & coded.notna(),
        "decision_unknown": named.isna() & ~declined,
        "decision_overtaken": today.notna() & (today != named),
    }
    fault = first_that_holds(faults, answered.index)
    meant = named.fillna("").where(fault.isna())
    apart = meant.groupby(keys).transform("nunique").gt(1) & meant.notna()
    fault = fault.mask(apart, "decision_twice")
    unsigned = answered[["decided_by", "decided_on"]].isna().any(axis=1)
    shown = answered.assign(now=_labels(today.where(fault == "decision_overtaken", coded), villages))
    findings = [
        _report(code, row)
        for code, rows in (*((code, fault == code) for code in _FAULTS), ("decision_unsigned", unsigned))
        for row in shown[rows].to_dict("records")
    ]
    decided = pd.DataFrame(
        {"decided_code": named, "is_declined": declined, "decided_by": _signatures(answered)}
    )[fault.isna()]
    decided.index = pd.Index(keys[fault.isna()], dtype="str", name="key")
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


def _named_villages(
    answered: pd.DataFrame, villages: pd.DataFrame, regions: Sequence[str]
) -> tuple[pd.Series[str], pd.Series[str]]:
    """
    Read each decision as a code, or as a name inside the township that the row states.

    Gives the code as typed where it stands, and the village that is meant: missing where a name behind the
    code is not that village's.
    """
    texts = answered["decision"].str.strip()
    matches = [_CODE.match(text) for text in texts]
    typed = [match[0] if match else "" for match in matches]
    known = frozenset(villages.index)
    codes = [code if code in known else None for code in typed]
    written = [
        text.removeprefix(code).partition(BEFORE_BASIS)[0] for text, code in zip(texts, typed, strict=True)
    ]
    places = zip(codes, answered["township"], strict=True)
    townships = [township_of(code) if code else stated for code, stated in places]
    found = villages_of_names(
        pd.Series(written, answered.index, dtype="str"),
        pd.Series(townships, answered.index, dtype="str"),
        villages,
        regions=regions,
    )
    sure = found["village_code"].where(found["is_sure"] & ~pd.Series(map(bool, typed), answered.index))
    fits = [
        not clean_name(name) or code in listed.split(SEPARATOR)
        for code, name, listed in zip(typed, written, found["candidates"].fillna(""), strict=True)
    ]
    coded = pd.Series(codes, answered.index, dtype="str")
    return coded, coded.where(pd.Series(fits, answered.index)).fillna(sure)


def _labels(codes: pd.Series[str], villages: pd.DataFrame) -> pd.Series[str]:
    """Write villages by code and name, empty where there is none."""
    return (codes + " " + codes.map(villages["village"])).fillna("")


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
        now=row["now"],
    )
