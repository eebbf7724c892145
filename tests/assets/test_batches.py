"""An asset is in the batch of its project, and says why where it is in none."""

import pandas as pd
import pytest

from ruralmap.assets.batches import BATCH_STATES, inherit
from ruralmap.words.catalogue import LANGUAGES, read_catalogue

PROJECTS = pd.DataFrame(
    {
        "prj_id": ["P1", "P2", "P3", "P4", "P5"],
        "project_class": ["产业发展", "产业发展", "乡村建设行动", None, "乡村建设行动"],
        "four_batch": ["升级", None, None, None, "盘活"],
        "four_batch_local": ["提升", None, None, None, None],
        "four_batch_on": ["2024-06", None, None, None, None],
    }
).astype("str")


def inherited(prj_id):
    row = inherit(pd.DataFrame({"prj_id": [prj_id]}, index=["x"]).astype("str"), PROJECTS).loc["x"]
    return tuple(None if pd.isna(value) else value for value in row)


@pytest.mark.parametrize(
    ("prj_id", "expected"),
    [
        pytest.param("P1", ("升级", "提升", "2024-06", "sorted"), id="with the office's own word for it"),
        pytest.param("P2", (None, None, None, "unsorted"), id="a project that is still to be sorted"),
        pytest.param("P3", (None, None, None, "not_asked"), id="no project of a trade"),
        pytest.param("P4", (None, None, None, "unsorted"), id="a project of a class that nobody says"),
        pytest.param("P5", ("盘活", None, None, "sorted"), id="sorted without being of a trade"),
        pytest.param("P9", (None, None, None, "not_in_library"), id="a project that is not there"),
        pytest.param(None, (None, None, None, "no_project"), id="no project"),
    ],
)
def test_the_batch_is_that_of_the_project(prj_id, expected):
    assert inherited(prj_id) == expected


def test_the_answer_stands_on_the_index_of_the_assets():
    assets = pd.DataFrame({"prj_id": ["P2", "P1", "P1"]}, index=[5, 3, 9]).astype("str")
    made = inherit(assets, PROJECTS)
    assert made.index.tolist() == [5, 3, 9]
    assert made["batch_state"].tolist() == ["unsorted", "sorted", "sorted"]


def test_without_a_library_no_project_is_in_it():
    made = inherit(pd.DataFrame({"prj_id": ["P1", None]}).astype("str"), PROJECTS.head(0))
    assert made["batch_state"].tolist() == ["not_in_library", "no_project"]
    assert len(inherit(pd.DataFrame({"prj_id": []}, dtype="str"), PROJECTS)) == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_words(lang):
    words = read_catalogue("proposals", lang)
    assert all(words[f"batch_state.{state}"] for state in BATCH_STATES)
