"""`calibrate questions import`: a page in, a preview out, and the draft in a file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.bank.importing import Draft, read_page, read_pages
from scoring.bank.pages.lines import Line
from scoring.bank.pages.sources import page_of
from scoring.bank.preview import preview_lines
from scoring.incoming import read_bytes


@dataclass(frozen=True)
class Wanted:
    """`page` is a file, or "-"; `out` the draft's file; `preview` writes nothing; `every` drafts each question.

    `rubric` is a file for the draft of a rubric, from the first table of levels on the page.
    """

    page: str
    out: Path | None = None
    preview: bool = False
    every: bool = False
    rubric: Path | None = None


def drafted(wanted: Wanted) -> Iterator[str]:
    """The lines to print while the drafts are written, each after its preview. Raises ValueError for bad input."""
    slug = slug_of(wanted.page)
    source = page_of(read_bytes(wanted.page), wanted.page)
    drafts = read_pages(source.text, slug) if wanted.every else [read_page(source.text, slug)]
    files = _files(wanted, drafts)
    tables = [rows for draft in drafts for rows in draft.tables]
    if wanted.rubric and not tables:
        raise ValueError(f"{wanted.page} has no table of levels to make a rubric of")
    if source.guessed:
        yield f"{wanted.page} is not UTF-8; it was read as {source.encoding}, so look at its accents."
    for draft, file in zip(drafts, files, strict=True):
        yield from preview_lines(draft)
        yield ""
        if wanted.preview:
            yield f"Nothing was written; without --preview the draft goes to {file}."
            continue
        file.write_text(draft.yaml, encoding="utf-8")
        yield f"Draft written to {file}."
    if wanted.rubric:
        yield from _rubric(wanted.rubric, tables[0], wanted.preview)


def _rubric(file: Path, rows: list[Line], is_preview: bool) -> Iterator[str]:
    from scoring.bank.pages.rubrics import rubric_draft

    draft = rubric_draft(rows)
    if draft.left_over:
        yield f"No dimension of the rubric is for: {', '.join(draft.left_over)}."
    if not is_preview:
        file.write_text(draft.yaml, encoding="utf-8")
        yield f"Draft of a rubric written to {file}; fill what is marked TODO, and look at what is marked CHECK."


def _files(wanted: Wanted, drafts: list[Draft]) -> list[Path]:
    """The files of the drafts, none of which there may be yet."""
    if wanted.every and wanted.out is not None and len(drafts) > 1:
        files = [wanted.out.with_name(f"{wanted.out.stem}-{at}{wanted.out.suffix}") for at in range(1, len(drafts) + 1)]
    else:
        files = [wanted.out or Path(f"{draft.question['slug']}.yaml") for draft in drafts]
    for file in [*files, *([wanted.rubric] if wanted.rubric else [])]:
        if file.exists() and not wanted.preview:
            raise ValueError(f"{file} exists; name a new file with --out")
    return files


def slug_of(page: str) -> str:
    """A slug made of a file's name."""
    name = "" if page == "-" else Path(page).stem
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "question"
