"""Three answers joined by 且 and 或."""

import numpy as np

from ruralmap.rules.truth import Truth, all_of, any_of

# So, not so, not known: each of the nine pairs once.
LEFT = "TTTFFFUUU"
RIGHT = "TFUTFUTFU"


def truth(letters):
    return Truth(np.array([x == "T" for x in letters]), np.array([x == "F" for x in letters]))


def letters(answer):
    return "".join("T" if y else "F" if n else "U" for y, n in zip(answer.yes, answer.no, strict=True))


def test_all_is_false_as_soon_as_one_part_is():
    assert letters(all_of([truth(LEFT), truth(RIGHT)])) == "TFUFFFUFU"


def test_any_is_true_as_soon_as_one_part_is():
    assert letters(any_of([truth(LEFT), truth(RIGHT)])) == "TTTTFUTUU"


def test_an_answer_without_figures_is_not_known():
    assert letters(truth("TFU").where(np.array([False, False, False]))) == "UUU"
    assert letters(truth("TFU").where(np.array([True, True, True]))) == "TFU"
