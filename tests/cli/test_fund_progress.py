"""`funds progress` as an office calls it."""

import json

import pytest

from jobs import money_toy


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    return money_toy.write_money_county(tmp_path_factory.mktemp("county"))


def test_progress_writes_a_workbook_and_shows_the_rates(run, county):
    status, out, err = run("funds", "progress", "-w", county)
    assert status == 0
    assert "500,000.00" in err
    assert out.startswith("资金项目进度")
    assert (county / "maps" / "和平县_资金项目进度_202409.xlsx").is_file()


def test_progress_says_its_rates_as_json(run, county, tmp_path):
    path = tmp_path / "a" / "p.csv"
    words = ("--since", "2024-06-30", "--rates", "monthly", "--out", path, "--json")
    status, out, err = run("funds", "progress", "-w", county, *words)
    record = json.loads(out)
    assert status == 0
    assert "写《资金项目进度》" in err
    assert (record["as_of"], record["since"], record["path"]) == ("2024-09-30", "2024-06-30", str(path))
    assert path.is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("--since", "2024-09-30"), "2024-09-30", id="not earlier"),
        pytest.param(("--since", "2024-02-31"), "2024-02-31", id="no day"),
        pytest.param(("--rates", "weekly"), "weekly", id="no such rates"),
    ],
)
def test_progress_refuses_what_it_cannot_do(run, county, tmp_path, words, told):
    status, _, err = run("funds", "progress", "-w", county, "--quiet", "--out", tmp_path / "p.xlsx", *words)
    assert status != 0
    assert told in err
    assert not list(tmp_path.iterdir())
