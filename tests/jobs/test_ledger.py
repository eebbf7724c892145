"""The ledger of a county on disk: where its money went, and that what contradicts itself breaks no build."""

import sqlite3
from contextlib import closing

import pandas as pd
import pytest

import toy
from ruralmap.errors import InputError
from ruralmap.jobs.build import build
from ruralmap.jobs.check import check
from ruralmap.jobs.county import link_county
from ruralmap.jobs.ledger import balances_of, counted_rows, ledger_of
from ruralmap.jobs.money_places import place_rows, written_places
from ruralmap.workspace import open_workspace

FUNDS = ("资金编号", "指标文号", "下达日期", "年度", "资金级次", "资金渠道", "下达金额")
MONTHS = (
    "资金编号",
    "项目编号",
    "月份",
    "累计下达",
    "累计到位",
    "累计安排",
    "累计拨付",
    "累计支出",
    "未支出余额",
)
MOVES = (
    "凭证编号", "日期", "资金编号", "项目编号", "变动类型", "金额", "乡镇", "行政村", "行政村代码", "户编号",
)  # fmt: skip


def line(number, amount="100"):
    return (number, f"模拟{number}号", "2024-01-10", "2024", "中央", "衔接", amount)


def month(number, spent, when="2024-09"):
    return (number, "", when, "100", "100", "0", "0", spent, str(100 - int(spent)))


def test_a_list_that_cannot_be_read_is_not_a_list_without_rows(county):
    # No column 月份: read as nothing, the line would pass for money that nobody has touched.
    workspace = county([line("F1")], [month("F1", "60")], [])
    toy.write_csv(workspace.path("assets/资金月报.csv"), MONTHS[:2], [("F1", "")])
    report = check(workspace)
    assert "fund_line_unreported" not in {found.code for found in report.findings}
    with pytest.raises(InputError, match="资金月报"):
        ledger_of(workspace, link_county(workspace, report).tables)
    build(workspace, toy.AUTHOR)
    with closing(sqlite3.connect(workspace.registry)) as registry:
        assert registry.execute("SELECT count(*) FROM fund_lines").fetchone() == (0,)


@pytest.fixture
def county(tmp_path):
    """Writes the toy county with fund tables, and opens it."""

    def write(funds, months, moves):
        root = toy.write_county(tmp_path, toy.people("441624100201", 2, prefix="H"))
        settings = (root / "ruralmap.toml").read_text(encoding="utf-8")
        named = f'{settings}fund_moves = "assets/资金变动台账.csv"\n'
        (root / "ruralmap.toml").write_text(named, encoding="utf-8")
        for name, header, rows in (
            ("资金指标台账", FUNDS, funds), ("资金月报", MONTHS, months), ("资金变动台账", MOVES, moves),
        ):  # fmt: skip
            toy.write_csv(root / "assets" / f"{name}.csv", header, rows)
        return open_workspace(root)

    return write


def test_what_contradicts_itself_is_reported_and_not_loaded(county):
    workspace = county(
        [line("F1"), line("F2"), line("F3"), line("F3", "200"), line("F4"), line("F5")],
        [
            month("F1", "10"),
            month("F2", "10"),
            month("F2", "20"),  # two reports of a month that differ
            month("F4", "0", "九月"),  # no month that can be read
            month("F1", "10", "2024-10"),  # after the date
        ],
        [
            ("V1", "2024-02-01", "F5", "P1", "安排", "60", "南镇", "甲村", "", ""),
            ("V1", "2024-02-01", "F5", "P1", "安排", "60", "南镇", "甲村", "", ""),  # the same row twice
            ("V2", "2024-02-01", "F9", "P1", "安排", "60", "", "", "", ""),  # of no line
            ("V3", "2024-10-01", "F5", "P1", "支出", "60", "", "", "", ""),  # after the date
        ],
    )
    made = build(workspace, toy.AUTHOR)
    codes = {found.code for found in made.upkeep.report.findings}
    assert codes >= {"fund_line_repeated", "fund_month_repeated", "fund_month_unreadable", "fund_move_twice"}
    # entries: F1 and F5 issued; F1 arrived 100 and spent 10; F5 allotted and arranged 60
    counts = {name: rows for name, rows in made.registry_counts.items() if name.startswith("fund_")}
    assert counts == {"fund_lines": 2, "fund_months": 1, "fund_moves": 1, "fund_entries": 6}
    with closing(sqlite3.connect(workspace.registry)) as registry:
        lines = registry.execute("SELECT line_id FROM fund_lines ORDER BY line_id").fetchall()
        moved = registry.execute("SELECT amount_fen, linked_village_code FROM fund_moves").fetchall()
        spent = registry.execute("SELECT sum(amount_fen) FROM fund_entries WHERE kind = 'spent'").fetchall()
    assert lines == [("F1",), ("F5",)]
    assert moved == [(6_000, "441624100201")]
    assert spent == [(1_000,)]


