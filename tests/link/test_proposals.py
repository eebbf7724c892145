"""Which villages are proposed for a name that was not found; first of all the 24 names of 2010."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.demo.lineage import list_lineage
from ruralmap.demo.places import read_villages, read_villages_2010
from ruralmap.link.gazetteer import villages_of_names
from ruralmap.link.proposals import MOST_PROPOSALS, propose_villages, score_stems

# Written down by hand from both lists: the township, the name of 2010, and its code and name in 2023. All
# other names of the township of 2010 are found as they are, so that the right one is among the few that are
# left over in 2023. Where nothing of the name is the same, the reason is told.
RIGHT = (
    ("大坝镇", "上正村委会", "441624101206", "上镇村村民委员会"),  # 正 zhèng is written 镇 zhèn
    ("大坝镇", "老正村委会", "441624101215", "老镇村村民委员会"),  # the same
    ("长塘镇", "暧水村委会", "441624102204", "暖水村村民委员会"),  # 暧 looks like 暖
    ("长塘镇", "秀河村委会", "441624102209", "秀河畲族村村民委员会"),  # named after its people
    ("长塘镇", "中村村委会", "441624102210", "中村村村民委员会"),  # 中村 + 村委会, or 中 + 村村委会
    ("上陵镇", "罗村村委会", "441624104215", "罗村村村民委员会"),
    ("贝墩镇", "石村村委会", "441624106201", "石村村村民委员会"),
    ("林寨镇", "严村村委会", "441624116208", "严村村村民委员会"),
    ("浰源镇", "洪浰村委会", "441624112208", "洪俐村村民委员会"),  # 浰 and 俐 are both lì
    ("东水镇", "增坑村委会", "441624114201", "增坑畲族村村民委员会"),  # named after its people
    ("东水镇", "云新村委会", "441624114211", "云星村村民委员会"),  # 新 xīn is written 星 xīng
    (
        "东水镇",
        "成村村委会",
        "441624114215",
        "澄村村村民委员会",
    ),  # 成 and 澄 are both chéng; 成源村 is another
    # 街道居委会 became 街镇社区居民委员会 in twelve townships. The two names share one character only, so it
    # is decided by elimination: each township has one such 居委会 in 2010, and one 居委会 with the number 001
    # is left over in 2023. In 彭寨镇 安垇社区 is left over too, as 005, without a character of it.
    ("长塘镇", "街道居委会", "441624102001", "街镇社区居民委员会"),
    ("下车镇", "街道居委会", "441624103001", "街镇社区居民委员会"),
    ("上陵镇", "街道居委会", "441624104001", "街镇社区居民委员会"),
    ("优胜镇", "街道居委会", "441624105001", "街镇社区居民委员会"),
    ("古寨镇", "街道居委会", "441624107001", "街镇社区居民委员会"),
    ("彭寨镇", "街道居委会", "441624108001", "街镇社区居民委员会"),
    ("合水镇", "街道居委会", "441624109001", "街镇社区居民委员会"),
    ("青州镇", "街道居委会", "441624111001", "街镇社区居民委员会"),
    ("浰源镇", "街道居委会", "441624112001", "街镇社区居民委员会"),
    ("热水镇", "街道居委会", "441624113001", "街镇社区居民委员会"),
    ("东水镇", "街道居委会", "441624114001", "街镇社区居民委员会"),
    ("礼士镇", "街道居委会", "441624115001", "街镇社区居民委员会"),
)
REGIONS = ("河源市", "和平县")


@pytest.fixture(scope="module")
def heping():
    """The village list of 2023, and the names of 2010 that it does not have."""
    villages = read_villages().set_index("village_code")
    old = read_villages_2010()
    found = villages_of_names(old["village"], old["township"], villages, regions=REGIONS)
    return villages, old[found["village_code"].isna()].reset_index(drop=True)


def _propose(villages, cases, **options):
    columns = ["township_code", "village", "village_code"]
    frame = pd.DataFrame(cases, columns=columns).astype("str")
    return propose_villages(frame, villages, **({"lineage": None, "as_of": "2024-09-30"} | options))


def test_the_table_of_right_successors_is_the_list_of_names_that_were_not_found(heping):
    villages, missed = heping
    assert sorted(zip(missed["township"], missed["village"], strict=True)) == sorted(row[:2] for row in RIGHT)
    for township, _, code, name in RIGHT:
        assert (villages.loc[code, "township"], villages.loc[code, "village"]) == (township, name)


@pytest.mark.parametrize("with_lineage", [False, True], ids=["by likeness alone", "with the lineage"])
def test_every_name_of_2010_has_its_right_successor_proposed_first(heping, with_lineage):
    villages, missed = heping
    lineage = list_lineage(villages) if with_lineage else None
    proposals = _propose(villages, missed.assign(village_code=None), lineage=lineage, regions=REGIONS)
    right = {(township, name): code for township, name, code, _ in RIGHT}
    for row, found in zip(missed.itertuples(), proposals, strict=True):
        assert found[0].village_code == right[row.township, row.village]
        assert len(found) <= MOST_PROPOSALS
        assert {proposal.village_code[:9] for proposal in found} == {row.township_code}


@pytest.fixture
def towns():
    """Two townships; 石井 stands in both."""
    rows = [
        ("T1-01", "柳坪社区居民委员会", "T1", "大坝镇", "居委会"),
        ("T1-02", "柳坪村民委员会", "T1", "大坝镇", "村委会"),
        ("T1-03", "石井村村民委员会", "T1", "大坝镇", "村委会"),
        ("T1-04", "暖水村村民委员会", "T1", "大坝镇", "村委会"),
        ("T1-05", "澄村村村民委员会", "T1", "大坝镇", "村委会"),
        ("T2-01", "石井村村民委员会", "T2", "上陵镇", "村委会"),
        ("T2-02", "秀和村村民委员会", "T2", "上陵镇", "村委会"),
        ("T2-03", "秀水畲族村村民委员会", "T2", "上陵镇", "村委会"),
    ]
    columns = ["village_code", "village", "township_code", "township", "kind"]
    return pd.DataFrame(rows, columns=columns).set_index("village_code")


@pytest.mark.parametrize(
    ("township", "name", "proposals"),
    [
        # The score is worked out beside each: likeness × 100, less 15 for another kind, 5 taken apart else.
        pytest.param("T1", "石阱村", [("T1-03", 90, "sound")], id="阱 sounds like 井: 50 + 0.8 × 50"),
        pytest.param("T1", "井石村", [("T1-03", 85, "order")], id="the same characters in another order"),
        pytest.param("T1", "暖村", [("T1-04", 50, "shape")], id="one of two characters is missing"),
        pytest.param(
            "T1",
            "柳平",
            [("T1-01", 90, "sound"), ("T1-02", 90, "sound")],
            id="no kind: both, lowest code first",
        ),
        pytest.param(
            "T1", "柳平村", [("T1-02", 90, "sound"), ("T1-01", 75, "sound")], id="the kind costs: 90 - 15"
        ),
        pytest.param("T1", "大坝镇石径村", [("T1-03", 90, "sound")], id="the township before it is dropped"),
        pytest.param(
            "T2",
            "秀水村",
            [("T2-03", 80, "part"), ("T2-02", 50, "shape")],
            id="the other name holds it whole",
        ),
        pytest.param("T2", "石景村", [("T2-01", 90, "sound")], id="only in its own township"),
        pytest.param("T1", "成村村委会", [("T1-05", 85, "sound")], id="成村 + 村委会: 90 - 5"),
        pytest.param("T1", "高发村", [], id="nothing like it"),
        pytest.param("T1", None, [], id="no name"),
        pytest.param("T9", "石井村", [], id="a township that the list lacks"),
        pytest.param(None, "石井村", [], id="no township"),
    ],
)
def test_likely_villages_are_proposed_with_their_score(towns, township, name, proposals):
    assert _propose(towns, [(township, name, None)]) == [tuple(proposals)]


@pytest.mark.parametrize(
    ("code", "name", "proposals"),
    [
        pytest.param("O1", "高发村", [("T1-03", 100, "code")], id="the code leads to one village"),
        pytest.param("O2", "高发村", [("T1-03", 90, "code"), ("T1-04", 90, "code")], id="to two"),
        pytest.param("O3", "高发村", [], id="to a village of another township"),
        pytest.param(None, "旧名村", [("T1-03", 100, "renamed")], id="an earlier name"),
        pytest.param(None, "旧名社区", [], id="an earlier name of another kind"),
        pytest.param(
            # 旧村 is also half of 澄村.
            None,
            "旧村村",
            [("T1-03", 90, "renamed"), ("T1-04", 90, "renamed"), ("T1-05", 50, "shape")],
            id="of two",
        ),
        pytest.param("O1", "暖水", [("T1-03", 100, "code"), ("T1-04", 100, "same")], id="code and name"),
    ],
)
def test_the_code_and_earlier_names_propose_too(towns, code, name, proposals):
    lineage = pd.DataFrame(
        [
            ("O1", "旧名村委会", "T1-03", "2018", "更名"),
            ("O2", "旧村村委会", "T1-03", "2018", "分立"),
            ("O2", "旧村村委会", "T1-04", "2018", "分立"),
            ("O3", None, "T2-01", "2018", "更名"),
            ("O4", "无后村", None, "2018", "撤销"),
        ],
        columns=["old_code", "old_name", "new_code", "effective_on", "event"],
    )
    assert _propose(towns, [("T1", name, code)], lineage=lineage) == [tuple(proposals)]


def test_no_more_than_three_are_proposed_and_the_kind_may_be_unknown():
    rows = [(f"T1-{place}", f"石{name}村", "T1", "大坝镇") for place, name in enumerate("甲乙丙丁")]
    villages = pd.DataFrame(rows, columns=["code", "village", "township_code", "township"]).set_index("code")
    (found,) = _propose(villages, [("T1", "石戊村", None)])
    assert [(one.village_code, one.score) for one in found] == [("T1-0", 50), ("T1-1", 50), ("T1-2", 50)]


@given(
    st.text("石井水坑暖暧河和", min_size=1, max_size=4), st.text("石井水坑暖暧河和", min_size=1, max_size=4)
)
def test_a_score_lies_between_nothing_and_the_same(one, other):
    score, basis = score_stems(one, other)
    assert 0 <= score <= 1
    assert (score == 1) == (one == other) == (basis == "same")
