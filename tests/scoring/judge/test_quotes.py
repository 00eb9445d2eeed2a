import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.judge.quotes import LEAST_WORDS, find
from scoring.text import count_words

ANSWER = """We’d lost two suppliers — by Friday the “simple” plan was dead.
I called each of the ninety myself, and cut the scope; it didn't hurt."""

words = st.lists(st.text(st.characters(categories=["Ll", "Lu"]), min_size=1, max_size=8), min_size=4, max_size=30)


@pytest.mark.parametrize(
    "quote",
    [
        'We\'d lost two suppliers - by Friday the "simple" plan was dead.',
        "i CALLED each of the ninety",
        "dead. I called each of the ninety",
        "I called each  of\nthe\u00a0ninety",
        "I cal\u200bled each\u202e of the ninety",
        "“I called each of the ninety …”",
        "Ｉ ｃａｌｌｅｄ each of the ninety",
    ],
)
def test_a_quote_may_differ_in_what_a_reader_does_not_see_as_words(quote: str) -> None:
    assert find(quote, ANSWER) is not None


@pytest.mark.parametrize(
    "answer",
    [
        "We *rebuilt the bridge* in _two_ weeks",
        "~We sold it~ • `We` rebuilt the bridge 🎉 in two👍🏽 weeks",
        "We rebuilt the bridge :tada: :skin-tone-3: in two weeks",
        "> We rebuilt\n> the bridge\n- in two weeks",
        "__We__ rebuilt\n• the bridge ✅\n• in two weeks",
    ],
)
def test_a_quote_leaves_out_how_words_are_set_and_emoji(answer: str) -> None:
    assert find("We rebuilt the bridge in two weeks", answer) is not None


@pytest.mark.parametrize(
    "quote",
    [
        "I called all of the ninety",
        "I called each of ... and cut the scope",
        "I called each … and cut the scope",
        "I called each [of the] ninety myself now",
        "e called each of the ninety",
        "I called each of the ninet",
        "of the ninety",
        "",
        "— … “”",
    ],
)
def test_a_quote_with_other_missing_cut_or_too_few_words_is_not_found(quote: str) -> None:
    assert find(quote, ANSWER) is None


def test_what_is_found_is_the_answers_own_text() -> None:
    assert (
        find("by friday the 'simple' plan was dead".replace("'", '"'), ANSWER) == "by Friday the “simple” plan was dead"
    )
    assert find("dead. i called each of the ninety", ANSWER) == "dead.\nI called each of the ninety"


def test_a_composed_letter_matches_a_decomposed_one_and_is_shown_whole() -> None:
    decomposed = unicodedata.normalize("NFD", "So I met André and his brother André")
    assert find("met André and his brother André", decomposed) == unicodedata.normalize(
        "NFD", "met André and his brother André"
    )


def test_a_word_inside_another_word_is_passed_over_for_one_that_stands_alone() -> None:
    assert (
        find("led the team of six", "I misled the team of six. Later I led the team of six.") == "led the team of six"
    )
    assert find("led the team of six", "I misled the team of six.") is None


def test_text_without_spaces_is_counted_and_quoted_by_the_character() -> None:
    assert count_words("我给每个供应商打了电话") == 11
    assert find("每个供应商", "我给每个供应商打了电话") == "每个供应商"


def test_a_contraction_and_a_hyphenated_word_are_one_word_each() -> None:
    assert count_words("Two-thirds didn’t reply, 40% did.") == 5


@given(words, st.data())
def test_every_passage_of_four_words_is_found_and_given_back_as_it_stands(
    spoken: list[str], data: st.DataObject
) -> None:
    answer = " ".join(spoken)
    first = data.draw(st.integers(0, len(spoken) - LEAST_WORDS))
    last = data.draw(st.integers(first + LEAST_WORDS, len(spoken)))
    passage = " ".join(spoken[first:last])
    found = find(passage, answer)
    assert found is not None
    assert found in answer
    assert found.casefold() == passage.casefold() or find(found, passage) is not None


@given(
    words, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from([" ", "\n", "\u00a0", " \t ", "\u200b "])
)
def test_unicode_form_and_white_space_do_not_matter(spoken: list[str], form: str, space: str) -> None:
    answer = "Then, " + " ".join(spoken) + "."
    quote = space.join(unicodedata.normalize(form, word) for word in spoken)
    assert find(quote, answer) is not None


@given(st.text(max_size=200), st.text(max_size=60))
def test_what_is_found_always_stands_in_the_answer(answer: str, quote: str) -> None:
    found = find(quote, answer, least_words=1)
    assert found is None or (found and found in answer)


@given(words, st.integers(0, 29))
def test_a_passage_with_a_word_left_out_is_not_verbatim(spoken: list[str], place: int) -> None:
    numbered = [f"{word}{number}" for number, word in enumerate(spoken)]
    inside = 1 + place % (len(numbered) - 2)
    assert find(" ".join(numbered[:inside] + numbered[inside + 1 :]), " ".join(numbered)) is None
