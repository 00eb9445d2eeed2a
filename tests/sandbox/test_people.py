"""Commands, buttons, shortcuts, modals: what people do, and what the bot's answers do to their screens."""

import re
from typing import Any

import pytest
from sandbox_kit import button, modal, plain, radio, text_input
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox import NotAnswered, Sandbox, SandboxError


def opens(client, body: dict[str, Any], view: dict[str, Any]) -> None:
    client.views_open(trigger_id=body["trigger_id"], view=view)


@pytest.fixture
def form(office, bolt, connect):
    """A function: Ana opens a modal of these blocks by a command."""
    shown = {}

    @bolt.command("/form")
    def _open(ack, body, client) -> None:
        ack()
        opens(client, body, shown["view"])

    connect(bolt)

    def show(*blocks: dict[str, Any], **more: Any) -> None:
        shown["view"] = modal(*blocks, **more)
        office.ana.command("/form", "", office.channel)
        office.sandbox.wait(lambda: office.ana.modal, what="the modal")

    return show


def test_a_commands_answers_are_seen_by_its_sender_only(office, bolt, connect) -> None:
    @bolt.command("/calibrate")
    def _status(ack, command, respond) -> None:
        ack(f"{command['text']} in {command['channel_name']}")
        respond("and later")
        respond("for all", response_type="in_channel")

    connect(bolt)
    office.ana.command("/calibrate", "status", office.channel)
    office.sandbox.wait(lambda: len(office.ana.notices) == 2, what="both answers")
    assert {one["text"] for one in office.ana.notices} == {"status in hiring", "and later"}
    assert office.ben.notices == []
    office.sandbox.wait(lambda: office.sandbox.messages(office.channel), what="the public answer")
    assert office.sandbox.messages(office.channel)[0]["text"] == "for all"


def test_a_command_nobody_answers_is_an_error_for_its_sender(office, bolt, connect) -> None:
    with pytest.raises(NotAnswered, match="/nothing"):
        office.ana.command("/nothing", "", office.channel)  # no connection at all
    connect(bolt)
    with pytest.raises(NotAnswered, match="/nothing"):
        office.ana.command("/nothing", "", office.channel)  # no listener
    assert [one.status for one in office.sandbox.log.envelopes("/nothing")] == ["timeout"]


def test_people_cannot_do_what_is_not_on_their_screen(office) -> None:
    cy = office.sandbox.add_person("Cy")
    ts = office.ana.post(office.channel, "hello")
    own = office.client.chat_postMessage(
        channel=office.channel, text="q", blocks=[{"type": "actions", "elements": [button("go", "1")]}]
    )["ts"]
    for act, why in [
        (lambda: cy.post(office.channel, "x"), "Cy is not in hiring"),
        (lambda: cy.command("/x", "", office.channel), "Cy is not in hiring"),
        (lambda: office.ben.edit(office.channel, ts, "x"), "not a message of Ben"),
        (lambda: office.ana.press(office.channel, own, "stop"), "nothing called 'stop' here; there is: go=1"),
        (lambda: office.ana.press(office.channel, own, "go", value="2"), "nothing called 'go=2'"),
        (lambda: office.ana.press(office.channel, "1.1", "go"), "no message 1.1"),
        (lambda: office.ana.submit(), "no modal open"),
        (lambda: office.ana.press_home("go"), "no Home tab"),
    ]:
        with pytest.raises(SandboxError, match=re.escape(why)):
            act()


def test_a_press_tells_the_bot_where_and_what(office, bolt, connect) -> None:
    bodies = []
    bolt.action("go")(lambda ack, body: (ack(), bodies.append(body)))
    bolt.action("menu")(lambda ack, body: (ack(), bodies.append(body)))
    bolt.event("message")(lambda: None)
    connect(bolt)
    options = [{"text": plain("Mid"), "value": "mid"}, {"text": plain("Senior"), "value": "senior"}]
    blocks = [
        {"type": "section", "block_id": "pick", "text": plain("?"),
         "accessory": {"type": "static_select", "action_id": "menu", "options": options}},
        {"type": "actions", "elements": [button("go", "1"), {**button("go2", "2"), "action_id": "stop"}]},
    ]  # fmt: skip
    parent = office.ben.post(office.channel, "question")
    ts = office.client.chat_postMessage(channel=office.channel, thread_ts=parent, text="q", blocks=blocks)["ts"]
    office.ana.press(office.channel, ts, "menu", selected="Senior")
    office.ana.press(office.channel, ts, "go")
    office.sandbox.wait(lambda: len(bodies) == 2, what="both presses")
    menu, go = bodies
    assert menu["actions"][0]["selected_option"]["value"] == "senior"
    assert go["state"]["values"]["pick"]["menu"]["selected_option"]["value"] == "senior"
    assert go["container"] == {
        "type": "message", "message_ts": ts, "channel_id": office.channel, "is_ephemeral": False, "thread_ts": parent,
    }  # fmt: skip
    assert (go["actions"][0]["value"], go["user"]["id"], go["message"]["ts"]) == ("1", office.ana.id, ts)