def test_money_is_where_the_linker_finds_it(county):
    workspace = county(
        [line("F1")],
        [],
        [
            ("V1", "2024-02-01", "F1", "", "分解", "60", "南镇", "", "", ""),
            ("V2", "2024-02-02", "F1", "P1", "安排", "40", "南镇", "乙村", "", ""),
            ("V3", "2024-02-03", "F1", "P2", "安排", "20", "", "", "441624101201", ""),
            # a household is where it is registered, whatever the row says
            ("V4", "2024-02-04", "F1", "P2", "支出", "5", "北镇", "丁村", "", "H0001"),
            ("V5", "2024-02-05", "F1", "P2", "支出", "5", "东镇", "无名村", "", "H9"),
        ],
    )
    linked = link_county(workspace, check(workspace))
    moves = linked.tables["fund_moves"]
    assert moves["linked_village_code"].fillna("").tolist() == [
        "", "441624100202", "441624101201", "441624100201", "",
    ]  # fmt: skip
    assert moves["linked_township_code"].fillna("").tolist() == [
        "441624100", "441624100", "441624101", "441624100", "",
    ]  # fmt: skip
    ledger = ledger_of(workspace, linked.tables)
    table = balances_of(workspace, linked.tables, ledger)
    assert table["issued_fen"].sum() == ledger.issued_fen == 10_000
    # of a table that the office has not there is nothing to keep
    assert set(counted_rows(ledger, {"fund_moves": moves})) == {"fund_lines", "fund_entries", "fund_moves"}
    villages = table.groupby("village_code")["arranged_fen"].sum()
    assert villages["441624100202"] == 4_000
    assert villages["441624101201"] == 2_000


def test_a_county_without_fund_lines_has_no_ledger(county):
    workspace = county([line("F1")], [], [])
    with pytest.raises(InputError, match="资金指标台账"):
        ledger_of(workspace, {})


def test_each_place_is_linked_once_and_every_row_gets_its_own():
    rows = pd.DataFrame(
        {
            "township": ["甲", "乙", "甲", None, "甲"],
            "village": ["一", "一", "一", None, None],
            "village_code": [None, None, None, "4", None],
        },
        index=[7, 5, 3, 1, 0],
        dtype="str",
    )
    places = written_places(rows)
    assert places["township"].fillna("").tolist() == ["甲", "乙", "", "甲"]
    links = pd.DataFrame(
        {"linked_township_code": ["a", "b", None, "a"], "linked_village_code": ["a1", "b1", None, None]},
        dtype="str",
    )
    placed = place_rows(rows, links, pd.DataFrame())
    assert placed.index.tolist() == [7, 5, 3, 1, 0]
    assert placed["linked_village_code"].fillna("").tolist() == ["a1", "b1", "a1", "", ""]
    assert placed["linked_township_code"].fillna("").tolist() == ["a", "b", "a", "", "a"]
    assert len(place_rows(rows.iloc[:0], links.iloc[:0], pd.DataFrame())) == 0
