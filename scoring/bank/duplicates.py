"""Finds stories that are copies of one another with a few words changed."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from itertools import combinations
from typing import TypeVar

PHRASE = 5  # words
ALIKE = 0.05  # share of phrases in common; two stories written apart share under a hundredth

Key = TypeVar("Key", bound=Hashable)


def near_duplicates(stories: Mapping[Key, str]) -> list[tuple[Key, Key, float]]:
    """Pairs of stories that share too many phrases, in the order of `stories`, with the share from 0 to 1.

    The share is the Jaccard index of their runs of five words: those in both over those in either. Broder, On the
    resemblance and containment of documents, 1997.
    """
    phrases = {key: _phrases(text) for key, text in stories.items()}
    owners: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key, own in phrases.items():
        for phrase in own:
            owners[phrase].append(key)
    common = Counter(pair for keys in owners.values() for pair in combinations(keys, 2))
    order = {key: place for place, key in enumerate(stories)}
    shares = [(a, b, both / (len(phrases[a]) + len(phrases[b]) - both)) for (a, b), both in common.items()]
    return sorted((pair for pair in shares if pair[2] >= ALIKE), key=lambda pair: (order[pair[1]], order[pair[0]]))


def _phrases(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", re.sub("['’]", "", text.casefold()))
    return {tuple(words[start : start + PHRASE]) for start in range(len(words) - PHRASE + 1)}
