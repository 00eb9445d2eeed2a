"""A page of a guide that was given as a file: fetched, read, and shown in the window that waits for it."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.calibration.drafts import found_draft
from bot.calibration.questions import team_bank
from bot.deps import Deps
from bot.refusals import PAGE_NOT_HAD, PAGE_TOO_LARGE, Refusal
from bot.slack import download, error_of
from bot.views.blocks import View, notice
from bot.views.question_form import question_form
from bot.views.question_page import TITLE, found_blocks
from scoring.bank.importing import read_page
from scoring.bank.pages.sources import page_of

MOST_PAGE = 5_000_000  # bytes of a page that is given as a file


def page_form(deps: Deps, team_id: str, data: bytes, name: str, is_full: bool = False) -> View:
    """The form for a question, with what was found on the page. Raises Refusal for what cannot be read."""
    try:
        found = read_page(page_of(data, name).text, "page")
    except ValueError as error:
        raise Refusal("{reason}", reason=error) from error
    draft = found_draft(found.question)
    bank, above = deps.read(team_id, team_bank, deps.bank), found_blocks(found, draft, is_full)
    return question_form("", draft, bank, deps.rubric, above=above)


def show_page(deps: Deps, team_id: str, view_id: str, file_id: str) -> str:
    """Puts what was found on a file, or why it was not had, in the place of the window that says to wait."""
    client = deps.slack(team_id)
    try:
        shown = page_form(deps, team_id, *_page_file(client, file_id))
    except Refusal as refusal:
        shown = notice(TITLE, refusal.sentence)
    try:
        client.views_update(view_id=view_id, view=shown)
    except SlackApiError as error:
        if error_of(error) != "not_found":
            raise
        return "closed"
    return "shown"


def _page_file(client: WebClient, file_id: str) -> tuple[bytes, str]:
    """What a file holds, and its name. Raises Refusal where it is gone, or too large."""
    try:
        about = client.files_info(file=file_id)["file"]
        size, name = int(about.get("size") or 0), str(about.get("name") or "page")
        if size > MOST_PAGE:
            raise Refusal(PAGE_TOO_LARGE, name=name)
        url = str(about.get("url_private_download") or about.get("url_private"))
        return download(client, url, MOST_PAGE + 1, size), name
    except (SlackApiError, SlackRequestError, OSError) as error:
        raise Refusal(PAGE_NOT_HAD) from error
