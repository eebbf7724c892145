import numpy as np
import pandas as pd
import shapely

from ruralmap.draw.shapes import lay_out
from ruralmap.draw.spots import AT_POINT, IN_VILLAGE, NOWHERE, locate


def _things(rows):
    frame = pd.DataFrame(rows, columns=["lon", "lat", "village_code"])
    return frame.astype({"lon": "float64", "lat": "float64", "village_code": "str"})


def test_a_thing_with_a_point_stands_there(villages, townships):
    land = lay_out(villages, townships)
    middle = villages.geometry.iloc[2].centroid
    (place,) = locate(land, _things([(middle.x, middle.y, "441624101201")])).to_dict("records")
    centre = shapely.centroid(land.cells[2])
    assert abs(place["x"] - centre.x) <= 1
    assert abs(place["y"] - centre.y) <= 1
    assert (place["placing"], place["village_row"], place["township_row"]) == (AT_POINT, 2, 1)


def test_things_known_by_their_village_lie_inside_it_and_apart(villages, townships):
    land = lay_out(villages, townships)
    places = locate(land, _things([(np.nan, np.nan, "441624100202")] * 40))
    assert set(places["placing"]) == {IN_VILLAGE}
    assert shapely.contains_xy(land.cells[1], places["x"], places["y"]).all()
    assert len(set(zip(places["x"], places["y"], strict=True))) == 40


def test_a_thing_without_point_and_village_is_nowhere(villages, townships):
    places = locate(lay_out(villages, townships), _things([(np.nan, np.nan, None)]))
    assert places[["placing", "village_row", "township_row"]].to_numpy().tolist() == [[NOWHERE, -1, -1]]


def test_half_a_point_is_no_point(villages, townships):
    places = locate(lay_out(villages, townships), _things([(115.0, np.nan, "441624100201")]))
    assert places["placing"].tolist() == [IN_VILLAGE]


def test_a_point_without_a_village_is_drawn_without_one(villages, townships):
    middle = villages.geometry.iloc[0].centroid
    places = locate(lay_out(villages, townships), _things([(middle.x, middle.y, None)]))
    assert places[["placing", "village_row"]].to_numpy().tolist() == [[AT_POINT, -1]]


def test_no_things_have_no_places(villages, townships):
    places = locate(lay_out(villages, townships), pd.DataFrame(columns=["lon", "lat", "village_code"]))
    assert len(places) == 0


def test_the_answer_keeps_the_index(villages, townships):
    things = _things([(np.nan, np.nan, "441624100201")]).set_axis(["ZC9"])
    assert locate(lay_out(villages, townships), things).index.tolist() == ["ZC9"]
