"""What breaks conservation sets its line aside, at the threshold and a fen beside it (E6, E9)."""

import pytest

from ruralmap.funds.lines import MOST_FEN

YUAN = 100
WHOLE = ("Z1", "P1", "2024-03", 100, 0, 100, 0, 0, 100)


def codes(reading):
    return [found.code for found in reading.findings]


BREACHES = [
    pytest.param(
        [("Z1", "P1", "2024-03", 100, 100, 100, 50, 40, 59)], "fund_row_unbalanced", id="a fen short"
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 99, 90, 90, 50, 40, 59)], "fund_line_unbalanced", id="a fen not reported"
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 70, 0, 70, 0, 0, 70), ("Z1", None, "2024-03", 31, 0, 0, 0, 0, 31)],
        "fund_line_unbalanced",
        id="a fen too much",
    ),
    pytest.param([WHOLE, WHOLE], "fund_month_repeated", id="one month twice"),
    pytest.param(
        [("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100), ("Z1", None, "2024-03", 100, 0, 0, 0, 0, 100)],
        "fund_month_repeated",
        id="the row without a project twice",
    ),
    *(
        pytest.param(
            [("Z1", "P1", "2024-03", *(None if place == at else fen for at, fen in enumerate(WHOLE[3:])))],
            "fund_month_without_amount",
            id=name,
        )
        for place, name in ((0, "no 下达"), (2, "no 安排"), (4, "no 支出"), (5, "no 未支出余额"))
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", -10, 0, 0, 0, 0, -10), ("Z1", None, "2024-03", 110, 0, 0, 0, 0, 110)],
        "fund_sign_opposed",
        id="a negative project of a positive line",
    ),
    pytest.param(
        [("Z1", "P1", None, 100, 0, 100, 0, 0, 100), WHOLE], "fund_month_unreadable", id="no month to read"
    ),
    pytest.param(
        [("Z1", "P1", "2024-03", 100, MOST_FEN + 1, 100, 0, 0, 100)], "fund_amount_absurd", id="beyond belief"
    ),
]


@pytest.mark.parametrize(("reports", "code"), BREACHES)
def test_a_breach_sets_its_line_aside_and_no_other(read, months_of, reports, code):
    sound = ("Z2", "P9", "2024-03", 250, 250, 250, 0, 0, 250)
    reading = read([("Z1", 100), ("Z2", 250)], months_of(*reports, sound))
    assert set(codes(reading)) == {code}
    assert reading.aside == {"Z1": code}
    assert reading.rows_aside["reason"].tolist() == [code] * len(reports)
    assert reading.entries["line_id"].unique().tolist() == ["Z2"]
    assert all(found.severity == "error" for found in reading.findings)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("reports", "code"), BREACHES)
def test_every_breach_can_be_said_in_all_its_parts(read, months_of, reports, code, lang):
    reading = read([("Z1", 100)], months_of(*reports))
    texts = [
        found.text(part, lang)
        for found in reading.findings
        for part in ("title", "found", "consequence", "remedy")
    ]
    assert code in codes(reading)
    assert all(texts)
    assert not any("{" in text or "nan" in text.lower().split() for text in texts)


def test_an_amount_at_the_limit_of_belief_is_read(read, months_of):
    reports = months_of(("Z1", "P1", "2024-03", 100, MOST_FEN, 100, 0, 0, 100))
    assert read([("Z1", 100)], reports).aside == {}


def test_an_absurd_amount_is_named_by_its_column(read, months_of):
    reports = months_of(("Z1", "P1", "2024-03", 100, 0, 100, -MOST_FEN - 1, 0, 100))
    (found,) = read([("Z1", 100)], reports).findings
    assert found.column == "累计拨付"
    assert "-100,000,000,000.01" in found.text("found")