def test_an_ephemeral_can_be_pressed_replaced_and_deleted(office, bolt, connect) -> None:
    @bolt.action("replace")
    def _replace(ack, body, respond) -> None:
        ack()
        assert "message" not in body
        assert body["container"]["is_ephemeral"]
        respond(text="two", blocks=[{"type": "actions", "elements": [button("remove")]}], replace_original=True)

    @bolt.action("remove")
    def _remove(ack, respond) -> None:
        ack()
        respond(delete_original=True)

    connect(bolt)
    ts = office.client.chat_postEphemeral(
        channel=office.channel, user=office.ana.id, text="one",
        blocks=[{"type": "actions", "elements": [button("replace")]}],
    )["message_ts"]  # fmt: skip
    office.ana.press(office.channel, ts, "replace")
    office.sandbox.wait(lambda: office.ana.notices[0]["text"] == "two", what="the replacement")
    office.ana.press(office.channel, ts, "remove")
    office.sandbox.wait(lambda: not office.ana.notices, what="the deletion")


def test_a_response_url_works_five_times(office, bolt, connect) -> None:
    urls = []
    bolt.command("/url")(lambda ack, command: (ack(), urls.append(command["response_url"])))
    connect(bolt)
    office.ana.command("/url", "", office.channel)
    office.sandbox.wait(lambda: urls, what="the url")
    hook = WebhookClient(urls[0])
    assert [hook.send(text=str(number)).status_code for number in range(6)] == [200] * 5 + [404]
    assert len(office.ana.notices) == 5
    assert WebhookClient(urls[0] + "9").send(text="x").status_code == 404


def test_shortcuts_carry_the_message(office, bolt, connect) -> None:
    bodies = []
    bolt.shortcut("count")(lambda ack, body: (ack(), bodies.append(body)))
    bolt.event("message")(lambda: None)
    connect(bolt)
    ts = office.ben.post(office.channel, "my story")
    office.ana.shortcut("count", office.channel, ts)
    office.ana.shortcut("count")
    office.sandbox.wait(lambda: len(bodies) == 2, what="both shortcuts")
    of_message, everywhere = bodies
    assert (of_message["type"], of_message["message"]["text"]) == ("message_action", "my story")
    assert (everywhere["type"], "message" in everywhere) == ("shortcut", False)


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


def test_home_buttons_are_pressed_on_the_home_tab(office, bolt, connect) -> None:
    @bolt.event("app_home_opened")
    def _publish(event, client) -> None:
        overflow = {"type": "overflow", "action_id": "more", "options": [{"text": plain("Pause"), "value": "pause"}]}
        blocks = [{"type": "actions", "elements": [button("score"), overflow]}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    bodies = []
    bolt.action(re.compile(".*"))(lambda ack, body: (ack(), bodies.append(body)))
    connect(bolt)
    office.ana.open_home()
    office.sandbox.wait(lambda: office.ana.home, what="the Home tab")
    office.ana.press_home("score")
    office.ana.press_home("more", selected="Pause")
    office.sandbox.wait(lambda: len(bodies) == 2, what="both presses")
    assert bodies[0]["view"]["type"] == "home"
    assert bodies[1]["actions"][0]["selected_option"]["value"] == "pause"


def test_undeclared_commands_and_shortcuts_do_not_exist() -> None:
    manifest = {
        "features": {"slash_commands": [{"command": "/calibrate"}], "shortcuts": [{"callback_id": "count"}]},
        "oauth_config": {"scopes": {"bot": ["commands"]}},
    }
    with Sandbox(manifest=manifest) as sandbox:
        ana = sandbox.add_person("Ana")
        channel = sandbox.add_channel("hiring", members=[ana])
        with pytest.raises(SandboxError, match="/other is not declared"):
            ana.command("/other", "", channel)
        with pytest.raises(SandboxError, match="other is not declared"):
            ana.shortcut("other")


def test_waiting_in_vain_says_for_what(office) -> None:
    office.client.auth_test()
    with pytest.raises(AssertionError, match=r"(?s)waited 0.05 s for the moon.*auth.test: ok"):
        office.sandbox.wait(lambda: False, timeout=0.05, what="the moon")
