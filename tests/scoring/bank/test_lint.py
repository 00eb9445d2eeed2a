import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scoring.bank import questions
from scoring.bank.duplicates import near_duplicates
from scoring.bank.lint import Fault, lint
from scoring.bank.questions import load_bank
from scoring.bank.wording import first_person_share, reading_ease, tells

BANK = Path(questions.__file__).with_name("questions")
HARD = "Organisational heterogeneity necessitated comprehensive infrastructural rationalisation of our documentation. "

Question = dict[str, Any]


def question_of(slug: str = "raising-the-bar") -> Question:
    """A question of the bank as data, its quotes all taken from the situations, so that the rest can be broken."""
    question: Question = yaml.safe_load((BANK / f"{slug}.yaml").read_text(encoding="utf-8"))
    for exemplar in question["exemplars"]:
        for shown in exemplar["shows"]:
            shown["quote"] = " ".join(exemplar["situation"].split()[:7])
    return question


def written(folder: Path, question: Question, name: str = "mine") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(question, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def set_in(*place: int | str, to: object) -> Callable[[Question], None]:
    def change(question: Any) -> None:
        for step in place[:-1]:
            question = question[step]
        question[place[-1]] = to

    return change


def add_to_action(text: str) -> Callable[[Question], None]:
    def change(question: Question) -> None:
        question["exemplars"][2]["action"] += f" {text}"

    return change


def tell_of_another(question: Question) -> None:
    for part in ("situation", "task", "action", "result"):
        first = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|ours)\b", re.IGNORECASE)
        question["exemplars"][2][part] = first.sub("Ada", question["exemplars"][2][part])
    for shown in question["exemplars"][2]["shows"]:
        shown["quote"] = question["exemplars"][2]["situation"]


def forget_probes_for_impact(question: Question) -> None:
    for probe in question["probes"]:
        probe["dimension"] = "influence" if probe["dimension"] == "impact" else probe["dimension"]


def test_a_question_of_the_bank_is_clean(tmp_path: Path) -> None:
    assert lint(written(tmp_path, question_of())) == []


@pytest.mark.parametrize(
    ("change", "rule", "says"),
    [
        (set_in("probes", 2, "dimension", to=""), "structure", "probes.2.dimension: is empty; it is one of"),
        (set_in("probes", 2, "dimension", to="charm"), "structure", "“charm” is not known"),
        (set_in("probes", 2, to={"text": "And then?"}), "structure", "probes.2.dimension: is missing"),
        (set_in("probes", to=[]), "structure", "probes: has 0, needs at least 6"),
        (set_in("probes", to=question_of()["probes"] * 2), "structure", "probes: has 16, needs at most 8"),
        (set_in("why", to=None), "structure", "why: is empty"),
        (set_in("wye", to="x"), "structure", "wye: is not known here"),
        (set_in("slug", to="Raising the Bar"), "structure", "is not a slug"),
        (set_in("exemplars", 1, "level", to="senior"), "structure", "in this order"),
        (forget_probes_for_impact, "probes", "no probe asks for impact"),
        (set_in("exemplars", 2, "action", to="I did it."), "length", "senior: has "),
        (add_to_action("I did it. " * 100), "length", "words; 150 to 320 read well"),
        (tell_of_another, "voice", "first person"),
        (set_in("exemplars", 2, "action", to=HARD * 8), "reading", "reads hard"),
        (add_to_action("As a Senior engineer I knew."), "leak", "“Senior” is a word for a level"),
        (add_to_action("I was the tech lead."), "leak", "“I was the tech lead” is the teller's own title"),
        (add_to_action("I have ten years of experience."), "leak", "how long the teller has worked"),
        (add_to_action("Calls fell from 30 to 40."), "figures", "“fell from 30 to 40”: that is a rise"),
        (set_in("exemplars", 2, "dimensions", "judgement", to="none"), "levels", "judgement is a focal dimension"),
        (
            set_in("exemplars", 2, "dimensions", to=dict.fromkeys(question_of()["exemplars"][0]["dimensions"], "mid")),
            "levels",
            "the median of the dimensions shown is not senior",
        ),
    ],
)
def test_what_is_wrong_is_named_under_its_rule(
    change: Callable[[Question], None], rule: str, says: str, tmp_path: Path
) -> None:
    question = question_of()
    change(question)
    faults = lint(written(tmp_path, question))
    assert {fault.rule for fault in faults} == {rule}
    assert says in faults[0].text


def test_a_fault_says_file_line_rule_and_reason(tmp_path: Path) -> None:
    question = question_of()
    add_to_action("Calls fell from 30 to 40.")(question)
    path = written(tmp_path, question)
    (fault,) = lint(path)
    rows = path.read_text(encoding="utf-8").splitlines()
    assert fault.line is not None
    assert rows[fault.line - 1] == "- level: senior"
    assert str(fault) == f"{path}:{fault.line}: figures: senior: “fell from 30 to 40”: that is a rise"


