"""Rows from elsewhere held against the registry: new, changed, known, contradicting, of no asset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.assets.chain import Source
from ruralmap.assets.changes import Change, apply, copy_of
from ruralmap.assets.staging import Offer, weigh

NOWHERE = Source()
STATE = {"assets": {"Z1": {"asset_id": "Z1", "asset": "水渠", "run_state": "正常"}}, "contracts": {}}


def asset(key="Z1", **fields):
    return Offer("assets", key, {"asset_id": key, **fields}, NOWHERE)


def fates(*offers, replaces=True):
    return [one.fate for one in weigh(offers, STATE, replaces=replaces)]


def test_a_row_brings_what_it_has_and_leaves_the_rest():
    (one,) = weigh([asset(run_state="闲置", note="待修")], STATE, replaces=True)
    assert one.change == Change(
        "assets", "Z1", {"note": None, "run_state": "正常"}, {"note": "待修", "run_state": "闲置"}
    )
    assert one.fate == "changed"


def test_a_row_that_says_nothing_new_is_known():
    assert fates(asset(run_state="正常"), asset()) == ["known", "known"]


def test_a_new_asset_and_what_hangs_on_it():
    contract = Offer("contracts", "H1", {"contract_id": "H1", "asset_id": "Z9"}, NOWHERE)
    assert fates(contract, asset("Z9")) == ["new", "new"]
    assert fates(contract) == ["aside"]
    # A contract of land has no asset.
    assert fates(Offer("contracts", "H2", {"contract_id": "H2"}, NOWHERE)) == ["new"]


def test_what_only_fills_never_replaces():
    assert fates(asset(run_state="闲置"), asset(note="待修"), replaces=False) == ["conflict", "changed"]
    (one,) = weigh([asset(run_state="闲置", asset="渠")], STATE, replaces=False)
    assert (one.why, one.apart, one.change) == ("differs", ("run_state", "asset"), None)


def test_a_row_that_contradicts_an_earlier_one_waits():
    rows = weigh([asset(run_state="闲置"), asset(run_state="停产"), asset(note="改")], STATE, replaces=True)
    assert [(one.fate, one.why) for one in rows] == [
        ("changed", ""),
        ("conflict", "contradicts"),
        ("changed", ""),
    ]
    # The third row's change is one of what the first left.
    assert rows[2].change == Change("assets", "Z1", {"note": None}, {"note": "改"})


def test_one_is_not_true():
    (one,) = weigh([asset(flag=1)], {"assets": {"Z1": {"asset_id": "Z1", "flag": True}}}, replaces=True)
    assert one.fate == "changed"


FIELDS = st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 2))


@given(
    st.lists(st.tuples(st.sampled_from("XYZ"), FIELDS), max_size=8),
    st.dictionaries(st.sampled_from("XY"), FIELDS),
    st.booleans(),
)
def test_every_row_has_one_fate_and_the_changes_fit_and_the_same_again_brings_nothing(rows, known, replaces):
    state = {"assets": {key: {"asset_id": key, **fields} for key, fields in known.items()}}
    offers = [asset(key, **fields) for key, fields in rows]
    weighed = weigh(offers, state, replaces=replaces)
    assert [one.offer for one in weighed] == offers
    after = copy_of(state)
    for one in weighed:
        assert (one.change is not None) == (one.fate in {"new", "changed"})
        if one.change:
            before = after["assets"].get(one.offer.key)
            assert (before is None) == (one.change.before is None)
            assert before is None or all(before.get(k) == v for k, v in one.change.before.items())
            apply(after, one.change)
    taken = [one.offer for one in weighed if one.fate != "conflict"]
    assert all(one.change is None for one in weigh(taken, after, replaces=replaces))


@pytest.mark.parametrize("replaces", [True, False])
def test_no_rows_bring_nothing(replaces):
    assert weigh([], STATE, replaces=replaces) == []
