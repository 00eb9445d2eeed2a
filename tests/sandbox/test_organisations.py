"""Channels shared with other organisations (Slack Connect), guests, and Enterprise Grid."""

import urllib.request

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import Sandbox, SandboxError
from tests.kit.sandboxes import button, heard, modal, refused, text_input


def bodies_of(office, name: str = "message") -> list[dict]:
    return [one.request["payload"] for one in office.sandbox.log.envelopes(name)]


@pytest.fixture
def globex(office):
    return office.sandbox.add_team("Globex")


@pytest.fixture
def vic(office, globex):
    return office.sandbox.add_person("Vic", team=globex)


def test_in_a_channel_that_others_made_only_the_authorization_names_our_workspace(
    office, bolt, connect, globex, vic
) -> None:
    teams = []
    bolt.event("message")(lambda context, event: teams.append((context.team_id, event["team"])))
    connect(bolt)
    shared = office.sandbox.add_channel("joint", members=[office.ana, vic], host=globex)
    office.ana.post(shared, "ours")
    vic.post(shared, "theirs")
    office.sandbox.settled()
    assert sorted(teams) == [(office.sandbox.team_id, office.sandbox.team_id), (office.sandbox.team_id, globex.id)]
    for body in bodies_of(office):
        assert (body["team_id"], body["context_team_id"], body["is_ext_shared_channel"]) == (globex.id, globex.id, True)
        (authorization,) = body["authorizations"]
        assert authorization["team_id"] == office.sandbox.team_id
        assert not authorization["is_enterprise_install"]


def test_in_our_own_channel_a_guest_of_another_organisation_brings_their_team(
    office, bolt, connect, globex, vic
) -> None:
    heard(bolt, "message", "member_joined_channel", "app_mention")
    connect(bolt)
    office.ana.post(office.channel, "alone")
    office.ana.invite(office.channel, vic)
    vic.post(office.channel, f"<@{office.sandbox.bot_user_id}> hello")
    office.ana.post(office.channel, "welcome")
    office.sandbox.settled()
    ours = office.sandbox.team_id
    told = [(one["team_id"], one["event"]["team"], one["is_ext_shared_channel"]) for one in bodies_of(office)]
    assert sorted(told) == sorted([(ours, ours, False), (globex.id, globex.id, True), (ours, ours, True)])
    (joined,) = bodies_of(office, "member_joined_channel")
    assert (joined["team_id"], joined["event"]["team"]) == (ours, globex.id)
    (mention,) = bodies_of(office, "app_mention")
    assert (mention["event"]["team"], mention["event"]["user_team"]) == (ours, globex.id)


def test_external_people_are_strangers_until_they_share_a_channel_with_the_bot(office, globex, vic) -> None:
    about = office.client.users_info(user=vic.id)["user"]
    assert (about["team_id"], about["is_stranger"]) == (globex.id, True)
    shared = office.sandbox.add_channel("joint", members=[office.ana, vic])
    assert office.client.users_info(user=vic.id)["user"]["is_stranger"] is False
    assert "is_stranger" not in office.client.users_info(user=office.ana.id)["user"]
    channel = office.client.conversations_info(channel=shared)["channel"]
    assert (channel["is_ext_shared"], channel["is_shared"], channel["conversation_host_id"]) == (
        True,
        True,
        office.sandbox.team_id,
    )
    assert channel["shared_team_ids"] == [office.sandbox.team_id, globex.id]
    assert channel["context_team_id"] == office.sandbox.team_id


def test_guests_are_marked(office) -> None:
    one = office.sandbox.add_person("Gus", guest="single_channel")
    several = office.sandbox.add_person("Mo", guest="multi_channel")
    marks = []
    for person in (one, several, office.ana):
        about = office.client.users_info(user=person.id)["user"]
        marks.append((about["is_restricted"], about["is_ultra_restricted"]))
    assert marks == [(True, True), (True, False), (False, False)]


