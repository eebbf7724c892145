"""The linking prepares itself once after an installation, and says so."""

import os
import subprocess
import sys

import geopandas as gpd
import pytest
from shapely import box

from ruralmap.words.catalogue import say


@pytest.mark.slow
def test_the_first_linking_says_that_it_prepares_itself_and_no_other_does(tmp_path):
    squares = [box(114, 24, 115, 25), box(115, 24, 116, 25)]
    gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=squares, crs=4490).to_file(tmp_path / "村.gpkg")
    (tmp_path / "点.csv").write_text("lon,lat\n114.5,24.5\n", encoding="utf-8")

    def link(*options):
        env = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "kept"), "NUMBA_DISABLE_JIT": "0"}
        words = ["link", "点.csv", "--to", "村.gpkg", "--out", "落图.csv", "--lang", "en", *options]
        done = subprocess.run(
            [sys.executable, "-m", "ruralmap", *words],
            cwd=tmp_path, env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stderr.splitlines().count(say("cli.preparing", "en"))

    # Compiled anew, and what was kept.
    assert [link(), link()] == [1, 0]
    # One function's index lost, that one is compiled anew: in silence where silence was asked for.
    lost = min((tmp_path / "kept").rglob("*.nbi"))
    lost.unlink()
    assert link("--quiet") == 0
    assert lost.is_file()
