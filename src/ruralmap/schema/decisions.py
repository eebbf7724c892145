"""The table of decisions on names and codes (落图决定表), which the tool writes and a person answers."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table

DECISIONS: Final = Table(
    "decisions",
    "落图决定表",
    "decisions on links",
    ("township", "village", "village_code"),
    (
        Column("township", "原文乡镇", "township as written", required=True),
        Column("village", "原文村名", "village as written", required=True),
        Column("village_code", "原文代码", "code as written", required=True),
        Column("records", "涉及记录", "records"),
        Column("reason", "待定原因", "reason"),
        Column("candidate_1", "候选1", "candidate 1"),
        Column("score_1", "得分1", "score 1"),
        Column("candidate_2", "候选2", "candidate 2"),
        Column("score_2", "得分2", "score 2"),
        Column("candidate_3", "候选3", "candidate 3"),
        Column("score_3", "得分3", "score 3"),
        Column("decision", "决定", "decision", required=True),
        Column("decided_by", "决定人", "decided by"),
        Column("decided_on", "决定日期", "decided on", "date"),
        Column("note", "说明", "note"),
        Column("state", "现状", "state"),
    ),
    contested="none",
)
# What a person fills in; the other columns are written anew each time.
ANSWERED: Final = ("decision", "decided_by", "decided_on", "note")
# What the row is about.
WRITTEN: Final = DECISIONS.key
