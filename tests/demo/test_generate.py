import hashlib
import shutil
import tomllib
from collections import Counter

import pandas as pd
import pytest

from ruralmap.demo.books import FILES, RESTRICTED
from ruralmap.demo.fund_books import list_papers
from ruralmap.demo.generate import generate
from ruralmap.demo.write import write_workspace_file
from ruralmap.errors import UsageError
from ruralmap.files.cards import read_card
from ruralmap.files.sheets import read_sheets
from ruralmap.link.evidence import link_records
from ruralmap.schema.conform import conform
from ruralmap.schema.tables import TABLES
from ruralmap.workspace import open_workspace


def _hashes(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="session")
def sheets(workspace_folder):
    """Every file as it was typed, by its path."""
    return {path: read_sheets(workspace_folder / path) for paths in FILES.values() for path in paths}


@pytest.fixture(scope="session")
def conformed(sheets):
    """Every table, read back as the tool reads it; a list of files each."""
    return {
        name: [conform(sheets[path], TABLES[name], file=path) for path in paths]
        for name, paths in FILES.items()
    }


@pytest.mark.slow
def test_another_run_gives_the_same_bytes_and_touches_only_what_is_gone(workspace_folder, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(workspace_folder, again)
    gone = again / "layers/脱贫人口名单.xlsx"
    gone.unlink()
    # The writer leaves a file alone whose bytes are the same: an untouched stamp means the same bytes.
    stamps = {path: path.stat().st_mtime_ns for path in again.rglob("*") if path.is_file()}
    paths = generate(again)
    assert _hashes(again) == _hashes(workspace_folder)
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())
    assert gone in paths


def test_the_workspace_opens_and_names_only_files_that_are_there(workspace_folder):
    workspace = open_workspace(workspace_folder)
    assert (workspace.county.code, workspace.county.as_of, workspace.county.simulated) == (
        "441624",
        "2024-09-30",
        True,
    )
    assert set(workspace.tables) == set(TABLES)
    # `build` writes the decisions workbook; there are no decisions before.
    named = [path for name, paths in workspace.tables.items() if name != "decisions" for path in paths]
    named += [source.path for source in workspace.layers.values()]
    named += [source.path for sources in workspace.shapes.values() for source in sources]
    assert all(workspace.path(path).is_file() for path in named)


def test_every_file_has_a_card_and_only_the_outline_is_real(workspace_folder):
    kinds = {".xlsx", ".csv", ".geojson", ".shp"}
    folders = [workspace_folder / name for name in ("layers", "assets")]  # what is in maps was made of them
    inputs = [path for folder in folders for path in folder.rglob("*") if path.suffix in kinds]
    cards = {path.name: read_card(path) for path in inputs}
    assert len(cards) == 4 + 31 + 37 + 14  # layers but for a GeoPackage, workbooks and CSV files, the truth
    assert all(cards.values())
    assert [name for name, card in cards.items() if not card.simulated] == ["县界.geojson"]
    restricted = {path.rsplit("/", 1)[-1] for name in RESTRICTED for path in FILES[name]}
    assert {name for name, card in cards.items() if card.restricted} == restricted


def test_shapefiles_are_in_gbk_and_do_not_say_so(workspace_folder):
    assert not list(workspace_folder.rglob("*.cpg"))
    assert "黄沙村".encode("gbk") in (workspace_folder / "layers/村界.dbf").read_bytes()


def test_every_file_says_above_its_header_that_it_is_simulated(sheets):
    for path, found in sheets.items():
        assert all("模拟数据" in sheet.rows[0][0] for sheet in found), path


def test_every_row_is_read_and_only_repeated_ones_are_set_aside(conformed):
    for name, files in conformed.items():
        for found in files:
            assert found.usable
            # The only rows that contradict another of their key are persons', who all stay.
            assert found.rejected["reason"].eq("duplicate_identical").all(), name
            assert sum(count.rows for count in found.counts) == sum(
                count.kept + count.rejected + count.ignored for count in found.counts
            )


def test_a_person_who_is_written_twice_in_two_ways_stays_twice(truth, conformed):
    dirt = truth["dirt"][truth["dirt"]["table"].eq("roster")]
    planted = {kind: sorted(rows["key"]) for kind, rows in dirt.groupby("kind")}
    kept, dropped = [], []
    for found in conformed["roster"]:
        kept += found.frame.loc[found.frame["p_id"].duplicated(), "p_id"].tolist()
        dropped += [finding.raw for finding in found.findings if finding.code == "duplicate_identical"]
    assert planted["row_repeated_otherwise"]
    assert sorted(kept) == planted["row_repeated_otherwise"]
    assert sorted(dropped) == planted["row_repeated"]