def test_all_faults_of_form_are_told_at_once(tmp_path: Path) -> None:
    question = question_of()
    question["why"] = question["prompt"] = question["exemplars"][3]["task"] = ""
    assert [fault.text.split(":")[0] for fault in lint(written(tmp_path, question))] == [
        "prompt",
        "why",
        "exemplars.3.task",
    ]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("slug: [\nwhy", encoding="utf-8")
    question = question_of()
    add_to_action("As a senior engineer I knew.")(question)
    written(tmp_path, question)
    assert [(fault.path.name, fault.rule) for fault in lint(tmp_path)] == [
        ("broken.yaml", "structure"),
        ("mine.yaml", "leak"),
    ]


def test_where_there_is_nothing_to_read_it_says_so(tmp_path: Path) -> None:
    assert lint(tmp_path) == [Fault(tmp_path, None, "structure", "there is no .yaml file in this folder")]
    assert lint(tmp_path / "gone.yaml")[0].text.startswith("cannot be read")


def test_a_story_told_again_with_other_words_in_it_is_found_across_the_folder(tmp_path: Path) -> None:
    copied, question = question_of(), question_of("quiet-voice")
    words = copied["exemplars"][1]["action"].split()
    words[::12] = ["thing"] * len(words[::12])
    question["exemplars"][1]["action"] = " ".join(words)
    written(tmp_path, copied, "first")
    second = written(tmp_path, question, "second")
    (fault,) = lint(tmp_path)
    assert (fault.path, fault.rule) == (second, "duplicate")
    assert "mid: is nearly the mid story of first.yaml" in fault.text


def test_two_questions_may_not_share_a_slug(tmp_path: Path) -> None:
    question = question_of("quiet-voice")
    question["slug"] = "raising-the-bar"
    written(tmp_path, question_of(), "first")
    written(tmp_path, question, "second")
    (fault,) = lint(tmp_path)
    assert str(fault).endswith("second.yaml:1: slug: there is another question called raising-the-bar in first.yaml")


def test_a_team_s_question_is_compared_with_the_bank(tmp_path: Path) -> None:
    question = question_of()
    question["slug"] = "raising-our-bar"
    faults = lint(written(tmp_path, question), load_bank())
    assert {fault.rule for fault in faults} == {"duplicate"}
    assert [fault.text.split(":")[0] for fault in faults] == ["junior", "mid", "senior", "staff"]
    assert "raising-the-bar in the bank" in faults[0].text


def test_a_file_of_the_bank_is_not_its_own_double() -> None:
    assert lint(BANK / "raising-the-bar.yaml", load_bank()) == []


def test_what_is_wrong_within_the_bank_is_no_fault_of_a_team_s_question(tmp_path: Path) -> None:
    twin = questions.Question.model_validate(question_of() | {"slug": "raising-it-twice"})
    path = written(tmp_path, question_of("quiet-voice"))
    bank = {"raising-the-bar": load_bank()["raising-the-bar"], "raising-it-twice": twin}
    assert lint(path, bank) == []


def test_lengths_that_follow_the_level_are_told_of_a_dozen_questions_and_not_of_fewer(tmp_path: Path) -> None:
    for number in range(12):
        question = question_of()
        question["slug"] = f"number-{number}"
        for place, exemplar in enumerate(question["exemplars"]):
            exemplar["action"] += " I did." * (20 * place + number)
        if number == 11:
            assert not [fault for fault in lint(tmp_path) if fault.rule == "leak"]
        written(tmp_path, question, f"q{number}")
    (fault,) = (fault for fault in lint(tmp_path) if fault.rule == "leak")
    assert (fault.path, fault.line) == (tmp_path, None)
    assert "stories of higher levels are longer" in fault.text


@pytest.mark.parametrize(
    "story",
    [
        "As the director asked, I moved my desk.",
        "The staff of the ward and two senior citizens helped me.",
        "My principal worry was the manager of the depot.",
        "He had seven years in a bank's call centre, and a graduate from Leeds sat with us.",
        "I was the one on call, and as a rule I lead with the worst.",
    ],
)
def test_other_people_s_titles_and_plain_words_are_no_tells(story: str) -> None:
    assert tells(story) == []


def test_reading_ease_is_flesch_s() -> None:
    assert reading_ease("The cat sat on the mat.") == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert reading_ease("We made it. She asked.") == pytest.approx(206.835 - 1.015 * 2.5 - 84.6)
    assert reading_ease("She wanted boxes.") == pytest.approx(206.835 - 1.015 * 3 - 84.6 * 5 / 3)
    assert reading_ease(HARD) < 0
    assert reading_ease("") == 0


def test_the_first_person_is_counted_in_singular_and_plural() -> None:
    assert first_person_share("I’d say we took our time.") == pytest.approx(3 / 6)
    assert first_person_share("Mining uses iron.") == 0


@given(st.dictionaries(st.integers(0, 9), st.lists(st.sampled_from("abc"), max_size=12).map(" ".join), max_size=5))
def test_near_duplicates_are_those_that_share_runs_of_five_words(stories: dict[int, str]) -> None:
    def runs(text: str) -> set[str]:
        words = text.split()
        return {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}

    keys = list(stories)
    expected = {
        (a, b)
        for place, a in enumerate(keys)
        for b in keys[place + 1 :]
        if runs(stories[a]) & runs(stories[b])
        and len(runs(stories[a]) & runs(stories[b])) / len(runs(stories[a]) | runs(stories[b])) >= 0.05
    }
    assert {(a, b) for a, b, _ in near_duplicates(stories)} == expected
