"""The words of the fund ledger fit each other, the tables and the catalogues."""

import pytest

from ruralmap.schema.fund_words import (
    ACCOUNTS,
    BALANCE_COLUMNS,
    BALANCES,
    FUND_COLUMNS,
    KINDS,
    KINDS_OF_WORD,
    TRANSFERS,
)
from ruralmap.schema.monies import FUND_MOVES, MOVE_WORDS
from ruralmap.words.catalogue import LANGUAGES, read_catalogue


def test_every_kind_goes_from_an_account_to_another():
    assert tuple(TRANSFERS) == KINDS
    for givers, takers in TRANSFERS.values():
        assert set(givers) | set(takers) <= set(ACCOUNTS)
        assert givers != takers


def test_every_word_of_a_movement_list_is_some_kind():
    assert tuple(KINDS_OF_WORD) == MOVE_WORDS == FUND_MOVES.column("kind").choices
    # What no list says: a line is issued by 指标台账, an asset formed by 资产资金构成; the rest is found out.
    assert set(KINDS) - {kind for kinds in KINDS_OF_WORD.values() for kind in kinds} == {
        "issued",
        "formed",
        "before",
        "rounding",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_account_kind_and_balance_has_its_words(lang):
    words = read_catalogue("funds", lang)
    labels = {f"balance.{name}.{part}" for name in BALANCES for part in ("label", "definition")}
    labels |= {f"account.{name}" for name in ACCOUNTS} | {f"kind.{name}" for name in KINDS}
    assert labels == {key for key in words if key.partition(".")[0] in {"balance", "account", "kind"}}


def test_a_dimension_has_one_name_may_be_missing_and_is_no_balance():
    names = [column.name for column in FUND_COLUMNS]
    assert len(set(names)) == len(names)
    assert not set(names) & set(BALANCE_COLUMNS)
    assert not any(column.required or column.filled or column.aliases for column in FUND_COLUMNS)
    assert [names.index(name) for name in ("fund_in_plan", "prj_in_plan")] == [8, 11]
