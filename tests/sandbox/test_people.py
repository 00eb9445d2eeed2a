"""Commands, buttons, shortcuts, the Home tab: what people do, and what the bot's answers do to their screens."""

import re

import pytest
from slack_sdk.webhook import WebhookClient

from sandbox import NotAnswered, Sandbox, SandboxError
from tests.kit.sandboxes import button, plain


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


@pytest.mark.parametrize("office", [0.2], indirect=True)
def test_a_command_nobody_answers_is_an_error_for_its_sender(office, bolt, connect) -> None:
    with pytest.raises(NotAnswered, match="/nothing"):
        office.ana.command("/nothing", "", office.channel)  # no connection at all
    connect(bolt)
    with pytest.raises(NotAnswered, match="/nothing"):
        office.ana.command("/nothing", "", office.channel)  # no listener
    assert [one.status for one in office.sandbox.log.envelopes("/nothing")] == ["no_connection", "timeout"]


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


def test_a_response_url_works_for_half_an_hour(office, bolt, connect) -> None:
    urls = []
    bolt.command("/url")(lambda ack, command: (ack(), urls.append(command["response_url"])))
    connect(bolt)
    office.ana.command("/url", "", office.channel)
    office.sandbox.wait(lambda: urls, what="the url")
    hook = WebhookClient(urls[0])
    office.clock.advance(minutes=29)
    assert hook.send(text="in time").status_code == 200
    office.clock.advance(minutes=2)
    assert hook.send(text="too late").status_code == 404


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
