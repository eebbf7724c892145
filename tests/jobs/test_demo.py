"""The demonstration county, end to end, held against the truth that only the generator knows."""

import hashlib
import re
import tomllib

import pandas as pd
import pytest
from python_calamine import SheetVisibleEnum, load_workbook

from ruralmap.jobs.demo import run_demo
from ruralmap.jobs.steps import Steps
from ruralmap.schema.tables import LAYERS, TABLES


def inputs_of(folder):
    """Hash every file that the generator writes."""
    files = [*folder.glob("layers/**/*"), *folder.glob("assets/*.xlsx*"), folder / "ruralmap.toml"]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()}


@pytest.fixture(scope="module")
def before(workspace_folder):
    return inputs_of(workspace_folder)


@pytest.fixture(scope="module")
def steps():
    return Steps()


@pytest.fixture(scope="module")
def demonstration(workspace_folder, before, steps):  # noqa: ARG001  # hashes are taken first
    return run_demo(workspace_folder, steps=steps)


@pytest.fixture(scope="module")
def truth_of(workspace_folder):
    def read(name):
        return pd.read_csv(workspace_folder / "layers" / "truth" / f"{name}.csv", dtype=str)

    return read


def test_generating_again_changes_no_input(demonstration, workspace_folder, before):
    assert demonstration.paths
    assert inputs_of(workspace_folder) == before


def test_every_step_is_named_and_timed(demonstration, steps):
    assert demonstration.zones
    assert len(steps.done) == 10
    assert all(re.search(r"[一-鿿]", step.name) for step in steps.done)


@pytest.mark.parametrize(
    ("table", "key", "truth"),
    [
        ("households", "hh_id", "households"),
        ("sites", "site_id", "sites"),
        ("projects", "prj_id", "projects"),
        ("assets", "asset_id", "assets"),
    ],
)
def test_no_record_is_linked_to_a_wrong_village(demonstration, truth_of, table, key, truth):
    linked = demonstration.build.linked.tables[table].set_index(key)["linked_village_code"].dropna()
    right = truth_of(truth).set_index(key)["village_code"].reindex(linked.index)
    assert len(linked) > 0
    assert right.notna().all()
    assert (linked == right).all()


def test_at_least_97_percent_of_households_are_linked_without_a_person(demonstration):
    counts = demonstration.build.linked.counts["households"]
    assert counts.rows == counts.linked + counts.unlinked + counts.rejected
    assert counts.linked >= 0.97 * counts.rows


def test_every_household_of_the_truth_is_in_the_register_once(demonstration, truth_of):
    households = demonstration.build.linked.households["hh_id"]
    assert sorted(households) == sorted(truth_of("households")["hh_id"])


@pytest.mark.parametrize("rule", ["YN-20", "YN-21"])
def test_every_village_and_township_has_the_answer_that_was_designed(demonstration, truth_of, rule):
    """Below, at and above the thresholds; bases that disagree; a denominator that is missing."""
    expected = truth_of("zones").query("rule_id == @rule").set_index("code")["expected"]
    found = {result.code: result.status for result in demonstration.zones.evaluation.of(rule)}
    assert {code: found[code] for code in expected.index} == expected.to_dict()
    assert {"selected", "not_selected", "undecided"} <= set(expected)


def test_the_edges_are_really_on_the_edge(demonstration):
    """公白镇 holds exactly 5 % of its registered rural people, one village exactly 3 %."""
    townships = {result.code: result for result in demonstration.zones.evaluation.of("YN-21")}
    township = townships["441624110"]
    assert township.numerator * 20 == township.denominator
    assert (township.outcome, township.margin) == ("not_selected", -1)
    exact = [
        result
        for result in demonstration.zones.evaluation.of("YN-20")
        if result.numerator and result.denominator and result.numerator * 100 == 3 * result.denominator
    ]
    assert [result.outcome for result in exact] == ["not_selected"]


def test_the_registry_holds_what_was_linked(demonstration):
    counts = demonstration.build.registry_counts
    linked = demonstration.build.linked
    assert counts["villages"] == 248
    assert counts["townships"] == 17
    assert counts["sites"] == 8
    assert counts["projects"] == 60
    assert counts["assets"] == 2500
    assert counts["households"] == len(linked.households)


def test_a_map_is_small_and_names_no_household(demonstration):
    maps = {kind: path for kind, path in demonstration.paths.items() if kind.startswith("map_")}
    assert len(maps) == 3
    for path in maps.values():
        text = path.read_text(encoding="utf-8")
        assert path.stat().st_size < 5_000_000
        assert "模拟数据" in text
        assert not re.search(r"H\d{6}|住户\d{6}", text)
        assert "9999" not in re.findall(r"\b(\d{4})\d{13}[\dXx]\b", text)  # the invented region code


def test_only_the_priority_map_is_a_trial(demonstration):
    assert "套用试算" in demonstration.paths["map_priority"].read_text(encoding="utf-8")
    assert demonstration.zones.evaluation.trial


def test_every_sheet_of_every_workbook_says_that_it_is_simulated(demonstration, workspace_folder):
    books = [path for path in demonstration.paths.values() if path.suffix == ".xlsx"]
    books += sorted(workspace_folder.glob("*/*.xlsx"))
    for path in books:
        book = load_workbook(path)
        for sheet in book.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible:
                top = [cell for row in book.get_sheet_by_name(sheet.name).to_python()[:6] for cell in row]
                assert any("模拟" in str(cell) for cell in top), (path.name, sheet.name)


def test_every_input_has_a_card_that_says_whether_it_is_real(workspace_folder):
    document = tomllib.loads((workspace_folder / "ruralmap.toml").read_text(encoding="utf-8"))
    files = [source["path"] for source in document["layers"].values()]
    for named in document["tables"].values():
        files += [named] if isinstance(named, str) else named
    assert set(document["layers"]) == set(LAYERS)
    assert set(document["tables"]) == set(TABLES)
    for file in files:
        card = tomllib.loads((workspace_folder / f"{file}.card.toml").read_text(encoding="utf-8"))
        assert card["simulated"] is (file != "layers/县界.geojson"), file
        assert card["title"]
        assert card["source"]


def test_the_workspace_file_at_the_roots_is_the_generated_one(workspace_folder, request):
    own = (request.config.rootpath / "ruralmap.toml").read_bytes()
    assert own == (workspace_folder / "ruralmap.toml").read_bytes()


def test_the_findings_name_each_kind_of_dirt_that_was_planted(demonstration):
    codes = {found.code for found in demonstration.build.report.findings}
    assert {
        "identity_damaged",
        "digits_lost",
        "duplicate_identical",
        "duplicate_all_kept",
        "units_mixed",
    } <= codes
