import pandas as pd
import pytest

from ruralmap.link.lineage_faults import lineage_findings
from ruralmap.words.catalogue import LANGUAGES

A, B, C = "441624101201", "441624101202", "441624101203"


def _found(*rows):
    columns = ["old_code", "new_code", "effective_on", "event", "share"]
    table = pd.DataFrame(rows, columns=columns).assign(
        old_name=None,
        new_name=None,
        source_file="沿革.xlsx",
        source_sheet="表",
        source_row=range(2, len(rows) + 2),
    )
    findings = lineage_findings(table)
    assert all(
        item.text(part, lang) for item in findings for part in ("found", "remedy") for lang in LANGUAGES
    )
    return [(item.code, item.row) for item in findings]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param([(A, B, "2018-06-30", "分立", 0.6), (A, C, "2018-06-30", "分立", 0.4)], [], id="whole"),
        pytest.param(
            [(A, B, "2018-06-30", "分立", 0.6), (A, C, "2018-06-30", "分立", None)],
            [("lineage_share_missing", 3)],
            id="one share is missing",
        ),
        pytest.param(
            [(A, B, "2018-06-30", "分立", 0.6), (A, C, "2018-06-30", "分立", 0.5)],
            [("lineage_shares_not_whole", 2)],
            id="1.1",
        ),
        pytest.param(
            [(A, B, "2018-06-30", "分立", 0.6), (A, C, "2019-06-30", "分立", 0.4)],
            [("lineage_shares_not_whole", 2), ("lineage_shares_not_whole", 3)],
            id="two days are two events",
        ),
        pytest.param([(A, B, "2018-06-30", "合并", None)], [], id="a merger needs none"),
        pytest.param([(A, B, "2018-06-30", "新增", 0.3)], [], id="新增 divides nothing"),
        pytest.param([(A, None, "2018-06-30", "撤销", None)], [], id="abolished"),
        pytest.param(
            [(A, "441624101", "2018-06-30", "更名", None)], [("lineage_levels_differ", 2)], id="two levels"
        ),
        pytest.param([("441624", "441681", "2018-06-30", "更名", None)], [], id="a county upgraded"),
        pytest.param(
            [("441624101", "441624102", "2018-06-30", "合并", None)],
            [("lineage_prefix_unclear", 2)],
            id="a township merged, its villages are not listed",
        ),
        pytest.param(
            [
                ("441624101", "441624102", "2018-06-30", "合并", None),
                (A, "441624102201", "2018-06-30", "更名", None),
            ],
            [],
            id="a township merged, its villages are listed",
        ),
        pytest.param([("441624101", "441624101", "2018-06-30", "更名", None)], [], id="a name only"),
    ],
)
def test_faults_are_found_at_their_row(rows, found):
    assert _found(*rows) == found
