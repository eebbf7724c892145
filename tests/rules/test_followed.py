"""Following units through the adopted lists."""

from ruralmap.rules.adopted import Listed
from ruralmap.rules.followed import stays_of


def units(**on_list):
    return [
        Listed("R", "village", code, code, "selected" if adopted else "undecided", adopted)
        for code, adopted in on_list.items()
    ]


def test_a_unit_stays_until_the_first_list_on_which_it_is_not_and_may_come_back():
    lists = [
        ("2022-01-01", "1号", units(A=True, B=True, C=False)),
        ("2023-01-01", "2号", units(A=True, B=False, C=True)),  # B is open: not on the list
        ("2024-01-01", "3号", units(B=True)),
    ]
    stays = [
        (one.unit.code, one.entered_on, one.entered_doc, one.left_on, one.left_doc) for one in stays_of(lists)
    ]
    assert stays == [
        ("A", "2022-01-01", "1号", "2024-01-01", "3号"),
        ("B", "2022-01-01", "1号", "2023-01-01", "2号"),
        ("B", "2024-01-01", "3号", None, None),
        ("C", "2023-01-01", "2号", "2024-01-01", "3号"),
    ]
    assert stays_of([]) == ()
