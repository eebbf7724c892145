"""Four villages in two townships, and ways to write a ledger short."""

import pandas as pd
import pytest

from ruralmap.funds.cumulative import read_reports
from ruralmap.funds.lines import settle_lines

AMOUNTS = ("issued_fen", "arrived_fen", "arranged_fen", "disbursed_fen", "spent_fen", "unspent_fen")


@pytest.fixture(scope="session")
def villages():
    codes = ["441624001201", "441624001202", "441624002201", "441624002202"]
    return pd.DataFrame(
        {"village": ["东村", "西村", "南村", "北村"], "township_code": [code[:9] for code in codes]},
        index=pd.Index(codes, name="village_code"),
    )


@pytest.fixture(scope="session")
def lines_of():
    """Write fund lines as (id, issued in fen), or with other columns as keywords."""

    def write(*lines, **columns):
        frame = pd.DataFrame(lines, columns=["line_id", "issued_fen"]).assign(
            year=2024, level="中央", channel="衔接", issued_on="2024-01-10"
        )
        kinds = {"line_id": "str", "issued_fen": "Int64", "year": "Int64", "issued_on": "str"}
        return frame.assign(**columns).astype(kinds)

    return write


@pytest.fixture(scope="session")
def months_of():
    """
    Write reports as (line, project or None, month, issued, arrived, arranged, disbursed, spent, rest).

    Other columns are keywords: the column's name without `_fen`, with a fen or None for each report.
    """

    def write(*rows, **others):
        frame = pd.DataFrame(rows, columns=["line_id", "prj_id", "month", *AMOUNTS])
        frame = frame.assign(
            **{f"{name}_fen": pd.array(fens, dtype="Int64") for name, fens in others.items()}
        )
        return frame.astype(
            {"line_id": "str", "prj_id": "str", "month": "str"} | dict.fromkeys(AMOUNTS, "Int64")
        )

    return write


@pytest.fixture(scope="session")
def read(lines_of):
    """Read reports of lines, written as (id, fen) or as a frame, on a day."""

    def read_on(lines, reports, as_of="2025-12-31", rounding_fen=0):
        frame = lines if isinstance(lines, pd.DataFrame) else lines_of(*lines)
        settled = settle_lines(frame, as_of=as_of)
        return read_reports(reports, settled.lines, as_of=as_of, rounding_fen=rounding_fen)

    return read_on
