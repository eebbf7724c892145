"""A ledger from elsewhere: matched by key, only what it says otherwise changes."""

import pytest

import toy
from ruralmap.errors import RegistryError, UsageError
from ruralmap.jobs.asset_staging import import_rows
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.jobs.offers import offered_by
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import reading, writing
from ruralmap.workspace import open_workspace

OFFICE = Author("县局", at="2024-09-20T08:00:00Z", reason="南镇自建台账")
HEADER = ("资产编号", "资产名称", "资产类别", "原始价值", "备注")


@pytest.fixture
def county(tmp_path):
    root = toy.write_county(tmp_path, toy.people("441624100201", 3, prefix="A"), money=False)
    workspace = open_workspace(root)
    build(workspace, toy.AUTHOR)
    return workspace


def write(county, *rows, header=HEADER, name="南镇.csv"):
    path = county.root / name
    toy.write_csv(path, header, rows)
    return path


def take(county, *files, table=None, accept=True):
    offered = offered_by(files, table, lang="zh")
    return import_rows(county, offered, accepted_by=OFFICE if accept else None)


def state(county):
    with reading(county.registry) as connection:
        return read_state(connection)


def test_new_rows_are_entered_and_of_known_ones_only_what_differs_changes(county):
    file = write(
        county,
        ("Z1", "水渠", "公益性", "12000.00", ""),  # 10,000 before
        ("Z2", "冷库", "经营性", "", "待修"),
        ("Z3", "猪圈", "到户类", "2000", ""),
        ("Z9", "新桥", "公益性", "500", ""),
    )
    preview = take(county, file, accept=False)
    assert [line.fate for line in preview.lines] == ["changed", "changed", "known", "new"]
    # Value of Z1, note of Z2: the two fields of known records; in 元.
    assert [row[-3:] for row in preview.fields[1]] == [
        ["原始价值(元)", "10,000.00", "12,000.00"],
        ["备注", "", "待修"],
    ]
    assert "Z9" not in state(county)["assets"]
    done = take(county, file)
    found = state(county)["assets"]
    assert (found["Z1"]["original_value_fen"], found["Z1"]["village_code"]) == (1_200_000, "441624100201")
    assert (found["Z2"]["original_value_fen"], found["Z2"]["note"]) == (3_500_000, "待修")
    assert found["Z9"]["asset"] == "新桥"
    assert (done.batch.kind, done.batch.events, done.batch.on) == ("import", 3, "2024-09-30")
    assert take(county, file).batch is None


def test_a_table_is_recognised_by_its_headers(county):
    file = write(
        county, ("Z1", "H1", "2024-01-01"), header=("资产编号", "合同编号", "签订日期"), name="合同.csv"
    )
    ledger = write(county, ("Z9", "新桥", "公益性", "500", ""))
    done = take(county, ledger, file)
    assert [line.table for line in done.lines] == ["assets", "contracts"]
    assert state(county)["contracts"]["H1"]["asset_id"] == "Z1"


def test_headers_that_fit_nothing_ask_for_the_table(county):
    with pytest.raises(UsageError, match="--table"):
        take(county, write(county, ("1", "2"), header=("甲", "乙")))


def test_one_file_twice_is_one_import(county):
    first = write(county, ("Z9", "新桥", "公益性", "500", ""))
    second = write(
        county, ("Z9", "新桥", "公益性", "600", ""), ("Z9", "新桥", "公益性", "500", ""), name="二.csv"
    )
    done = take(county, first, first, second, table="assets")
    assert [line.fate for line in done.lines] == ["new", "known", "conflict", "aside"]
    assert state(county)["assets"]["Z9"]["original_value_fen"] == 50_000
    assert sum(done.counts.values()) == done.offered.rows == 4


def test_a_mark_that_empties_a_field_waits_for_a_merge(county):
    done = take(county, write(county, ("Z1", "水渠", "公益性", "", "〔清空〕")))
    assert [(line.fate, line.source.row) for line in done.lines] == [("aside", 2)]
    assert "回收合并" in done.lines[0].why
    assert done.batch is None


def test_a_registry_that_was_edited_behind_its_chain_is_not_written_to(county):
    file = write(county, ("Z9", "新桥", "公益性", "500", ""))
    with writing(county.registry) as connection:
        connection.exec_driver_sql("UPDATE assets SET note = '改' WHERE asset_id = 'Z2'")
    with pytest.raises(RegistryError):
        take(county, file)
    assert "Z9" not in state(county)["assets"]
