"""Histories for the map's pop-ups, and what changed between two days."""

import pytest

import toy
from ruralmap.assets.chain import Source
from ruralmap.assets.changes import Change
from ruralmap.errors import RegistryError, UsageError
from ruralmap.jobs.asset_changes import changes_since, histories
from ruralmap.jobs.asset_writing import at_desk, write_batch
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.jobs.maps import draw_asset_map
from ruralmap.jobs.read_county import read_county
from ruralmap.workspace import open_workspace

LATER = Author("乡镇甲", at="2024-10-08T08:00:00Z", reason="巡查")


@pytest.fixture
def county(tmp_path):
    """A county that was built once, on 2024-09-30: Z1 正常, Z2 闲置, Z3 (of a household) 正常."""
    root = toy.write_county(tmp_path, toy.people("441624100201", 3, prefix="A"), money=False)
    workspace = open_workspace(root)
    build(workspace, toy.AUTHOR)
    return workspace


def on_day(county, day):
    return open_workspace(county.root, as_of=day)


def edit(county, on, *changes):
    with at_desk(county) as desk:
        write_batch(desk, "merge", LATER, [(change, Source()) for change in changes], on=on)


def of_asset(key, **fields):
    before = {name: pair[0] for name, pair in fields.items()}
    return Change("assets", key, before, {name: pair[1] for name, pair in fields.items()})


def found(county, day, since="2024-09-30"):
    changes = changes_since(on_day(county, day), since, "zh")
    rows = changes.rows
    return dict(
        zip(rows["asset_id"], zip(rows["kind"], rows["said"], strict=True), strict=True)
    ), changes.moves


NEW = {"asset_id": "Z9", "asset": "新桥", "asset_class": "公益性", "village_code": "441624100202"}


@pytest.fixture
def edited(county):
    """On 10-08 Z1 becomes 损毁 and gets a note, Z9 is entered; on 10-20 Z2 gets a note, Z3 goes."""
    edit(
        county,
        "2024-10-08",
        of_asset("Z1", run_state=("正常", "损毁"), note=(None, "洪水" * 20)),
        Change("assets", "Z9", None, NEW),
    )
    with at_desk(county) as desk:
        household = desk.state["assets"]["Z3"]
    edit(county, "2024-10-20", of_asset("Z2", note=(None, "看过")), Change("assets", "Z3", household, None))
    return county


def test_what_changed_between_two_days(edited):
    assert found(edited, "2024-09-30") == ({}, {})
    assert found(edited, "2024-10-07") == ({}, {})
    rows, moves = found(edited, "2024-10-08")
    assert {key: kind for key, (kind, _) in rows.items()} == {"Z1": "state", "Z9": "new"}
    # The state first; of a long value 23 signs and a mark that it goes on.
    assert rows["Z1"][1] == f"运行状态 正常 → 损毁\n备注 — → {'洪水' * 11}洪…"
    assert moves == {("正常", "损毁"): 1}
    rows, moves = found(edited, "2024-10-20")
    assert {key: kind for key, (kind, _) in rows.items()} == {
        "Z1": "state",
        "Z2": "other",
        "Z3": "gone",
        "Z9": "new",
    }
    # Between the 8th and the 20th only two.
    rows, moves = found(edited, "2024-10-20", since="2024-10-08")
    assert (sorted(rows), moves) == (["Z2", "Z3"], {})


def test_a_state_taken_away_is_a_state(county):
    edit(county, "2024-10-08", of_asset("Z1", run_state=("正常", None)))
    rows, moves = found(county, "2024-10-08")
    assert (rows["Z1"][0], moves) == ("state", {("正常", "未登记"): 1})


@pytest.mark.parametrize("since", ["2024-9-30", "昨天", "2024-10-21", "2024-09-29"])
def test_a_day_from_which_nothing_can_be_told_is_refused(edited, since):
    # None at all, after the date, or before the registry had an asset.
    with pytest.raises(UsageError):
        changes_since(on_day(edited, "2024-10-20"), since, "zh")


def test_without_a_registry_there_is_no_history_and_no_layer(county):
    county.registry.unlink()
    assert histories(county, "zh") == {}
    with pytest.raises(RegistryError):
        changes_since(county, "2024-09-30", "zh")


def test_histories_tell_what_came_after_the_entry_until_the_day(edited):
    assert histories(edited, "zh") == {}
    told = histories(on_day(edited, "2024-10-08"), "zh")
    assert list(told) == ["Z1"]
    # Fields of one event are in the order of their names (note, run_state): the last comes first here.
    assert told["Z1"].split("\n") == [
        "2024-10-08 运行状态 正常 → 损毁（乡镇甲）",
        f"2024-10-08 备注 — → {'洪水' * 11}洪…（乡镇甲）",
    ]
    assert sorted(histories(on_day(edited, "2024-10-20"), "en")) == ["Z1", "Z2", "Z3"]


def test_of_what_names_persons_only_the_field_is_told(county):
    seen = {"asset_id": "Z1", "inspected_on": "2024-10-08", "inspection_kind": "巡查", "inspector": "张三"}
    key = '["Z1","2024-10-08","巡查"]'
    edit(county, "2024-10-08", Change("inspections", key, None, seen))
    edit(county, "2024-10-09", Change("inspections", key, {"inspector": "张三"}, {"inspector": "李四"}))
    told = histories(on_day(county, "2024-10-09"), "zh")["Z1"]
    assert told.split("\n") == [
        "2024-10-09 资产清查核实 · 核查人（乡镇甲）",
        "2024-10-08 资产清查核实 · 新增（乡镇甲）",
    ]


def test_the_latest_five_are_told_and_the_others_counted(county):
    notes = [None, *map(str, range(7))]
    for number in range(7):
        edit(county, "2024-10-01", of_asset("Z1", note=(notes[number], notes[number + 1])))
    lines = histories(on_day(county, "2024-10-01"), "zh")["Z1"].split("\n")
    # 6, 5, 4, 3, 2 of seven: two are earlier.
    assert len(lines) == 6
    assert lines[0].startswith("2024-10-01 备注 5 → 6")
    assert lines[-1] == "……另有更早的 2 条"


def test_the_map_is_that_of_the_workspaces_day(edited):
    pages = {}
    for day in ("2024-09-30", "2024-10-08"):
        workspace = on_day(edited, day)
        pages[day] = draw_asset_map(workspace, read_county(workspace)[1]).to_html()
    assert "新桥" not in pages["2024-09-30"]
    assert "洪水" not in pages["2024-09-30"]
    assert "新桥" in pages["2024-10-08"]
    assert "运行状态 正常 → 损毁（乡镇甲）" in pages["2024-10-08"]
    workspace = on_day(edited, "2024-10-20")
    page = draw_asset_map(workspace, read_county(workspace)[1], since="2024-10-08").to_html()
    assert "变动：2024-10-08 至 2024-10-20" in page
