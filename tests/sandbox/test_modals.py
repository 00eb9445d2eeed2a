"""Modals: filled in, submitted, pushed and closed, and what the bot is told of it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import SandboxError
from tests.kit.sandboxes import button, modal, plain, radio, text_input


@pytest.fixture
def form(office, bolt, connect):
    """A function: Ana opens a modal of these blocks by a command."""
    shown = {}

    @bolt.command("/form")
    def _open(ack, body, client) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=shown["view"])

    connect(bolt)

    def show(*blocks: dict[str, Any], **more: Any) -> None:
        shown["view"] = modal(*blocks, **more)
        office.ana.command("/form", "", office.channel)
        office.sandbox.wait(lambda: office.ana.modal, what="the modal")

    return show


def test_a_modal_goes_through_errors_update_push_and_clear(office, bolt, form) -> None:
    answers = [
        {"response_action": "errors", "errors": {"words": "Too short"}},
        {"response_action": "update", "view": modal(text_input("more"), title=plain("Second"))},
        {"response_action": "push", "view": modal(text_input("extra"), title=plain("Third"))},
        {"response_action": "clear"},
    ]
    bolt.view("form")(lambda ack: ack(**answers.pop(0)))
    form(text_input("words"), private_metadata="7")
    assert office.ana.submit() == {"words": "Please complete this required field."}
    office.ana.fill({"words": "one"})
    assert office.ana.submit() == {"words": "Too short"}
    first = office.ana.modal
    assert office.ana.submit() is None
    assert (office.ana.modal["title"], office.ana.modal["id"]) == (plain("Second"), first["id"])
    office.ana.fill({"more": "two"})
    office.ana.submit()
    assert [view["title"]["text"] for view in office.ana.modals] == ["Second", "Third"]
    assert office.ana.modal["previous_view_id"] == office.ana.modal["root_view_id"] == first["id"]
    office.ana.fill({"text": "three"})
    office.ana.submit()
    assert office.ana.modals == []


def test_a_submission_carries_what_was_filled_in(office, bolt, form) -> None:
    views = []
    bolt.view("form")(lambda ack, view: (ack(), views.append(view)))
    form(text_input("words"), radio("level", "Mid", "Senior"), {**text_input("note"), "optional": True},
         private_metadata="round 7")  # fmt: skip
    office.ana.fill({"words": "a < b", "level": "Senior"})
    assert office.ana.submit() is None
    (view,) = views
    values = view["state"]["values"]
    assert values["words"]["text"] == {"type": "plain_text_input", "value": "a < b"}
    assert values["level"]["level"]["selected_option"]["value"] == "senior"
    assert values["note"]["text"]["value"] is None
    assert view["private_metadata"] == "round 7"
    assert office.ana.modal is None


def test_an_answer_that_slack_would_refuse_is_reported(office, bolt, form) -> None:
    answers = [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
    ]
    bolt.view("form")(lambda ack: ack(**answers.pop(0)))
    form(text_input("words"))
    office.ana.fill({"words": "one"})
    with pytest.raises(SandboxError, match="must name input blocks"):
        office.ana.submit()
    with pytest.raises(SandboxError, match="must be less than 25 characters"):
        office.ana.submit()
    assert office.ana.modal is not None


def test_the_same_block_id_keeps_the_old_choice(office, bolt, form) -> None:
    def again(block_id: str) -> dict[str, Any]:
        first = {"text": plain("Mid"), "value": "mid"}
        return {"response_action": "update", "view": modal(radio(block_id, "Mid", "Senior", initial_option=first))}

    answers = [again("level"), again("level-2")]
    bolt.view("form")(lambda ack: ack(**answers.pop(0)))
    form(radio("level", "Mid", "Senior"))
    office.ana.fill({"level": "Senior"})
    office.ana.submit()
    assert office.ana.modal["state"]["values"]["level"]["level"]["selected_option"]["value"] == "senior"
    office.ana.submit()
    assert office.ana.modal["state"]["values"]["level-2"]["level"]["selected_option"]["value"] == "mid"


def test_a_dispatching_input_is_told_at_once(office, bolt, form) -> None:
    drafts = []

    @bolt.action("level")
    def _draft(ack, body) -> None:
        ack()
        drafts.append(body["view"]["state"]["values"]["level"]["level"]["selected_option"]["value"])

    bolt.action("text")(lambda ack, action: (ack(), drafts.append(action["value"])))
    form({**radio("level", "Mid", "Senior"), "dispatch_action": True}, {**text_input("words"), "dispatch_action": True})
    office.ana.fill({"words": "typed, no Enter", "level": "Mid"})
    office.ana.tap("text", "typed, Enter")
    office.sandbox.wait(lambda: len(drafts) == 2, what="the drafts")
    assert drafts == ["mid", "typed, Enter"]


def test_a_button_in_a_modal_pushes_another_three_deep_at_most(office, bolt, form) -> None:
    errors = []

    @bolt.action("deeper")
    def _push(ack, body, client) -> None:
        ack()
        try:
            client.views_push(trigger_id=body["trigger_id"], view=deeper)
        except SlackApiError as error:
            errors.append(error.response["error"])

    deeper = modal({"type": "actions", "elements": [button("deeper")]})
    form(*deeper["blocks"])
    for depth in (2, 3):
        office.ana.tap("deeper")
        office.sandbox.wait(lambda depth=depth: len(office.ana.modals) == depth, what=f"modal {depth}")
    office.ana.tap("deeper")
    assert errors == ["push_limit_reached"]
    office.ana.close_modal()
    assert len(office.ana.modals) == 2


def test_closing_is_told_where_it_was_asked_for(office, bolt, form) -> None:
    closed = []
    bolt.view_closed("form")(lambda ack, body: (ack(), closed.append(body["is_cleared"])))
    form(text_input("words"))
    office.ana.close_modal()
    form(text_input("words"), notify_on_close=True)
    office.ana.close_modal(all_of_them=True)
    office.sandbox.wait(lambda: closed, what="view_closed")
    assert closed == [True]
    assert office.ana.modal is None


def test_external_menus_ask_the_bot(office, bolt, form) -> None:
    zones = ["Europe/Berlin", "Europe/Paris"]

    @bolt.options("zone")
    def _zones(ack, payload) -> None:
        hits = [one for one in zones if payload["value"].lower() in one.lower()]
        ack(options=[{"text": plain(one), "value": one} for one in hits])

    element = {"type": "external_select", "action_id": "zone", "min_query_length": 0}
    form({"type": "input", "block_id": "tz", "label": plain("Zone"), "element": element})
    assert [one["value"] for one in office.ana.suggest("zone", "berl")] == ["Europe/Berlin"]
    office.ana.fill({"zone": "Europe/Paris"})
    assert office.ana.modal["state"]["values"]["tz"]["zone"]["selected_option"]["value"] == "Europe/Paris"
    with pytest.raises(SandboxError, match="not offered"):
        office.ana.fill({"zone": "Mars"})


def test_every_kind_of_field_can_be_filled_in(office, form) -> None:
    options = [{"text": plain(one), "value": one} for one in ("a", "b", "c")]

    def field(kind: str, **more: Any) -> dict[str, Any]:
        return {
            "type": "input",
            "block_id": kind,
            "label": plain(kind),
            "element": {"type": kind, "action_id": kind, **more},
        }

    form(field("checkboxes", options=options), field("multi_static_select", options=options),
         field("static_select", option_groups=[{"label": plain("g"), "options": options}]), field("users_select"),
         field("multi_users_select"), field("channels_select"), field("conversations_select"), field("datepicker"),
         field("timepicker"), field("number_input", is_decimal_allowed=False, max_value="10"))  # fmt: skip
    office.ana.fill({
        "checkboxes": ["a", "c"], "multi_static_select": ["b"], "static_select": "c", "users_select": office.ben,
        "multi_users_select": [office.ana, office.ben], "channels_select": office.channel,
        "conversations_select": office.channel, "datepicker": "2027-03-01", "timepicker": "09:00", "number_input": 11,
    })  # fmt: skip
    values = {kind: state[kind] for kind, state in office.ana.modal["state"]["values"].items()}
    assert [one["value"] for one in values["checkboxes"]["selected_options"]] == ["a", "c"]
    assert values["static_select"]["selected_option"]["value"] == "c"
    assert values["users_select"]["selected_user"] == office.ben.id
    assert values["multi_users_select"]["selected_users"] == [office.ana.id, office.ben.id]
    assert values["datepicker"]["selected_date"] == "2027-03-01"
    assert office.ana.submit() == {"number_input": "Please enter a valid number."}


def test_a_file_put_into_a_form_is_told_and_can_be_fetched(office, bolt, form) -> None:
    views = []
    bolt.view("form")(lambda ack, view: (ack(), views.append(view)))
    element = {"type": "file_input", "action_id": "file", "filetypes": ["md", "docx"], "max_files": 1}
    form({"type": "input", "block_id": "guide", "label": plain("A file"), "element": element})
    assert office.ana.submit() == {"guide": "Please complete this required field."}
    for wrong in ([("guide.pdf", b"%PDF")], [("a.md", "a"), ("b.md", "b")]):
        with pytest.raises(SandboxError):
            office.ana.fill({"file": wrong})
    office.ana.fill({"file": [("guide.docx", "data:application/x;base64,UEs=")]})
    assert office.ana.submit() is None
    (told,) = views[0]["state"]["values"]["guide"]["file"]["files"]
    assert (told["name"], told["size"], told["filetype"]) == ("guide.docx", 2, "docx")
    assert bolt.client.files_info(file=told["id"])["file"]["url_private"] == told["url_private"]
