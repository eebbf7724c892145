"""A product is the old one or the new one, never half of either."""

import errno
import os

import pytest

from ruralmap.errors import OutputError
from ruralmap.files.atomic import LOCK_MARKERS, replacing, write_bytes, write_text


def names(folder):
    return sorted(item.name for item in folder.iterdir())


def test_a_new_file_appears_whole_and_nothing_else(tmp_path):
    target = tmp_path / "清单.xlsx"
    with replacing(target) as aside:
        assert aside.name == target.name
        assert aside.parent.parent == tmp_path
        aside.write_bytes(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["清单.xlsx"]


def test_an_old_file_is_replaced(tmp_path):
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"


def test_the_same_bytes_leave_the_file_alone(tmp_path):
    target = tmp_path / "a.txt"
    write_bytes(target, b"same")
    os.utime(target, (1_000_000_000, 1_000_000_000))
    before = target.stat()
    write_bytes(target, b"same")
    after = target.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_text_has_unix_line_ends_on_every_system(tmp_path):
    write_text(tmp_path / "a.txt", "一\n二\n")
    assert (tmp_path / "a.txt").read_bytes() == "一\n二\n".encode()


def test_missing_folders_are_made(tmp_path):
    write_bytes(tmp_path / "maps" / "2024" / "a.html", b"x")
    assert (tmp_path / "maps" / "2024" / "a.html").read_bytes() == b"x"


def test_companions_move_with_the_product(tmp_path):
    with replacing(tmp_path / "a.shp") as aside:
        aside.write_bytes(b"shp")
        aside.with_suffix(".dbf").write_bytes(b"dbf")
    assert names(tmp_path) == ["a.dbf", "a.shp"]


@pytest.mark.parametrize("fault", [ValueError("broken"), KeyboardInterrupt()], ids=["exception", "interrupt"])
def test_a_failure_in_the_middle_leaves_the_old_bytes_and_nothing_behind(tmp_path, fault):
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def break_off():
        with replacing(target) as aside:
            aside.write_bytes(b"half")
            raise fault

    with pytest.raises(type(fault)):
        break_off()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("marker", LOCK_MARKERS)
def test_a_file_that_an_office_program_holds_is_refused_before_any_work(tmp_path, marker):
    target = tmp_path / "清单.xlsx"
    target.write_bytes(b"old")
    lock = tmp_path / marker.format(name=target.name)
    lock.touch()
    worked = []
    with pytest.raises(OutputError, match="请先关闭") as refused, replacing(target):
        worked.append("work")
    assert lock.name in str(refused.value)
    assert worked == []
    assert target.read_bytes() == b"old"
    lock.unlink()
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"


def test_a_folder_in_the_way_is_refused_before_any_work(tmp_path):
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(OutputError, match="是一个文件夹"):
        write_bytes(tmp_path / "a.xlsx", b"x")
    assert names(tmp_path) == ["a.xlsx"]


def test_a_file_where_a_folder_should_be_is_refused(tmp_path):
    (tmp_path / "maps").write_bytes(b"a file")
    with pytest.raises(OutputError, match="不是文件夹"):
        write_bytes(tmp_path / "maps" / "a.xlsx", b"x")


def test_a_name_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(OutputError, match="文件名过长"):
        write_bytes(tmp_path / ("长" * 100), b"x")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        pytest.param(errno.ENOSPC, ("磁盘空间不足", "The disk is full"), id="full"),
        pytest.param(errno.EACCES, ("没有权限", "No right"), id="no right"),
        pytest.param(errno.EPERM, ("没有权限", "No right"), id="not allowed"),
        pytest.param(errno.EROFS, ("只读", "read-only"), id="read-only"),
        pytest.param(errno.EIO, ("无法写入", "could not be written"), id="anything else"),
    ],
)
def test_the_systems_refusal_is_said_in_chinese_first_with_place_and_remedy(tmp_path, number, words):
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with pytest.raises(OutputError) as refused, replacing(target):
        raise OSError(number, os.strerror(number))
    message = str(refused.value)
    assert str(target) in message
    assert message.index(words[0]) < message.index(words[1])
    assert "重试" in message or "请换到" in message
    assert isinstance(refused.value.__cause__, OSError)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]
