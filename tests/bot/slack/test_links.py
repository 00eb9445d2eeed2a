"""The addresses of messages are worked out, and the same as Slack's."""

from bot.outward.links import link_to
from tests.kit.play import World


def test_the_address_of_a_message_is_the_one_that_slack_tells(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, question = world.open_round([ana])
    reply = ana.post(channel, "a word", thread_ts=question)
    deps, team = world.deps, world.sandbox.team_id
    for ts in (question, reply):
        asked = deps.slack(team).chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
        assert link_to(deps, team, channel, ts, question) == asked
    assert link_to(deps, team, channel, None, question) is None
