import numpy as np
import pandas as pd
import pytest

from ruralmap.link.positions import settle_points

SHIJING, HUANGSHA = "441624101201", "441624104201"
# Undoing GCJ-02 moves a point here by 0.0048 degrees west and 0.0029 north.
DIFFERS = (115.012, 24.504)  # WGS-84 in 黄沙, GCJ-02 in 石井
AGREES = (115.008, 24.504)  # both ways in 石井


def _settle(villages, point, datum, village):
    records = pd.DataFrame({"lon": [point[0]], "lat": [point[1]], "datum": [datum]}, index=["h"])
    links = pd.DataFrame({"linked_village_code": pd.Series([village], index=["h"], dtype="str")})
    return settle_points(records, links, villages.geometry).loc["h"]


@pytest.mark.parametrize(
    ("datum", "village", "moved"),
    [
        pytest.param("WGS-84", None, False, id="stated WGS-84 stays"),
        pytest.param("CGCS2000", None, False, id="stated CGCS2000 stays"),
        pytest.param("GCJ-02", None, True, id="stated GCJ-02 is undone"),
        pytest.param(None, HUANGSHA, False, id="unstated, WGS-84 fits the village"),
        pytest.param(None, SHIJING, True, id="unstated, GCJ-02 fits the village"),
    ],
)
def test_a_point_whose_datum_is_settled_has_a_place(villages, datum, village, moved):
    place = _settle(villages, DIFFERS, datum, village)
    assert place["lon"] == pytest.approx(DIFFERS[0] - (0.0048 if moved else 0), abs=1e-4)
    assert place["lat"] == pytest.approx(DIFFERS[1] + (0.0029 if moved else 0), abs=1e-4)


@pytest.mark.parametrize(
    ("point", "village"),
    [
        pytest.param(AGREES, SHIJING, id="both readings fit the village"),
        pytest.param(DIFFERS, "441624101202", id="neither reading fits the village"),
        pytest.param(DIFFERS, None, id="no village"),
        pytest.param((np.nan, 24.5), SHIJING, id="no point"),
    ],
)
def test_a_point_whose_datum_stays_open_has_no_place(villages, point, village):
    assert _settle(villages, point, None, village).isna().all()
