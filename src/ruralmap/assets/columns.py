"""The columns that an export has beside those of its table (附加列): to take a row off, or to add one."""

from __future__ import annotations

from typing import Final

from ruralmap.assets.marks import HEADER
from ruralmap.assets.merging import GONE

ACTION: Final = "资产变动类型"
REASON: Final = "核减理由"
DOCUMENT: Final = "核减文号"
CONFIRMED: Final = "确为新增"
# In the order in which they stand behind the table's own; the mark is the last one, and hidden.
ADDED: Final = (ACTION, REASON, DOCUMENT, CONFIRMED, HEADER)
ACTIONS: Final = (GONE,)
