"""Pinyin of names, compared with pypinyin that has read all its phrases."""

import json
import os
import subprocess
import sys

from loaders.text import romanisation

# Names, words that are read differently in a phrase, phrases in a row, and beginnings of phrases.
NAMES = [
    "",
    "欧阳岚",
    "单田芳",
    "重庆",
    "重阳",
    "青禾省文旅厅",
    "银行行长",
    "长长的长江",
    "一丁点",
    "一丁点儿大",
    "不了了之不",
    "望川晚报2031年 A重",
    "Jane Green",
    "\U0001f3ee灯会",
]
CODE = """import json, sys, pypinyin
print(json.dumps([pypinyin.lazy_pinyin(name) for name in json.load(sys.stdin)]))"""


def test_names_are_read_as_with_all_phrases() -> None:
    without = {name: value for name, value in os.environ.items() if not name.startswith("PYPINYIN")}
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        input=json.dumps(NAMES),
        env=without,
        capture_output=True,
        text=True,
        check=True,
    )
    romanisation.release()
    assert [romanisation.pinyin_of(name) for name in NAMES] == json.loads(done.stdout)


def test_few_phrases_are_held() -> None:
    """A name has some hundreds of the 47,000, in a process that reads no other."""
    code = (
        "from loaders.text.romanisation import PHRASES_DICT, pinyin_of\n"
        "assert pinyin_of('重阳') == ['chong', 'yang']\n"
        "print(len(PHRASES_DICT))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert 0 < int(printed) < 1_000
