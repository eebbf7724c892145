"""A toy workspace on disk, and a way to call the command line in this process."""

import pytest

import toy
from ruralmap.cli import main


@pytest.fixture
def workspace(tmp_path):
    """甲村 31 monitored of 1,000 (3.1 %), 乙村 69 lifted: 南镇 100 of 2,000, exactly 5 %."""
    roster = [
        *toy.people("441624100201", 31, prefix="A", kind="一般农户", monitored="边缘易致贫户", cleared="否"),
        *toy.people("441624100202", 69, prefix="B"),
    ]
    return toy.write_county(tmp_path / "county", roster)


@pytest.fixture
def run(capsys):
    """Run a command; give its exit status, what it said on stdout and on stderr."""

    def call(*words):
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        captured = capsys.readouterr()
        return ended.value.code, captured.out, captured.err

    return call
