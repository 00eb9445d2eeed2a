"""`calibrate questions import`: a page in, a preview out, and the draft in a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.choices import rubric_of
from bot.settings import Settings, SettingsError
from bot.terminal.progress import doing
from scoring.bank.importing import Draft, read_page, read_pages
from scoring.bank.pages.lines import Line
from scoring.bank.pages.sources import has_tracked_changes, page_of
from scoring.bank.preview import item_lines, preview_lines
from scoring.incoming import read_bytes
from scoring.rubric import Rubric
from scoring.text import slug_of

Fill = Callable[[Draft], Draft]


def fill_of(settings: Settings) -> Fill:
    """What proposes the gaps of a draft: Claude where the settings name it, else a rule. Raises SettingsError."""
    rubric = rubric_of(settings)
    if settings.judge_kind != "claude":
        from scoring.proposing.by_rule import fill_by_rule

        return lambda draft: fill_by_rule(draft, rubric)
    return _by_claude(settings, rubric)


def _by_claude(settings: Settings, rubric: Rubric) -> Fill:
    from scoring.judge.endpoint import Endpoint
    from scoring.judge.verdict import JudgeBusy
    from scoring.proposing.by_claude import fill_by_claude

    key = settings.anthropic_api_key.get_secret_value()
    if not key:
        raise SettingsError("ANTHROPIC_API_KEY is missing: set it, or use --judge offline (a rule of thumb)")
    endpoint = Endpoint(key, settings.anthropic_base_url, timeout=180.0)

    def fill(draft: Draft) -> Draft:
        try:
            return fill_by_claude(draft, rubric, endpoint, settings.model)
        except JudgeBusy as busy:
            raise RuntimeError(f"{busy} Try again later, or import without --fill.") from busy

    return fill


def drafted(
    page: str, out: Path | None, preview: bool, every: bool, rubric: Path | None, fill: Fill | None
) -> Iterator[str]:
    """The lines to print while the drafts are written, each after its preview. Raises ValueError for bad input.

    `page` is a file, or "-"; `out` the draft's file; `preview` writes nothing; `every` drafts each question; `rubric`
    is a file for the draft of a rubric, from the first table of levels on the page.
    """
    slug = ("" if page == "-" else slug_of(Path(page).stem)) or "question"
    data = read_bytes(page)
    source = page_of(data, page)
    drafts = read_pages(source.text, slug) if every else [read_page(source.text, slug)]
    files = _files(drafts, out)
    for file in [*files, *([rubric] if rubric else [])]:
        if file.exists() and not preview:
            raise ValueError(f"{file} exists; name a new file with --out")
    if fill:
        with doing("Proposing what the page lacks"):
            drafts = [fill(draft) for draft in drafts]
    tables = [rows for draft in drafts for rows in draft.tables]
    if rubric and not tables:
        raise ValueError(f"{page} has no table of levels to make a rubric of")
    if has_tracked_changes(data):
        yield f"{page} holds tracked changes: what was inserted was read, and what was deleted was not."
    if source.guessed:
        yield f"{page} is not UTF-8; it was read as {source.encoding}, so look at its accents."
    for draft, file in zip(drafts, files, strict=True):
        yield from preview_lines(draft)
        if preview:
            yield from item_lines(draft)
            yield ""
            yield f"Nothing was written; without --preview the draft goes to {file}."
            continue
        yield ""
        file.write_text(draft.yaml, encoding="utf-8")
        yield f"Draft written to {file}."
    if rubric:
        yield from _rubric(rubric, tables[0], preview)


def _rubric(file: Path, rows: list[Line], is_preview: bool) -> Iterator[str]:
    from scoring.bank.pages.rubrics import rubric_draft

    draft = rubric_draft(rows)
    if draft.left_over:
        yield f"No dimension of the rubric is for: {', '.join(draft.left_over)}."
    if not is_preview:
        file.write_text(draft.yaml, encoding="utf-8")
        yield f"Draft of a rubric written to {file}; fill what is marked TODO, and look at what is marked CHECK."


def _files(drafts: list[Draft], out: Path | None) -> list[Path]:
    if out is not None and len(drafts) > 1:
        return [out.with_name(f"{out.stem}-{at}{out.suffix}") for at in range(1, len(drafts) + 1)]
    return [out or Path(f"{draft.question['slug']}.yaml") for draft in drafts]
