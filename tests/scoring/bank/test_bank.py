"""What the bank must hold, whoever edits it."""

from collections import Counter
from pathlib import Path
from statistics import correlation, mean

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import Pipeline, make_pipeline

import scoring
from scoring.agreement.kappa import quadratic_weighted_kappa
from scoring.bank.lint import lint
from scoring.bank.questions import Bank, load_bank
from scoring.text import count_words

SPLITS = 20
HELD_OUT = 11

classifiers = {
    "naive Bayes": lambda: make_pipeline(CountVectorizer(), MultinomialNB()),
    "logistic regression": lambda: make_pipeline(
        TfidfVectorizer(sublinear_tf=True, min_df=2), LogisticRegression(C=10)
    ),
}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


def test_every_question_lints_clean() -> None:
    assert [str(fault) for fault in lint(Path(scoring.__file__).with_name("bank") / "questions")] == []


def test_it_has_a_question_for_every_week_of_a_year(bank: Bank) -> None:
    assert len(bank) == 52


def test_its_competencies_are_many_and_none_takes_a_fifth_of_the_year(bank: Bank) -> None:
    counts = Counter(question.competency for question in bank.values())
    assert len(counts) >= 12
    assert max(counts.values()) <= len(bank) / 5


def test_some_questions_suit_people_who_write_no_software(bank: Bank) -> None:
    assert sum(question.for_everyone for question in bank.values()) >= 8


def test_one_asks_about_improving_what_customers_were_already_satisfied_with(bank: Bank) -> None:
    prompt = bank["raising-the-bar"].prompt
    assert "improved something" in prompt
    assert "customers were already happy" in prompt


def test_every_dimension_is_a_focal_one_often_enough_to_be_practised(bank: Bank) -> None:
    counts = Counter(dimension for question in bank.values() for dimension in question.focus)
    assert min(counts.values()) >= len(bank) / 6


def test_every_focal_dimension_has_a_probe(bank: Bank) -> None:
    unasked = [
        (question.slug, dimension)
        for question in bank.values()
        for dimension in question.focus
        if dimension not in {probe.dimension for probe in question.probes}
    ]
    assert unasked == []


def test_the_length_of_a_story_does_not_tell_its_level(bank: Bank) -> None:
    exemplars = [exemplar for question in bank.values() for exemplar in question.exemplars]
    words = [count_words(exemplar.text) for exemplar in exemplars]
    levels = [place for _ in bank for place in (1, 2, 3, 4)]
    assert abs(correlation(words, levels)) < 0.25


@pytest.mark.slow
@pytest.mark.parametrize("name", classifiers)
def test_the_words_of_a_story_do_not_tell_its_level(bank: Bank, name: str) -> None:
    kappas = [kappa_on_held_out(bank, classifiers[name](), seed) for seed in range(SPLITS)]
    assert mean(kappas) <= 0.75, [round(kappa, 2) for kappa in kappas]


def kappa_on_held_out(bank: Bank, classifier: Pipeline, seed: int) -> float:
    """How well a bag of words learnt on the other questions levels the stories of eleven."""
    slugs = np.random.default_rng(seed).permutation(list(bank))
    tested, learnt = slugs[:HELD_OUT], slugs[HELD_OUT:]
    levels = [1, 2, 3, 4]
    classifier.fit([each.text for slug in learnt for each in bank[slug].exemplars], levels * len(learnt))
    found = classifier.predict([each.text for slug in tested for each in bank[slug].exemplars])
    return quadratic_weighted_kappa(levels * len(tested), found, levels).value or 0.0