def test_what_is_read_back_is_what_was_simulated(county, conformed):
    for name, rows in (county.tables | list_papers(county)).items():
        if name == "incomes":
            continue
        read = pd.concat([found.frame for found in conformed[name]])
        assert len(read) == len(rows)
        for column in TABLES[name].columns:
            if column.kind in {"money", "integer"} and column.name in rows:
                assert read[column.name].sum() == rows[column.name].sum(), (name, column.name)


def test_incomes_read_back_to_the_fen_though_some_cells_say_wan(county, conformed):
    (found,) = conformed["incomes"]
    clean = county.tables["incomes"].set_index(["hh_id", "year"]).sort_index()
    read = found.frame.set_index(["hh_id", "year"]).sort_index()
    for column in ("wage_fen", "business_fen", "transfer_fen", "net_fen", "net_pc_fen"):
        assert (read[column].to_numpy() == clean[column].to_numpy()).all()
    assert "units_mixed" in Counter(finding.code for finding in found.findings)


def test_the_rosters_hold_every_person_once_and_both_say_the_same(county, conformed):
    lifted, monitored = (found.frame.set_index("p_id") for found in conformed["roster"])
    assert set(lifted.index) | set(monitored.index) == set(county.persons["p_id"])
    both = lifted.index.intersection(monitored.index)
    assert len(both) > 500
    for column in ("hh_id", "village", "village_code", "size", "identity", "monitor_class", "risk_cleared"):
        mine, theirs = lifted.loc[both, column], monitored.loc[both, column]
        assert (mine.eq(theirs) | (mine.isna() & theirs.isna())).all(), column


def test_no_dirt_makes_a_wrong_link_certain_and_clean_places_link_wholly(county, truth, conformed):
    roster = pd.concat([found.frame for found in conformed["roster"]]).drop_duplicates("hh_id")
    points = pd.concat([found.frame for found in conformed["household_points"]]).set_index("hh_id")
    records = roster.set_index("hh_id").join(points[["lon", "lat", "datum"]], how="left")
    links = link_records(
        records,
        county.villages,
        lineage=conformed["lineage"][0].frame,
        as_of="2024-09-30",
        regions=["广东省", "河源市", "和平县"],
        lives_elsewhere=records["relocated"].fillna(value=False).astype(bool),
    )
    real = truth["households"].set_index("hh_id").loc[links.index]
    found = links["linked_village_code"].notna()
    assert (links.loc[found, "linked_village_code"] == real.loc[found, "village_code"]).all()
    assert 50 < (~found).sum() < 400
    zones = truth["zones"].set_index("code")
    exact = real["village_code"].isin(zones.index[zones["exact"]])
    exact |= real["village_code"].str[:9].isin(zones.index[zones["exact"]])
    assert found[exact].all()
    # Nor does an unlinked household name a place whose count must be exact.
    named = links.loc[~found, "link_candidates"].dropna().str.split(";").explode()
    assert not (
        named.isin(zones.index[zones["exact"]]) | named.str[:9].isin(zones.index[zones["exact"]])
    ).any()


def test_the_folder_of_another_county_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "ruralmap.toml"
    path.write_text('[county]\ncode = "533423"\nsimulated = true\n', encoding="utf-8")
    with pytest.raises(UsageError, match="模拟数据"):
        generate(tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["ruralmap.toml"]


def test_a_workspace_of_real_data_is_refused(tmp_path):
    (tmp_path / "ruralmap.toml").write_text('[county]\ncode = "441624"\n', encoding="utf-8")
    with pytest.raises(UsageError):
        write_workspace_file(tmp_path)


def test_an_unreadable_workspace_file_is_refused(tmp_path):
    (tmp_path / "ruralmap.toml").write_bytes(b"[county\xff")
    with pytest.raises(UsageError):
        write_workspace_file(tmp_path)


def test_a_workspace_file_that_its_owner_changed_is_kept(tmp_path):
    (path,) = write_workspace_file(tmp_path)
    changed = path.read_text(encoding="utf-8").replace("yunnan-county-2022-2025", "heping-2024")
    path.write_text(changed, encoding="utf-8")
    write_workspace_file(tmp_path)
    assert tomllib.loads(path.read_text(encoding="utf-8"))["policy"]["id"] == "heping-2024"
