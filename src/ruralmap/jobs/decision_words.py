"""The words of the decisions workbook (落图决定表的文字): villages to pick, cases, counts, states of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.link.names import clean_name, drop_prefix, label_of
from ruralmap.link.proposals import MOST_PROPOSALS
from ruralmap.schema.decisions import WRITTEN
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ruralmap.link.proposals import Proposal


def village_labels(villages: pd.DataFrame, regions: Sequence[str]) -> dict[str, str]:
    """
    Write each village as a person picks it: its code and its short name.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with `village` and `township`.
    regions
        Known names in full that may stand before a name.

    Returns
    -------
    labels
        Such as `441624101206 上镇村`, by code.
    """
    return {
        str(code): f"{code} {label_of(drop_prefix(clean_name(name), (*regions, clean_name(town))))}"
        for code, name, town in zip(villages.index, villages["village"], villages["township"], strict=True)
    }


def case_cells(
    cases: pd.DataFrame,
    proposals: Sequence[Sequence[Proposal]],
    *,
    labels: Mapping[str, str],
    lang: Language,
) -> dict[str, dict[str, object]]:
    """
    Write what is known of each open case.

    Parameters
    ----------
    cases
        As `open_cases` gives them.
    proposals
        For each case.
    labels
        Villages by code, as a person picks them.
    lang
        The language.

    Returns
    -------
    cells
        By key: what is written, why it is open, and the villages that it may mean with their scores; a
        proposal that is not there is an empty cell.
    """
    shown = cases.astype(object).where(cases.notna(), None)
    return {
        str(key): {name: row[name] for name in WRITTEN}
        | {"reason": say(f"links.{row['reason']}", lang)}
        | _proposal_cells(proposed, labels, lang)
        for key, row, proposed in zip(cases.index, shown.to_dict("records"), proposals, strict=True)
    }


def records_texts(keys: pd.Series[str], sayings: pd.DataFrame, *, lang: Language) -> list[str]:
    """
    Count the records that each row is about, by kind.

    Parameters
    ----------
    keys
        One a row, missing where a row says nothing.
    sayings
        As `list_sayings` gives them.
    lang
        The language.

    Returns
    -------
    texts
        Such as `户 12、资产 3`; empty where there are none.
    """
    counted = sayings.groupby(["key", "kind"], sort=False).size().reset_index(name="records")
    texts: dict[str, list[str]] = {}
    for key, kind, count in counted.itertuples(index=False, name=None):
        texts.setdefault(key, []).append(f"{say(f'jobs.record.{kind}', lang)} {count}")
    comma = say("decisions.comma", lang)
    return [comma.join(texts.get(key, ())) for key in keys]


def state_texts(
    rows: pd.DataFrame, sayings: pd.DataFrame, *, decided: pd.DataFrame, lang: Language
) -> list[str]:
    """
    Say what became of each row.

    Parameters
    ----------
    rows
        `key` and `decision`, as they stand in the workbook.
    sayings
        As `list_sayings` gives them.
    decided
        As `resolve_decisions` gives it, for the same workbook.
    lang
        The language.

    Returns
    -------
    states
        Waiting, nothing left to decide, cannot be used, declined, used for how many records and contradicted
        by how many.
    """
    groups = dict(iter(sayings.groupby("key")))
    nothing = sayings.iloc[:0]
    return [
        _state(str(decision or ""), groups.get(key, nothing), decided, key=key, lang=lang)
        for key, decision in zip(rows["key"], rows["decision"], strict=True)
    ]


def _state(decision: str, records: pd.DataFrame, decided: pd.DataFrame, *, key: str, lang: Language) -> str:
    """Say what became of one row."""
    if not decision:
        return say("decisions.state.waiting" if records["is_open"].any() else "decisions.state.closed", lang)
    if key not in decided.index:
        return say("decisions.state.unusable", lang)
    if records["is_open"].any():
        return say("decisions.state.next", lang)
    if decided.loc[key, "is_declined"]:
        return say("decisions.state.declined", lang)
    followed = records["link_reason"] == "decision_confirmed"
    left = records["is_decided"] & ~followed
    key_of_state = "contradicted" if left.any() else "used"
    return say(f"decisions.state.{key_of_state}", lang, used=int(followed.sum()), left=int(left.sum()))


def _proposal_cells(
    proposed: Sequence[Proposal], labels: Mapping[str, str], lang: Language
) -> dict[str, object]:
    """Write the proposals beside each other, with what speaks for each."""
    cells: dict[str, object] = {}
    for place in range(MOST_PROPOSALS):
        told = proposed[place] if place < len(proposed) else None
        basis = say(f"decisions.basis.{told.basis}", lang) if told else ""
        cells[f"candidate_{place + 1}"] = f"{labels[told.village_code]} · {basis}" if told else None
        cells[f"score_{place + 1}"] = told.score if told else None
    return cells
