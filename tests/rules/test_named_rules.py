"""On which days the books are asked: deadlines that are over, and ends of months where money dates them."""

from ruralmap.files.policies import read_policy
from ruralmap.rules.named_rules import days_asked


def test_money_is_asked_on_ends_of_months_once_a_deadline_is_over():
    # WX-33 is due on 31 January, WX-34 on 31 March; WX-38 asks money by 31 March: each month since January.
    weixi = [read_policy("weixi-2024")]
    assert days_asked(weixi, "2024-02-10") == ["2024-01-31", "2024-02-10"]
    assert days_asked(weixi, "2024-04-15") == ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-15"]


def test_where_every_year_is_asked_its_end_is():
    # YN-15 asks every year from 2022; nothing else of the document is due before the end of 2025.
    days = days_asked([read_policy("yunnan-county-2022-2025")], "2024-06-30")
    assert days == ["2022-12-31", "2023-12-31", "2024-06-30"]


def test_a_day_that_a_count_names_is_asked():
    # NJ-22 and NJ-23 hold the year's numbers against those of the end of 2023.
    assert days_asked([read_policy("nanjiang-2024")], "2024-06-15") == ["2023-12-31", "2024-06-15"]