@pytest.mark.parametrize(
    "report",
    [
        # All of them balance, and add up to a line of nothing.
        pytest.param((100, 0, 100, 0, 0, 100), id="money given"),
        pytest.param((-100, 0, 0, 0, 0, -100), id="money taken back"),
        pytest.param((0, 0, 0, 5, 0, 0), id="only disbursed"),
    ],
)
def test_a_line_of_nothing_gives_no_project_anything(read, months_of, report):
    rest = ("Z1", None, "2024-03", -report[0], 0, 0, 0, 0, -report[0])
    reading = read([("Z1", 0)], months_of(("Z1", "P1", "2024-03", *report), rest))
    assert reading.aside == {"Z1": "fund_sign_opposed"}


def test_a_line_of_nothing_that_gives_nothing_is_sound(read, months_of):
    assert codes(read([("Z1", 0)], months_of(("Z1", "P1", "2024-03", 0, None, 0, None, 0, 0)))) == []


def test_a_line_that_passed_a_part_on_is_held_against_what_it_kept(read, lines_of, months_of):
    # 1,000 of which 900 are Z2's: the reports of ZC add up to 100, not to 1,000.
    lines = lines_of(("ZC", 1000), ("Z2", 900), parent_line_id=[None, "ZC"])
    child = ("Z2", "P1", "2024-03", 900, 0, 900, 0, 0, 900)
    assert read(lines, months_of(("ZC", None, "2024-03", 100, 0, 0, 0, 0, 100), child)).aside == {}
    gross = read(lines, months_of(("ZC", None, "2024-03", 1000, 0, 0, 0, 0, 1000), child))
    assert gross.aside == {"ZC": "fund_line_unbalanced"}
    assert "Z2" in gross.findings[0].text("found")


@pytest.mark.parametrize(
    ("issued", "aside"),
    [
        # 40 were left without a project in 2024; in 2025 P2 gets them, and they leave the row without one.
        pytest.param(-40, {}, id="given to a project"),
        pytest.param(0, {"Z1": "fund_row_unbalanced"}, id="given and still there"),
    ],
)
def test_what_was_left_without_a_project_is_given_to_one_next_year(read, months_of, issued, aside):
    reports = months_of(
        ("Z1", "P1", "2024-12", 60, 60, 60, 50, 50, 10),
        ("Z1", None, "2024-12", 40, 40, 0, 0, 0, 40),
        ("Z1", None, "2025-01", issued, 0, 0, 0, 0, 0),
        ("Z1", "P2", "2025-01", 40, 0, 40, 0, 0, 40),
        brought_forward=[None, None, 40, 0],
    )
    reading = read([("Z1", 100)], reports)
    assert reading.aside == aside
    assert all("上年结转 0.40 元" in found.text("found") for found in reading.findings)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        pytest.param(10, "Z10、Z11、Z12、Z13、Z14、Z15、Z16、Z17、Z18、Z19", id="as many as are named"),
        pytest.param(12, "Z10、Z11、Z12、Z13、Z14、Z15、Z16、Z17、Z18、Z19、…", id="more"),
    ],
)
def test_a_line_that_does_not_add_up_names_what_it_passed_on(read, lines_of, months_of, count, said):
    parts = [(f"Z{number}", 1) for number in range(10, 10 + count)]
    lines = lines_of(("ZC", 100), *parts, parent_line_id=[None, *["ZC"] * count])
    (found,) = read(lines, months_of(("ZC", None, "2024-03", 100, 0, 0, 0, 0, 100))).findings
    values = found.values
    assert values["children"] == said


@pytest.mark.parametrize(
    ("closing", "aside"),
    [
        pytest.param((150, 20, 29), True, id="a fen short"),
        pytest.param((150, 20, 30), False, id="all of it"),
        pytest.param((150, 20, 31), True, id="a fen too much"),
        pytest.param((200, None, None), False, id="empty ones beside a filled one are nothing"),
        pytest.param((None, None, 0), True, id="a nought closes"),
        pytest.param((None, None, None), False, id="no closing"),
    ],
)
def test_a_closing_adds_up_to_what_is_unspent(read, months_of, closing, aside):
    names = ("carried_over", "surplus", "withdrawn")
    reports = months_of(
        ("Z1", "P1", "2024-12", 300, 0, 300, 0, 100, 200),
        **{name: [fen] for name, fen in zip(names, closing, strict=True)},
    )
    reading = read([("Z1", 300)], reports)
    assert reading.aside == ({"Z1": "fund_closing_unbalanced"} if aside else {})
    if not aside:
        closed = reading.entries[reading.entries["kind"].isin(["carried", "surplus", "withdrawn"])]
        assert closed["from_account"].eq("project").all()
        assert closed["amount_fen"].tolist() == [fen for fen in closing if fen]


