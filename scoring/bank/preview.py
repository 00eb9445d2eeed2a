"""What a page was found to hold, and where: the lines that a person reads before a draft is written."""

from collections.abc import Container, Mapping, Sequence

from scoring.bank.importing import Draft
from scoring.bank.pages.lines import Line
from scoring.bank.pages.parts import PARTS
from scoring.rubric import LEVELS


def preview_lines(draft: Draft) -> list[str]:
    """The draft as found on the page: what and on which lines, what to check, what is missing, what has no place."""
    found = found_lines(draft)
    return [
        "Found on the page:" if found else "Nothing of a question was found on the page.",
        *(f"  {row}" for row in found),
        *_listed("To check:", notes_of(draft)),
        *_listed("Still to fill:", draft.missing),
        *_listed("Not placed:", draft.unplaced),
    ]


def item_lines(draft: Draft) -> list[str]:
    """Each follow-up with its dimension, marked where that is only proposed, and each mistake."""
    probes = [
        f"{_dimension(draft, at, probe['dimension']):<13} {_cut(probe['text'])}"
        for at, probe in enumerate(draft.question["probes"])
    ]
    mistakes = [" -- ".join(_told(each)) for each in draft.question["mistakes"]]
    named = "Follow-ups, each under the dimension that it would settle (? is proposed):"
    return [*_listed(named, probes), *_listed("Mistakes:", mistakes)]


def _told(mistake: Mapping[str, str]) -> list[str]:
    better = f"better: {_cut(mistake['better'])}" if mistake["better"] else ""
    return list(filter(None, (mistake["name"], _cut(mistake["notice"]), better)))


def _dimension(draft: Draft, at: int, dimension: str) -> str:
    return f"{dimension}{'?' * (('probes', at, 'dimension') in draft.proposed)}" if dimension else "none yet"


def found_lines(draft: Draft) -> list[str]:
    """What was found, and on which lines of the page."""
    texts = {name: _cut(draft.question[name]) for name in ("prompt", "competency", "why")}
    lists = {name: str(len(draft.question[name]) or "") for name in ("probes", "mistakes")}
    stories: dict[str, str] = {
        level: _parts(exemplar) for level, exemplar in zip(LEVELS, draft.question["exemplars"], strict=True)
    }
    titles: dict[str, str] = {"probes": "follow-ups", **{level: f"{level} answer" for level in LEVELS}}
    return [
        f"{titles.get(what, what):<15} {_lines_of(draft, what)}: {told}"
        for what, told in {**texts, **lists, **stories}.items()
        if told
    ]


def _parts(exemplar: Mapping[str, str]) -> str:
    return ", ".join(f"{part} ({len(exemplar[part].split())} words)" for part in PARTS if exemplar[part])


def notes_of(draft: Draft) -> list[str]:
    """What to check, in the words of the terminal: also what else the page holds."""
    others = [_of_others(draft.others)] if draft.others else []
    return [*others, *draft.notes, *(_of_table(rows) for rows in draft.tables)]


def _of_others(others: Sequence[tuple[int, str]]) -> str:
    (number, prompt), *more = others
    told = f"the page has a second question{f' and {len(more)} more' if more else ''}, from line {number} on"
    told += f" (“{_cut(prompt, most=80)}”)" if prompt else ""
    return f"{told}; this draft is of the first alone, and --all makes one of each"


def _of_table(rows: Sequence[Line]) -> str:
    where = f"lines {rows[0].number} to {rows[-1].number}"
    return f"{where} hold a table of levels; --rubric FILE makes the draft of a rubric of it"


def _lines_of(draft: Draft, what: str) -> str:
    others = {number for name, numbers in draft.where.items() if name != what for number in numbers}
    return lines_in_words(draft.where.get(what, []), others)


def lines_in_words(numbers: Sequence[int], others: Container[int] = ()) -> str:
    """Numbers of lines as people say them: "lines 3 to 7 and 12". One between two, not of the `others`, is empty."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and (number == runs[-1][1] + 1 or (number == runs[-1][1] + 2 and number - 1 not in others)):
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = [f"{first}" if first == last else f"{first} to {last}" for first, last in runs]
    if not told:
        return "proposed"
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"line {listed}" if len(runs) == 1 and runs[0][0] == runs[0][1] else f"lines {listed}"


def _listed(title: str, rows: Sequence[str]) -> list[str]:
    return ["", title, *(f"  {row}" for row in rows)] if rows else []


def _cut(text: str, most: int = 70) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
