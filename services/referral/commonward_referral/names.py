"""What two spellings of one name have in common: its words without accents, their sound and their parts. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby, takewhile
from zlib import crc32

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015]+")
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc]")
_NO_LETTER = re.compile(r"[\W_\d]")
_GROUPS = ("bfpv", "cgjkqsxz", "dt", "l", "mn", "r")
_SOUNDS = {letter: digit for digit, letters in enumerate(_GROUPS, 1) for letter in letters}
_SILENT = "hw"
PARTS = 3
"""Letters in a part of a word; the first part begins before the word, so that beginnings weigh more."""
SAMPLED = 4
"""Parts of a word by which it is found. All of them would find little more, tell more, and cost each concern more."""
BEGINNING = 3
"""Letters by which the beginning of a word is found. Fewer are the beginning of too many names."""

LEAST_TO_SLIP = 3
"""Letters that a word has at least, where one slip still leaves something to go by."""
KEPT = 4096
"""Words whose sound and parts are remembered, as names recur."""


def words(*names: str) -> tuple[str, ...]:
    """The words of names, without case, accents and apostrophes; each once, in order."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    return tuple(dict.fromkeys(word for part in _BETWEEN.split(plain) if (word := _NO_LETTER.sub("", part))))


def wholes(*names: str) -> tuple[str, ...]:
    """The words, and what stands on either side of an apostrophe in one: D'Arcy is looked for as Arcy too."""
    return tuple(dict.fromkeys((*words(*names), *words(*(part for name in names for part in _APOSTROPHE.split(name))))))


@lru_cache(maxsize=KEPT)
def sound(word: str) -> str:
    """Soundex without an end: the first letter, and a digit for each group of consonants that sound alike.

    A word that begins with a letter beyond a to z is its own sound.
    """
    if not word[0].isascii():
        return word
    digits = [_SOUNDS.get(letter, 0) for letter in word[1:] if letter not in _SILENT]
    heard = [digit for digit, _ in groupby([_SOUNDS.get(word[0], 0), *digits])]
    return word[0] + "".join(str(digit) for digit in heard[1:] if digit)


def parts(word: str) -> Iterator[str]:
    """A word's overlapping parts."""
    padded = f"^{word}"
    return (padded[at : at + PARTS] for at in range(max(1, len(padded) - PARTS + 1)))


@lru_cache(maxsize=KEPT)
def sample(word: str) -> tuple[str, ...]:
    """A few of a word's parts, the same ones wherever they come: words that are alike have most of them in common."""
    return tuple(sorted(set(parts(word)), key=lambda part: crc32(part.encode()))[:SAMPLED])


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a letter was added, left out or mistaken, or two neighbours changed places. Very short words are not."""
    if min(len(one), len(other)) < LEAST_TO_SLIP:
        return False
    start = _in_common(one, other)
    mine, theirs = one[start:], other[start:]
    end = _in_common(mine[::-1], theirs[::-1])
    mine, theirs = mine[: len(mine) - end], theirs[: len(theirs) - end]
    return (len(mine) <= 1 and len(theirs) <= 1) or (len(mine) == 2 and mine == theirs[::-1])


def _in_common(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def traits(given_name: str, family_name: str, born: date | None) -> frozenset[tuple[str, str]]:
    """Everything by which a name is found, as kind and value; a date of birth counts only together with a sound."""
    found: set[tuple[str, str]] = set()
    for word in words(given_name, family_name):
        found.add(("sound", sound(word)))
        found |= {("part", part) for part in sample(word)}
        if born is not None:
            found.add(("born", f"{born}|{sound(word)}"))
    found |= {("start", word[:BEGINNING]) for word in wholes(given_name, family_name) if len(word) >= BEGINNING}
    return frozenset(found)
