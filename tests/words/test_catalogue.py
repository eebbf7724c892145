"""Both languages say the same things, and every finding can be said."""

import copy
import re
import string
from importlib import resources
from pathlib import Path

import pytest

import ruralmap
from ruralmap.errors import LayerError
from ruralmap.schema.finding import Finding
from ruralmap.schema.gravity import GRAVITY, finding
from ruralmap.words.bilingual import in_language, message_of, say_both
from ruralmap.words.catalogue import LANGUAGES, read_catalogue, say

SUBJECTS = sorted(
    {
        file.name.removesuffix(".toml")
        for lang in LANGUAGES
        for file in (resources.files("ruralmap.words") / lang).iterdir()
        if file.name.endswith(".toml")
    }
)
PARTS = ("title", "found", "consequence", "remedy")
CODE = {
    path: path.read_text(encoding="utf-8")
    for path in Path(ruralmap.__file__).parent.rglob("*.py")
    if path.name != "gravity.py"
}


def braces(message):
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_both_languages_have_the_same_messages_with_the_same_braces(subject):
    chinese, english = (read_catalogue(subject, lang) for lang in LANGUAGES)
    assert set(chinese) == set(english)
    assert {key: braces(chinese[key]) for key in chinese} == {key: braces(english[key]) for key in english}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_chinese_is_chinese_and_nothing_is_empty(subject):
    for lang in LANGUAGES:
        assert all(message.strip() for message in read_catalogue(subject, lang).values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_finding_has_four_texts_and_every_text_a_kind(lang):
    said = {key.rpartition(".")[0] for key in read_catalogue("findings", lang)}
    assert said == set(GRAVITY)
    assert {key.rpartition(".")[2] for key in read_catalogue("findings", lang)} == set(PARTS)
    assert len(read_catalogue("findings", lang)) == 4 * len(GRAVITY)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_sentences_and_titles_are_not(lang):
    end = "。" if lang == "zh" else "."
    for key, message in read_catalogue("findings", lang).items():
        whole = message.endswith((end, "{raw}"))
        assert whole is not key.endswith(".title"), key


# Kinds that are put together from two parts in the source: row_{kind}, sheet_{state}, coverage_{kind} and
# shape_{kind}.
COMPOSED = re.compile(
    r"^(row_(total|footer|header|numbering)|sheet_(empty|skipped)|coverage_(gap|overlap)"
    r"|shape_(border|overlap|sliver))$"
)


@pytest.mark.parametrize("code", GRAVITY)
def test_every_kind_of_finding_is_made_somewhere(code):
    assert COMPOSED.match(code) or any(f'"{code}"' in text for text in CODE.values())


def test_every_kind_named_in_the_source_is_known():
    named = {
        name
        for text in CODE.values()
        for name in re.findall(r'(?:finding|body\.found|report)\(\s*"([a-z_0-9]+)"', text)
    }
    assert named
    assert named <= set(GRAVITY)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", GRAVITY)
def test_texts_use_no_brace_that_is_unknown(code, lang):
    names = {name for part in PARTS for name in braces(read_catalogue("findings", lang)[f"{code}.{part}"])}
    filled = finding(code, "roster", **dict.fromkeys(names - {"raw", "column"}, "x"), raw="r", column="c")
    assert all(filled.text(part, lang) for part in PARTS)


def test_a_message_is_said_with_its_values_in_the_language_asked_for():
    found = Finding("value_missing", "error", "roster", column="户编号", values={"title": "户编号"})
    assert found.text("found") == "“户编号”为空。"
    assert found.text("found", "en") == '"户编号" is empty.'


def test_both_languages_at_once_begin_with_chinese():
    message = say_both("files.not_found", path="甲.xlsx")
    assert message.startswith(say("files.not_found", "zh", path="甲.xlsx"))
    assert say("files.not_found", "en", path="甲.xlsx") in message


def test_a_message_that_does_not_exist_is_a_fault():
    with pytest.raises(KeyError):
        say("files.no_such_message")


def test_the_gravity_of_a_kind_is_the_same_everywhere():
    made = finding("value_missing", "roster", file="f", sheet="s", row=3, column="c", raw="r", title="t")
    assert made == Finding("value_missing", "error", "roster", "f", "s", 3, "c", "r", {"title": "t"})
    with pytest.raises(KeyError):
        finding("no_such_kind", "roster")


def test_a_finding_that_repeats_an_error_says_it_in_one_language():
    inner = LayerError(say_both("files.not_found", path="甲.shp"))
    outer = LayerError(say_both("files.layer_crs_refused", path="乙.shp", fault=inner))
    for fault in (inner, outer):
        found = finding("file_unusable", "villages", raw=message_of(fault))
        assert not re.search("It was not read|cannot be used", found.text("found"))
        assert not re.search("[一-鿿]{3}", found.text("found", "en"))
    assert say("files.not_found", "zh", path="甲.shp") in found_text(outer)
    assert message_of(ValueError("plain")) == "plain"


def found_text(fault):
    return finding("file_unusable", "villages", raw=message_of(fault)).text("found")


def test_a_message_in_both_languages_can_be_copied():
    message = say_both("files.not_found", path="甲.shp")
    again = copy.deepcopy(message)
    assert (again, in_language(again, "en")) == (message, say("files.not_found", "en", path="甲.shp"))
