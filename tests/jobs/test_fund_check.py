"""From the office's files to the check of the ledger: what was once read wrongly is refused by name."""

import openpyxl
import pytest

import toy
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.fund_check import check_funds
from ruralmap.jobs.fund_check_sheets import check_sheets
from ruralmap.jobs.read_county import read_county
from ruralmap.workspace import open_workspace

# id, document, date, year, 元
LINES = [
    ("F1", "模拟1号", "2024-01-10", "2024", "1000000.01"),
    ("F2", "模拟2号", "2024-01-10", "2024", "500000"),
    ("F3", "模拟3号", "2024-01-10", "2024", "500000"),
    ("F4", "模拟4号", "2024-01-10", "2024", "500000"),
    ("F6", "模拟5号", "2024-01-10", "2024", "70000"),
    ("F5", "模拟5号", "2024-01-10", "2024", "70000"),
    ("F7", "模拟7号", "2023-01-10", "2023", "1000000"),
    ("F8", "模拟8号", "2023-01-10", "2023", "1000000"),
    ("F9", "模拟9号", "2024-01-10", "2024", "5000000"),
    ("G1", "模拟10号", "2024-01-10", "2024", "92233720368547758.07"),
    ("G2", "模拟11号", "2024-01-10", "2024", "92233720368547758.07"),
    ("G3", "模拟12号", "2024-12-01", "2024", "5"),
    ("", "模拟13号", "2024-01-10", "2024", "6"),
]
# line, project, month, 下达 到位 安排 拨付 支出 未支出, 上年结转
REPORTS = [
    ("F1", "P1", "2024-09", "1000000.01", "0", "1000000.01", "0", "0", "1000000.01", ""),
    # Two reports of one month that differ, in either order.
    ("F2", "P1", "2024-09", "500000", "0", "500000", "50000", "50000", "450000", ""),
    ("F2", "P1", "2024-09", "500000", "0", "500000", "300000", "300000", "200000", ""),
    ("F3", "P1", "2024-09", "500000", "0", "500000", "300000", "300000", "200000", ""),
    ("F3", "P1", "2024-09", "500000", "0", "500000", "50000", "50000", "450000", ""),
    # The latest report has no month that can be read: August is not the state.
    ("F4", "P1", "2024-08", "500000", "0", "500000", "50000", "50000", "450000", ""),
    ("F4", "P1", "九月", "500000", "0", "500000", "400000", "400000", "100000", ""),
    ("F5", "", "2024-09", "70000", "0", "0", "0", "0", "70000", ""),
    ("F6", "", "2024-09", "70000", "0", "0", "0", "0", "70000", ""),
    # A year that begins again, without and with what it brought forward: 810,000 were spent.
    ("F7", "P1", "2023-12", "1000000", "1000000", "1000000", "800000", "800000", "200000", ""),
    ("F7", "P1", "2024-01", "0", "0", "0", "10000", "10000", "190000", ""),
    ("F8", "P1", "2023-12", "1000000", "1000000", "1000000", "800000", "800000", "200000", ""),
    ("F8", "P1", "2024-01", "0", "0", "0", "10000", "10000", "190000", "200000"),
    # 400 are 400万元.
    ("F9", "P1", "2024-09", "400", "400", "400", "100", "100", "300", ""),
    ("F9", "P2", "2024-09", "1000000", "0", "1000000", "0", "0", "1000000", ""),
]
REASONS = {
    "F2": "fund_month_repeated",
    "F3": "fund_month_repeated",
    "F4": "fund_month_unreadable",
    "F6": "fund_line_double",
    "F7": "fund_year_restarted",
    "F9": "fund_unit_mixed",
    "G1": "fund_amount_absurd",
    "G2": "fund_amount_absurd",
    "G3": "later",
}


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    roster = toy.people(
        "441624100201", 3, prefix="A", kind="一般农户", monitored="边缘易致贫户", cleared="否"
    )
    root = toy.write_county(tmp_path_factory.mktemp("fund_check"), roster)
    toy.write_csv(
        root / "assets" / "资金指标台账.csv",
        ("资金编号", "指标文号", "下达日期", "年度", "资金级次", "资金渠道", "下达金额"),
        [(*line[:4], "中央", "衔接", line[4]) for line in LINES],
    )
    toy.write_csv(
        root / "assets" / "资金月报.csv",
        (
            *("资金编号", "项目编号", "月份"),
            *("累计下达", "累计到位", "累计安排", "累计拨付", "累计支出", "未支出余额", "上年结转"),
        ),
        REPORTS,
    )
    return open_workspace(root)


