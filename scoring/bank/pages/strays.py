"""A paragraph that stands where it does not belong, and the empty part of an answer that it may be."""

from collections.abc import Iterator

from scoring.bank.pages.page import Page, Paragraph
from scoring.bank.pages.parts import PARTS
from scoring.bank.pages.placing import tells
from scoring.rubric import Level


def settle(page: Page) -> None:
    """Puts the one paragraph that tells a story and stands elsewhere into the one part that is named and left empty.

    Where there are several of either nothing is moved, since nothing says which belongs where. What was moved is noted.
    """
    holes = list(_holes(page))
    strays = [stray for stray in page.strays if tells(" ".join(line.bare for line in stray))]
    if not holes or not strays:
        return
    (level, part), stray = holes[0], strays[0]
    where = f"line {stray[0].number}" if len(stray) == 1 else f"lines {stray[0].number} to {stray[-1].number}"
    if len(holes) > 1 or len(strays) > 1:
        empty = ", ".join(f"{part} of the {level} answer" for level, part in holes)
        page.notes.append(
            f"{where} may belong to an answer; nothing was moved, since it is not clear where to: {empty}"
        )
        return
    paragraphs = page.answers[level]
    hole = next((each for each in paragraphs if each.part == part), None)
    if hole is None:
        hole = Paragraph(part, "", [])
        paragraphs.append(hole)
    hole.text = " ".join(line.bare for line in stray)
    hole.lines += stray
    page.unplaced = [line for line in page.unplaced if line not in stray]
    for line in stray:
        page.saw(level, line)
    page.notes.append(
        f"the {part} of the {level} answer is empty on the page, and a paragraph that may be it stands"
        f" elsewhere ({where}); it was put there, so check that it belongs"
    )


def _holes(page: Page) -> Iterator[tuple[Level, str]]:
    """The parts that are named and empty; where none is, those that an answer with named parts has not."""
    named = {
        (level, part): " ".join(each.text for each in paragraphs if each.part == part).strip()
        for level, paragraphs in page.answers.items()
        for part in dict.fromkeys(each.part for each in paragraphs if each.part in PARTS)
    }
    empty = [place for place, text in named.items() if not text]
    levels = dict.fromkeys(level for level, _ in named)
    yield from empty or [(level, part) for level in levels for part in PARTS if (level, part) not in named]
