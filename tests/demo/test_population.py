import pytest

from ruralmap.demo.population import OWN_FIGURE_DIFFERS, TOWNSHIPS


def _figures(county, digits):
    rows = county.tables["denominators"]
    rows = rows[rows["code"].str.len().eq(digits) & rows["item"].eq("农村人口")]
    return rows.pivot_table(index="code", columns="basis", values="value").astype("int64")


def test_villages_add_up_to_the_plan_of_their_township(county):
    sums = county.people.groupby(county.people.index.str[:9])[["registered", "resident"]].sum()
    for code, (registered, resident, _) in TOWNSHIPS.items():
        assert tuple(sums.loc[code]) == (registered, resident)


@pytest.mark.parametrize(
    ("code", "difference"),
    [
        # 71,000 in the villages, 70,964 in the township's own figure.
        pytest.param("441624108", -36, id="彭寨镇 counts fewer"),
        pytest.param("441624114", 47, id="东水镇 counts more"),
        # 黄茅村 has 1,100 registered people and no row, so that the township's own figure is larger.
        pytest.param("441624115", 1100, id="礼士镇 has a village that was not counted"),
        pytest.param("441624101", 0, id="大坝镇 agrees"),
    ],
)
def test_a_township_s_own_figure_differs_where_it_is_said_to(county, code, difference):
    villages = _figures(county, 12)
    own = _figures(county, 9).loc[code, "户籍"]
    assert own - villages.loc[villages.index.str[:9] == code, "户籍"].sum() == difference


def test_no_other_township_differs(county):
    villages = _figures(county, 12).groupby(lambda code: code[:9]).sum()
    differs = (_figures(county, 9)["户籍"] - villages["户籍"]).loc[lambda gaps: gaps.ne(0)]
    assert set(differs.index) == {*OWN_FIGURE_DIFFERS, "441624115"}


def test_the_county_is_the_sum_of_its_townships(county):
    assert (_figures(county, 6).loc["441624"] == _figures(county, 9).sum()).all()


def test_every_count_has_a_basis_a_date_and_a_source_that_says_simulated(county):
    rows = county.tables["denominators"]
    assert rows.groupby("code")["basis"].nunique().eq(2).all()
    assert rows["as_of"].eq("2023-12-31").all()
    assert rows["doc"].str.startswith("模拟").all()
    # 248 villages less one, 17 townships, the county: 265 places with 2 items on 2 bases.
    assert len(rows) == 265 * 4