@pytest.fixture(scope="module")
def check(county):
    return check_funds(county, *read_county(county))


def test_each_line_that_was_once_read_wrongly_is_refused_by_name(check):
    aside = check.ledger.lines_aside
    assert dict(zip(aside["line_id"], aside["reason"], strict=True)) == REASONS
    assert check.ledger.lines.index.tolist() == ["F1", "F5", "F8"]


def test_what_counts_adds_up_by_hand(check):
    # 1,000,000.01 + 70,000 + 1,000,000; of F8 810,000 are spent.
    result = check.as_json()
    assert result["lines"]["rows"] == 12
    assert result["lines"]["kept"] == 3
    assert result["lines"]["unread"] == 1
    assert sum(result["lines"]["aside"].values()) == 9
    assert result["fen"]["issued"] == 207_000_001
    # 500,000 x 3 + 70,000 + 1,000,000 + 5,000,000 + 5 yuan, and twice 2^63 - 1 fen
    assert result["fen"]["aside"] == 757_000_500 + 2 * (2**63 - 1)
    balances = {item["account"]: item["balance_fen"] for item in result["accounts"]}
    assert sum(balances.values()) == 0
    assert (balances["county"], balances["project"], balances["spent"]) == (
        7_000_000,
        119_000_001,
        81_000_000,
    )
    assert result["findings"]["fund_month_repeated"] == 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_accounts_for_every_row(county, check, tmp_path, lang):
    path = tmp_path / "check.xlsx"
    write_workbook(path, check_sheets(county, check, lang))
    sheets = [
        [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in openpyxl.load_workbook(path).worksheets
    ]
    accounts, summary, aside, findings = sheets
    assert any(row[-1] == pytest.approx(-2_070_000.01) for row in accounts)
    assert accounts[-1][-3:] == [pytest.approx(accounts[-1][1]), pytest.approx(accounts[-1][1]), 0]
    # 3 kept, 9 lines and 11 reports aside, 1 row not read.
    counts = [row[2] for row in summary if len(row) > 2 and isinstance(row[2], int)]
    assert sum(counts) == len(LINES) + len(REPORTS) - 4
    assert len(aside) - len(findings) == 9 + 11 + 1 - len(check.findings)
    # what was found in reading stands before what the ledger found: the row without a number
    read = check.findings[: -len(check.ledger.findings)]
    assert "value_missing" in {found.code for found in read if found.table == "funds"}
    raw = [row[-1] for row in aside if str(row[-1]).startswith("{")]
    assert len(raw) == 20
    assert any("九月" not in cell and "400,000.00" in cell for cell in raw)


def test_a_household_is_not_named_among_rows_set_aside(county, check):
    moved = check.ledger.rows_aside.iloc[:1].assign(table="fund_moves", hh_id="户0001", amount_fen=5)
    private = type(check)(_with_rows(check.ledger, moved), check.rejected, ())
    rows = check_sheets(county, private, "zh")[2].rows
    assert "户0001" not in str(rows)
    assert "0.05" in str(rows)


def _with_rows(ledger, rows):
    fields = {name: getattr(ledger, name) for name in ledger.__dataclass_fields__}
    return type(ledger)(**fields | {"rows_aside": rows})


def test_what_is_passed_on_is_said_and_not_counted_twice(county, check):
    lines = check.ledger.lines.assign(own_fen=check.ledger.lines["issued_fen"] - 100)
    fields = {name: getattr(check.ledger, name) for name in check.ledger.__dataclass_fields__}
    passed = type(check)(type(check.ledger)(**fields | {"lines": lines}), check.rejected, ())
    rows = check_sheets(county, passed, "zh")[1].rows
    assert any("转下达" in str(row[1]) and float(row[3]) == 3 for row in rows[1:])