def test_a_form_is_submitted_from_the_workspace_of_its_submitter(office, bolt, connect, globex, vic) -> None:
    bodies, teams = {}, []

    @bolt.action("open")
    def _open(ack, body, client) -> None:
        ack()
        bodies["press"] = body
        client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("words")))

    @bolt.view("form")
    def _submitted(ack, body, context) -> None:
        ack()
        bodies["submit"] = body
        teams.append(context.team_id)

    connect(bolt)
    shared = office.sandbox.add_channel("joint", members=[office.ana, vic])
    blocks = [{"type": "actions", "elements": [button("open")]}]
    ts = office.client.chat_postMessage(channel=shared, text="form", blocks=blocks)["ts"]
    for person, team in ((vic, globex.id), (office.ana, office.sandbox.team_id)):
        person.press(shared, ts, "open")
        office.sandbox.wait(lambda person=person: person.modal, what="the form")
        person.fill({"words": "x"})
        assert person.submit() is None
        assert bodies["press"]["team"]["id"] == office.sandbox.team_id
        assert bodies["press"]["user"]["team_id"] == team
        assert bodies["submit"]["team"]["id"] == team
        assert bodies["submit"]["view"]["app_installed_team_id"] == office.sandbox.team_id
    assert teams == [office.sandbox.team_id] * 2
    with pytest.raises(SandboxError, match="the workspace that the app is installed in"):
        vic.command("/hello", "", shared)


def test_an_event_of_a_shared_channel_only_names_its_files(office, bolt, connect, vic) -> None:
    events = heard(bolt)
    connect(bolt)
    shared = office.sandbox.add_channel("joint", members=[office.ana, vic])
    vic.post(shared, "my story", files=[("story.txt", "Once")])
    office.sandbox.settled()
    (file,) = events[0]["files"]
    assert (file["file_access"], "url_private" in file) == ("check_file_info", False)
    about = office.client.files_info(file=file["id"])["file"]
    asked = urllib.request.Request(
        about["url_private_download"], headers={"Authorization": f"Bearer {office.sandbox.bot_token}"}
    )
    assert urllib.request.urlopen(asked).read() == b"Once"


def test_a_file_that_was_shared_where_the_bot_is_not_cannot_be_read(office) -> None:
    closed = office.sandbox.add_channel("closed", members=[office.ana], bot=False)
    ts = office.ana.post(closed, "mine", files=[("story.txt", "Once")])
    (file,) = office.sandbox.message(closed, ts)["files"]
    assert refused(office.client.files_info, file=file["id"]) == "file_not_found"
    asked = urllib.request.Request(
        file["url_private_download"], headers={"Authorization": f"Bearer {office.sandbox.bot_token}"}
    )
    assert b"<!DOCTYPE html>" in urllib.request.urlopen(asked).read()


def test_on_an_enterprise_grid_everything_names_the_organisation_and_no_install_is_of_it(connect_to) -> None:
    with Sandbox(enterprise=True) as sandbox:
        client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
        bolt = App(client=client, process_before_response=True)
        seen = []
        bolt.event("message")(lambda context, body: seen.append((context, body)))
        bolt.command("/hello")(lambda ack, context, body: (ack(), seen.append((context, body))))
        bolt.shortcut("wave")(lambda ack, context, body: (ack(), seen.append((context, body))))
        connect_to(bolt, sandbox)
        ana = sandbox.add_person("Ana")
        channel = sandbox.add_channel("hiring", members=[ana])
        ana.post(channel, "x")
        sandbox.settled()
        ana.command("/hello", "", channel)
        ana.shortcut("wave")
        grid = client.auth_test()["enterprise_id"]
        assert grid.startswith("E")
        assert client.users_info(user=ana.id)["user"]["enterprise_user"]["enterprise_id"] == grid
        assert {context.team_id for context, _ in seen} == {sandbox.team_id}
        assert {context.enterprise_id for context, _ in seen} == {grid}
        assert not any(context.is_enterprise_install for context, _ in seen)
        assert seen[0][1]["authorizations"][0]["enterprise_id"] == grid


def test_a_partner_on_a_grid_is_named_by_their_organisation(office, bolt, connect) -> None:
    heard(bolt, "message", "app_mention")
    connect(bolt)
    hooli = office.sandbox.add_team("Hooli", enterprise=True)
    wes = office.sandbox.add_person("Wes", team=hooli)
    shared = office.sandbox.add_channel("joint", members=[office.ana, wes], host=hooli)
    wes.post(shared, f"<@{office.sandbox.bot_user_id}> hello")
    office.sandbox.settled()
    (body,) = bodies_of(office)
    assert (body["team_id"], body["enterprise_id"]) == (hooli.id, hooli.enterprise_id)
    assert body["context_enterprise_id"] == hooli.enterprise_id
    (mention,) = bodies_of(office, "app_mention")
    assert mention["event"]["user_team"] == hooli.enterprise_id
