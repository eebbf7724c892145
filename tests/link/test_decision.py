import pandas as pd
import pytest

from ruralmap.link.decision import decide, strayed, votes_of

# Three villages of one township and one of another.
TOWNSHIPS = pd.Series({"A": "T1", "B": "T1", "C": "T1", "D": "T2"})


def _pieces(code=None, name=None, point=None, decision=None, *, unsure=(), township=None):
    """One record's evidence, as texts of candidates."""
    told = {"code": code, "name": name, "point": point, "decision": decision}
    pieces = {
        piece: pd.DataFrame(
            {
                "candidates": pd.Series([candidates], dtype="str"),
                "is_sure": [piece not in unsure],
                "reason": pd.Series([None], dtype="str"),
            }
        )
        for piece, candidates in told.items()
    }
    pieces["name"]["township_code"] = pd.Series([township], dtype="str")
    return pieces


def _link(*evidence, **options):
    pieces = _pieces(*evidence, **options)
    return decide(pieces, votes_of(pieces, TOWNSHIPS.index), TOWNSHIPS).iloc[0]


def _decide(*evidence, **options):
    link = _link(*evidence, **options)
    return link["link_status"], None if pd.isna(link["linked_village_code"]) else link["linked_village_code"]


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        pytest.param(("A;B", "B;C", None), ("linked", "B"), id="two doubts have one village in common"),
        pytest.param(("A;B", "B;C", "A;B;C"), ("linked", "B"), id="three doubts have one village in common"),
        pytest.param(("A;B", "A;B", None), ("unlinked", None), id="two doubts have two in common"),
        pytest.param((None, None, "A;B"), ("tie", "A"), id="a point alone on a border"),
        pytest.param((None, "A;B", "A;B"), ("unlinked", None), id="a border and a name for both sides"),
        pytest.param(("A", "B", None), ("conflict", None), id="nothing in common"),
        pytest.param((None, None, None), ("unlinked", None), id="nothing at all"),
    ],
)
def test_what_all_evidence_has_in_common_is_the_answer(evidence, answer):
    assert _decide(*evidence) == answer


def test_evidence_that_meets_in_pairs_but_not_together_is_a_conflict():
    link = _link("A;B", "B;C", "A;C")
    assert (link["link_status"], link["link_reason"]) == ("conflict", "evidence_differs")
    assert link["link_candidates"] == "A;B;C"
    assert link["linked_township_code"] == "T1"


@pytest.mark.parametrize(
    ("evidence", "unsure", "answer"),
    [
        pytest.param((None, None, "A"), ("point",), ("unlinked", None), id="alone"),
        pytest.param(("A", None, "A;B"), ("point",), ("linked", "A"), id="it supports"),
        pytest.param(("A;B", None, "A"), ("point",), ("unlinked", None), id="it would decide"),
        pytest.param(("A", None, "B"), ("point",), ("conflict", None), id="it contradicts"),
        pytest.param((None, "A", "A"), ("name", "point"), ("unlinked", None), id="two unsure ones agree"),
        pytest.param((None, None, "A;B"), ("point",), ("unlinked", None), id="unsure, so no tie"),
    ],
)
def test_unsure_evidence_supports_or_contradicts_but_never_decides(evidence, unsure, answer):
    assert _decide(*evidence, unsure=unsure) == answer


@pytest.mark.parametrize(
    ("evidence", "township", "answer"),
    [
        pytest.param(("A", None, None), "T1", ("linked", "A"), id="the stated township"),
        pytest.param(("A", None, None), "T2", ("conflict", None), id="another township"),
        pytest.param(
            (None, None, "A;D"), "T2", ("conflict", None), id="a tie that falls into another township"
        ),
        pytest.param(("A;B", None, None), "T2", ("unlinked", None), id="nothing is chosen anyway"),
    ],
)
def test_a_village_in_another_township_than_the_stated_one_is_a_conflict(evidence, township, answer):
    assert _decide(*evidence, township=township) == answer


@pytest.mark.parametrize(
    ("evidence", "registered"),
    [
        pytest.param(("A", None, "B"), "A", id="the code's village"),
        pytest.param((None, "A", "B"), "A", id="the name's village"),
        pytest.param(("A", "A", "B"), "A", id="the village of both"),
        pytest.param(("A", None, "A;B"), None, id="the point agrees"),
        pytest.param(("A", "B", "C"), None, id="code and name disagree"),
        pytest.param((None, None, "A"), None, id="nothing is registered"),
        pytest.param(("A", None, None), None, id="no point"),
    ],
)
def test_a_point_strays_from_the_village_that_code_and_name_give(evidence, registered):
    pieces = _pieces(*evidence)
    found = strayed(pieces, votes_of(pieces, TOWNSHIPS.index)).iloc[0]
    assert (None if pd.isna(found) else found) == registered
