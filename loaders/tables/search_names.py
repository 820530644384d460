"""The forms of a name by which a reader may look for it: traditional characters, and pinyin."""

from collections.abc import Iterable

from loaders.repair.variants import to_traditional
from loaders.text.romanisation import pinyin_of


def search_names(name: str, name_en: str, *, printed: Iterable[str] = ()) -> list[str]:
    """Return the other forms of a Chinese `name`, sorted: as printed, traditional, pinyin.

    name_en: its English name, which is none of them, and may be its pinyin itself. printed: the
    forms that sources print.

    >>> search_names("灯会", "Lantern Fair", printed=["灯会", "元宵灯会"])
    ['denghui', '元宵灯会', '燈會']
    >>> search_names("张彦", "Zhang Yan")
    ['張彥']
    """
    pinyin = "".join(pinyin_of(name)).lower()
    known = {name.lower(), _fold(name_en)}
    forms = {*printed, to_traditional(name), *([] if pinyin in known else [pinyin])}
    return sorted(forms - {name})


def _fold(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