def test_a_closing_without_a_project_leaves_the_county(read, months_of):
    reports = months_of(("Z1", None, "2024-12", 100, 0, 0, 0, 0, 100), surplus=[100])
    (entry,) = read([("Z1", 100)], reports).entries.to_dict("records")
    assert (entry["from_account"], entry["to_account"], entry["amount_fen"]) == ("county", "surplus", 100)


@pytest.mark.parametrize(
    ("last", "rounding_fen", "rest"),
    [
        # Three rows: 1,000,000 - 999,900 = 100 元 <= 3 x 50 元; 151 元 are more.
        pytest.param(333_300, 10_000, 100, id="explained by rounding"),
        pytest.param(333_250, 10_000, 150, id="just explained"),
        pytest.param(333_249, 10_000, None, id="not explained"),
        pytest.param(333_550, 10_000, -150, id="just explained the other way"),
        pytest.param(333_300, 0, None, id="nobody rounded"),
        pytest.param(333_400, 0, 0, id="exact"),
    ],
)
def test_what_only_rounding_explains_stands_in_an_account_of_its_own(
    read, months_of, last, rounding_fen, rest
):
    fens = [YUAN * yuan for yuan in (333_300, 333_300, last)]
    reports = months_of(
        *[("Z1", f"P{fen}{at}", "2024-03", fen, 0, fen, 0, 0, fen) for at, fen in enumerate(fens)]
    )
    reading = read([("Z1", 1_000_000 * YUAN)], reports, rounding_fen=rounding_fen)
    if rest is None:
        assert reading.aside == {"Z1": "fund_line_unbalanced"}
        return
    assert codes(reading) == (["fund_rounding"] if rest else [])
    entries = reading.entries[reading.entries["kind"].eq("rounding")]
    assert entries["amount_fen"].tolist() == ([rest * YUAN] if rest else [])


@pytest.mark.parametrize(
    ("rounding_fen", "unit"), [pytest.param(10_000, "0.01万元", id="万元"), pytest.param(100, "1元", id="元")]
)
def test_rounding_is_said_with_its_unit_and_the_difference(read, months_of, rounding_fen, unit):
    half = rounding_fen // 2
    reports = months_of(("Z1", "P1", "2024-03", half, 0, half, 0, 0, half))
    (found,) = read([("Z1", rounding_fen)], reports, rounding_fen=rounding_fen).findings
    assert found.severity == "warning"
    assert unit in found.text("found")


@pytest.mark.parametrize(
    ("unspent", "aside"),
    [
        pytest.param(60, False, id="exact"),
        # Two cells of half a unit: 2 x 50 = 100.
        pytest.param(160, False, id="explained"),
        pytest.param(161, True, id="not explained"),
    ],
)
def test_a_row_may_miss_its_sum_by_half_a_unit_a_cell(read, months_of, unspent, aside):
    reports = months_of(("Z1", "P1", "2024-03", 100, 0, 100, 40, 40, unspent))
    reading = read([("Z1", 100)], reports, rounding_fen=100)
    assert reading.aside == ({"Z1": "fund_row_unbalanced"} if aside else {})
    assert codes(reading) == (["fund_row_unbalanced"] if aside else ["fund_rounding"] if unspent > 60 else [])


def test_a_finding_says_where_the_row_stands(read, months_of):
    reports = months_of(("Z1", "P1", "2024-03", 100, 0, 100, 0, 40, 50)).assign(
        source_file="资金月报.xlsx", source_sheet="2024", source_row=7
    )
    (found,) = read([("Z1", 100)], reports).findings
    assert (found.table, found.file, found.sheet, found.row) == ("fund_months", "资金月报.xlsx", "2024", 7)
