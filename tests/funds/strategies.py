"""Movement lists by hand and by chance: postings, splits, reversals, recoveries, doubles, unknown lines."""

from collections import ChainMap

import pandas as pd
from hypothesis import strategies as st

from ruralmap.funds.books import FundTables
from ruralmap.schema.monies import FUND_MOVES, FUNDS, MOVE_WORDS

# Three days on which a ledger of these lists can be read: the first lies before some lines.
DATES = ("2024-02-29", "2024-06-30", "2024-12-31")
_TYPES = {"integer": "Int64", "money": "Int64", "flag": "boolean"}
_SOURCE = ("source_file", "source_sheet", "source_row")
# Township and village as written, and as the linker found them.
PLACES = (
    (None, None, None, None),
    ("东镇", None, "441624001", None),
    ("东镇", "东村", "441624001", "441624001201"),
    ("西镇", None, "441624002", None),
    ("西镇", "南村", "441624002", "441624002201"),
)
# Z1 has a part that another line holds; Z3 is money taken back; nobody says when Z4 was issued.
_LINES = (
    ("Z1", 1_000_000, "2024-01-10", None),
    ("Z2", 300_001, "2024-03", "Z1"),
    ("Z3", -50_000, "2024-05-06", None),
    ("Z4", 70_000, None, None),
)
_DAYS = ("2024-01-15", "2024-02", "2024-03-31", "2024-05-05", "2024-06-30", "2024-07", "2024-12-31")
_PROJECTS = (None, "P1", "P2", "P3")
_HOUSEHOLDS = (None, None, "H1")
_DOCS = (None, "财农〔2024〕1号")
_SOUND = ("post", "post", "post", "post", "reverse", "alike")
_SPOILT = ("twice", "again", "half", "astray", "gap")
_GAPS = ("kind", "amount_fen", "on", "prj_id")


def write(table, rows):
    """Rows as dicts of any columns of a table, as a conformed frame of one sheet, from row 2 on."""
    kinds = {column.name: _TYPES.get(column.kind, "str") for column in table.columns}
    extra = (
        dict.fromkeys(("linked_township_code", "linked_village_code"), "str") if table is FUND_MOVES else {}
    )
    frame = pd.DataFrame(rows, columns=[*kinds, *extra, *_SOURCE])
    frame = frame.assign(source_file=f"assets/{table.name}.xlsx", source_sheet="台账")
    frame["source_row"] = pd.array(range(2, len(frame) + 2), dtype="Int64")
    return frame.astype(kinds | extra | {"source_file": "str", "source_sheet": "str"})


def write_moves(*rows, line="Z1"):
    """Movements as (voucher, day, project, word, fen) and any number of dicts of other columns."""
    names = ("entry_id", "on", "prj_id", "kind", "amount_fen")
    return write(
        FUND_MOVES,
        [
            dict(ChainMap(*row[:4:-1], dict(zip(names, row[:5], strict=True)), {"line_id": line}))
            for row in rows
        ],
    )


def said(found, *names):
    """What a finding says under some names."""
    values = found.values  # noqa: PD011 - a dict, not a frame
    return tuple(values[name] for name in names)


def lines_of(**fen):
    """Lines that count, by id, indexed by it, with `own_fen`."""
    rows = [
        {"line_id": line, "issued_fen": amount, "year": 2024, "level": "中央", "channel": "衔接"}
        for line, amount in fen.items()
    ]
    frame = write(FUNDS, [row | {"issued_on": "2024-01-10"} for row in rows])
    return frame.assign(own_fen=frame["issued_fen"]).set_index("line_id")


def _placed(place):
    names = ("township", "village", "linked_township_code", "linked_village_code")
    return dict(zip(names, PLACES[place], strict=True))


def _posting(row, place):
    """A row that says all that its word needs."""
    of_project = row["kind"] in {"安排", "拨付"}
    project = row["prj_id"] or ("P1" if of_project else None)
    return row | {"prj_id": project} | _placed(place or (1 if row["kind"] == "分解" else 0))


def _undo(target):
    amount = target["amount_fen"]
    undone = {"amount_fen": None if amount is None else -amount, "on": "2024-12-31"}
    return target | undone | {"reverses": target["entry_id"]}


def _listed(steps):
    """Turn steps into rows: a posting is a row, the others look at an earlier one."""
    rows, open_ = [], []
    for number, (step, chosen, what) in enumerate(steps):
        target = rows[chosen % len(rows)] if rows else what
        own = {"entry_id": f"V{number}"}
        if step == "reverse" and open_:
            rows.append(_undo(open_.pop(chosen % len(open_))) | own)
        elif step == "alike":
            rows.append(target | {"entry_id": None, "doc": None, "reverses": None})
        elif step == "twice" and rows:
            rows.append(target)
        elif step in {"again", "half"} and rows:
            rows.append(_undo(target) | own | ({"amount_fen": 1} if step == "half" else {}))
        else:
            spoilt = {"astray": {"reverses": f"V{chosen}"}, "gap": {_GAPS[chosen % len(_GAPS)]: None}}
            rows.append(what | own | spoilt.get(step, {}))
            open_.append(rows[-1])
    return write(FUND_MOVES, rows)


def _issued():
    columns = ("line_id", "issued_fen", "issued_on", "parent_line_id")
    rows = [dict(zip(columns, line, strict=True)) for line in _LINES]
    return write(FUNDS, [row | {"year": 2024, "level": "中央", "channel": "衔接"} for row in rows])


def move_lists(*, max_size=10):
    """
    Draw `FundTables` with four lines and a movement list, often one with nothing wrong in it.

    Z9 is a line that nobody knows.
    """
    row = st.fixed_dictionaries(
        {
            "line_id": st.sampled_from(("Z1", "Z1", "Z2", "Z3", "Z4")),
            "on": st.sampled_from(_DAYS),
            "prj_id": st.sampled_from(_PROJECTS),
            "kind": st.sampled_from(MOVE_WORDS),
            "amount_fen": st.integers(-300_000, 600_000),
            "hh_id": st.sampled_from(_HOUSEHOLDS),
            "doc": st.sampled_from(_DOCS),
        }
    )
    posting = st.builds(_posting, row, st.integers(0, len(PLACES) - 1))
    stray = posting.map(lambda row: row | {"line_id": "Z9"})

    def lists(steps, postings):
        step = st.tuples(st.sampled_from(steps), st.integers(0, max_size), postings)
        return st.lists(step, max_size=max_size)

    sound = lists(_SOUND, posting)
    moves = st.one_of(sound, lists(_SOUND + _SPOILT, st.one_of(posting, posting, stray))).map(_listed)
    return moves.map(lambda listed: FundTables(funds=_issued(), fund_moves=listed))
