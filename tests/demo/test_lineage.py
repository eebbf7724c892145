from ruralmap.demo.lineage import (
    MOVED,
    UNKNOWN_ENDING,
    old_short_names,
    predecessors,
    split_predecessors,
)
from ruralmap.demo.places import read_villages_2010


def test_every_old_code_leads_to_a_village_or_is_abolished(county):
    lineage = county.tables["lineage"]
    known = {*county.villages.index, *lineage["old_code"]}
    assert lineage["new_code"].dropna().isin(known).all()
    assert lineage.loc[lineage["new_code"].isna(), "event"].eq("撤销").all()
    assert set(lineage["event"]) == {"更名", "合并", "分立", "撤销", "改居"}


def test_no_simulated_old_code_is_a_village_s(county):
    for change in MOVED:
        assert change.old_code not in county.villages.index
        assert change.old_code[9:] >= "290"
    assert not county.villages.index.str.endswith(UNKNOWN_ENDING).any()


def test_shares_of_a_split_add_up_to_one_and_mergers_bring_two_together(county):
    lineage = county.tables["lineage"]
    split = lineage[lineage["event"].eq("分立")].groupby("old_code")["share"].sum()
    assert split.round(9).eq(1).all()
    merged = lineage[lineage["event"].eq("合并")].groupby("new_code").size()
    assert merged.eq(2).all()


def test_a_chain_is_followed_to_its_end(county):
    # 441624107290 became 441624107291, which became 前程村.
    found = predecessors(list(county.villages.index))["441624107207"]
    assert [change.old_code for change in found] == ["441624107290", "441624107291"]


def test_a_split_code_tells_no_village(county):
    split = split_predecessors()
    assert split["441624108214"].old_code == split["441624108215"].old_code == "441624108292"
    assert not set(split) & set(predecessors(list(county.villages.index)))


def test_renamed_villages_had_their_old_name_in_2010():
    names = read_villages_2010()
    listed = set(names["township_code"] + names["village"].str.removesuffix("委会"))
    for code, short in old_short_names().items():
        assert code[:9] + short in listed
