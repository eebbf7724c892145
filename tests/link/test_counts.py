import pandas as pd
import pytest

from ruralmap.errors import ConservationError
from ruralmap.link.counts import count_links

LINKS = pd.DataFrame(
    {
        "link_status": ["linked", "linked", "tie", "near", "conflict", "unlinked"],
        "linked_village_code": ["A", "B", "A", "A", None, None],
    }
)


def test_ties_and_near_ones_count_as_linked_and_conflicts_as_unlinked():
    counts = count_links(LINKS, rows=9, rejected=3)
    # Linked 2 + tie 1 + near 1; conflict 1 + unlinked 1; set aside 3.
    assert (counts.linked, counts.unlinked, counts.rejected, counts.rows) == (4, 2, 3, 9)
    assert counts.statuses == {"linked": 2, "tie": 1, "near": 1, "conflict": 1, "unlinked": 1, "rejected": 3}


def test_points_rejected_by_the_linker_are_added_to_rows_set_aside():
    links = pd.DataFrame({"link_status": ["rejected"], "linked_village_code": [None]})
    assert count_links(links, rows=3, rejected=2).rejected == 3


@pytest.mark.parametrize("rows", [8, 10])
def test_a_row_too_few_or_too_many_is_an_error(rows):
    with pytest.raises(ConservationError, match=f"{rows} read"):
        count_links(LINKS, rows=rows, rejected=3)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        pytest.param(None, None, id="no status"),
        pytest.param("lost", None, id="an unknown status"),
        pytest.param("linked", None, id="linked to nothing"),
        pytest.param("unlinked", "A", id="unlinked, yet with a village"),
    ],
)
def test_an_incomplete_link_is_an_error(status, code):
    links = pd.DataFrame({"link_status": [status], "linked_village_code": [code]}, dtype="str")
    with pytest.raises(ConservationError, match="1 rows"):
        count_links(links, rows=1)


def test_nothing_in_nothing_out():
    assert count_links(LINKS.iloc[:0], rows=0).linked == 0
