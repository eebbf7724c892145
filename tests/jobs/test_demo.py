"""The demonstration county, end to end, held against the truth that only the generator knows."""

import re
import tomllib

import pandas as pd
import pytest
from python_calamine import SheetVisibleEnum, load_workbook

from ruralmap.demo.asset_papers import (
    DISPOSED_IN_USE,
    HANDOVERS_APART,
    HANDOVERS_UNBOOKED,
    WITHOUT_DISPOSAL,
)
from ruralmap.link.tallies import tally_residence
from ruralmap.schema.tables import LAYERS, TABLES

# What runs here is covered by the small counties' tests.
pytestmark = pytest.mark.no_cover


def test_generating_again_changes_no_input(demonstration, workspace_folder, demo_inputs, inputs_of):
    assert demonstration.paths
    before = demo_inputs
    # `build` adds the decisions workbook; it is the office's from then on.
    after = inputs_of(workspace_folder)
    added = {path.name for path in set(after) - set(before)}
    assert added == {"落图决定表.xlsx"}
    assert {path: digest for path, digest in after.items() if path in before} == before


def test_every_step_is_named_and_timed(demonstration, demo_steps):
    assert demonstration.zones
    assert len(demo_steps.done) == 12
    assert all(re.search(r"[一-鿿]", step.name) for step in demo_steps.done)


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


def test_no_household_is_said_to_live_in_a_wrong_village(demonstration, truth_of):
    homes = demonstration.build.linked.households.set_index("hh_id")
    right = truth_of("households").set_index("hh_id")["living_village_code"].reindex(homes.index)
    known = homes["living_village_code"].notna()
    assert (homes.loc[known, "living_village_code"] == right[known]).all()
    # Who left the county lives in no village of it, and nobody else is said to have left.
    assert (homes["living_status"].eq("outside_county") == right.isna()).all()
    moved = homes["relocated"].fillna(value=False).astype(bool)
    assert known[moved].mean() >= 0.97
    assert set(homes.loc[moved, "living_status"]) == {"settled", "outside_county", "conflict", "unknown"}


@pytest.mark.parametrize(("level", "units"), [("village", "villages"), ("township", "townships")])
def test_the_county_has_as_many_people_on_both_bases(demonstration, truth_of, level, units):
    linked = demonstration.build.linked
    table = tally_residence(linked.households, list(getattr(linked, units).index), level=level).units
    persons = truth_of("households")["size"].astype(int).sum()
    assert table["registered_persons"].sum() == table["living_persons"].sum() == persons
    assert (table["net_persons"] != 0).sum() > 10


@pytest.mark.parametrize("relation", ["坐落村", "权属村", "受益村"])
def test_no_link_of_an_asset_is_wrong_and_few_are_not_found(demonstration, truth_of, relation):
    """Each link by itself: where it stands, who owns it, whom it serves, with their shares."""
    truth = truth_of("asset_places").query("relation == @relation").dropna(subset="village_code")
    right = truth.set_index(["asset_id", "village_code"])["share"].astype(float)
    shares = demonstration.build.linked.tables["asset_shares"]
    found = shares[shares["relation"].eq(relation)].dropna(subset="linked_village_code")
    held = found.groupby(["asset_id", "linked_village_code"])["share"].sum()
    assert len(held) > 0.98 * len(right)
    real = right.reindex(held.index)
    assert real.notna().all()
    assert (real - held).abs().max() < 1e-5
    # What the office did not say, or said in contradiction, is in no village; nothing is made up for it.
    unknown = shares[shares["relation"].eq(relation) & shares["linked_village_code"].isna()]
    assert unknown["link_reason"].notna().all()


def test_roads_and_bases_are_divided_as_they_lie(demonstration, truth_of):
    """Measured in the county's zone, against the drawing plane's own measure: right to half a hundredth."""
    truth = truth_of("drawings").set_index(["key", "village_code"])["share"].astype(float)
    tables = demonstration.build.linked.tables
    frames = [
        tables[name].rename(columns={key: "key"})
        for name, key in (("project_shares", "prj_id"), ("industry_shares", "industry_id"))
    ]
    shares = pd.concat(frames)
    drawn = shares[shares["share_method"].isin(["length", "area"])]
    assert set(drawn["key"]) == {"XM2024-10", "CY012", "CY014", "CY017", "CY021", "CY026"}
    held = drawn.set_index(["key", "linked_village_code"])["share"].rename_axis(["key", "village_code"])
    real = truth[truth.index.get_level_values("key").isin(set(drawn["key"]))]
    assert set(held.index) == set(real.index)
    assert (held - real).abs().max() < 0.005


def test_a_road_that_is_drawn_otherwise_than_stated_is_listed_and_the_statement_holds(demonstration):
    findings = demonstration.build.upkeep.report.findings
    differing = [found for found in findings if found.code == "shape_share_differs"]
    assert [found.row for found in differing] == [172]
    assert differing[0].text("found").startswith("XM2023-10 填报的份额")
    shares = demonstration.build.linked.tables["project_shares"].query("prj_id == 'XM2023-10'")
    assert shares.query("relation == '建设地'")["share_method"].eq("stated").all()


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
    assert counts["projects"] == 60 + 10  # of the plan, and of the lines beside it
    assert counts["assets"] == 2500
    assert counts["households"] == len(linked.households)
    for name in ("contracts", "yields", "distributions", "inspections", "handovers", "disposals"):
        assert counts[name] == len(linked.tables[name]) > 0


def test_an_inspection_stands_where_it_was_made(demonstration):
    rows = demonstration.build.linked.tables["inspections"]
    stood = rows["lon"].notna()
    assert stood.sum() > 300
    assert (rows.geometry.notna() == stood).all()
    # Telephones give WGS-84, which is CGCS2000 for a village.
    assert (rows.geometry[stood].x - rows.loc[stood, "lon"]).abs().max() == 0


def test_handovers_and_disposals_that_contradict_the_ledger_are_found(demonstration):
    found = [found.code for found in demonstration.build.upkeep.report.findings]
    assert found.count("handover_differs") == HANDOVERS_APART
    assert found.count("handover_unbooked") == HANDOVERS_UNBOOKED
    assert found.count("disposal_state_differs") == DISPOSED_IN_USE
    assert found.count("disposal_missing") == WITHOUT_DISPOSAL
    assert "disposal_before_built" not in found


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
    for table, named in document["tables"].items():
        # `build` writes the decisions workbook; what a person decides has no card.
        if table != "decisions":
            files += [named] if isinstance(named, str) else named
    files += [source["path"] for source in document["shapes"].values()]
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
    codes = {found.code for found in demonstration.build.upkeep.report.findings}
    assert {
        "identity_damaged",
        "digits_lost",
        "duplicate_identical",
        "duplicate_all_kept",
        "units_mixed",
    } <= codes
