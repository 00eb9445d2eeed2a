"""Files in the thread of an open question: texts count like what is typed; of others it is said that they do not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError

import pytest
from slack_sdk.errors import SlackRequestError
from sqlmodel import Session, select

from bot.slack import download, make_client
from storage.models import Answer, AnswerMessage
from tests.kit.look import words
from tests.kit.play import World, story

THAI = (
    "เมื่อปีที่แล้วบ่อน้ำในหมู่บ้านของเราแห้งและไม่มีใครรับผิดชอบเรื่องนี้ฉันจึงไปดูก่อนว่าใครใช้น้ำจากบ่อนี้บ้าง "
    "ผู้ใหญ่บ้านอยากซื้อเครื่องสูบน้ำใหม่แต่ฉันไม่แน่ใจ "
    "ฉันใช้เวลาสองสัปดาห์วัดระดับน้ำและเขียนค่าใช้จ่ายของแต่ละวิธีให้ครูใหญ่ดูเธอเห็นด้วยว่าควรลองท่อที่ลึกกว่าเดิมก่อน"
)


def test_a_text_file_is_read_and_counts_as_an_answer(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    told = story(80, "the export, in a file")
    posted = ana.post(channel, "My story:", thread_ts=ts, files=[("story.md", told)])
    ben.post(channel, "", thread_ts=ts, files=[("a.txt", story(40, "Ben's")), ("b.txt", story(40, "the rest"))])
    world.work()
    assert sorted(world.texts(channel)) == sorted(
        [f"My story:\n\n{told}", f"{story(40, chr(66) + 'en' + chr(39) + 's')}\n\n{story(40, 'the rest')}"]
    )
    assert "inbox_tray" in world.reactions(channel, posted)


def test_in_a_shared_channel_where_events_only_name_files_too(world: World) -> None:
    vic = world.sandbox.add_person("Vic", team=world.sandbox.add_team("Globex"))
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana, vic])
    vic.post(channel, "", thread_ts=ts, files=[("story.txt", story(70, "Vic's"))])
    world.work()
    assert world.texts(channel) == [story(70, "Vic's")]


def test_a_file_of_another_kind_does_not_count_and_its_author_hears_so_once(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    for name in ("story.pdf", "story.docx"):
        ana.post(channel, "", thread_ts=ts, files=[(name, story(80))])
        world.work()
    ben.post(channel, story(80, "Ben's"), thread_ts=ts, files=[("picture.png", "not a picture")])
    world.work()
    assert world.texts(channel) == [story(80, "Ben's")]
    (told,) = ana.ephemerals(channel)
    assert told["text"].startswith("I read text files only (.txt, .md)")
    assert ben.ephemerals(channel) == []


def test_of_a_long_file_as_much_counts_as_a_judge_reads(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    ana.post(channel, "", thread_ts=ts, files=[("long.txt", story(80) + " It went on." * 10_000)])
    world.work()
    (text,) = world.texts(channel)
    assert 19_900 < len(text) <= 20_000
    assert text.endswith("It went on.")


def test_a_file_sent_while_nobody_listened_is_read_before_answers_close(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    with world.sandbox.outage():
        ana.post(channel, "", thread_ts=ts, files=[("story.txt", story(80, "what nobody heard"))])
    world.sandbox.connected()
    world.clock.at += timedelta(minutes=1)
    ben.command("/calibrate", "next", channel)
    world.work()
    assert any("what nobody heard" in text for text in world.texts(channel))


def test_a_file_that_could_not_be_read_is_tried_again_before_answers_close(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    posted = ana.post(channel, "", thread_ts=ts, files=[("story.txt", story(80, "what was late"))])
    world.work()

    def unread(session: Session) -> None:
        message = session.exec(select(AnswerMessage).where(AnswerMessage.ts == posted)).one()
        answer = session.exec(select(Answer).where(Answer.id == message.answer_id)).one()
        message.file_text, message.answer_id, answer.withdrawn_at = None, None, world.clock.now()

    world.look_and_change(unread)
    world.next(ben, channel)
    assert any("what was late" in text for text in world.texts(channel))


def test_a_changed_message_keeps_its_file_and_a_deleted_one_takes_it_away(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    posted = ana.post(channel, "First", thread_ts=ts, files=[("story.txt", story(70))])
    world.work()
    ana.edit(channel, posted, "Second")
    world.work()
    assert world.texts(channel) == [f"Second\n\n{story(70)}"]
    ana.delete(channel, posted)
    world.work()
    assert world.texts(channel) == []


def test_a_file_that_is_taken_away_takes_its_text_with_it_whether_or_not_that_was_heard(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    posted = [one.post(channel, "", thread_ts=ts, files=[("story.txt", story(70))]) for one in (ana, ben)]
    world.work()
    ana.delete_file(channel, posted[0])
    world.work()
    assert world.texts(channel) == [story(70)]
    with world.sandbox.outage():
        ben.delete_file(channel, posted[1])
    world.sandbox.connected()
    world.catch_up(channel)
    assert world.texts(channel) == []


def test_a_file_that_is_not_read_is_no_part_of_the_story_that_is_pasted_after_it(world: World) -> None:
    (ana,) = world.people("Ana")
    channel, ts = world.open_round([ana])
    sent = ana.post(channel, "", thread_ts=ts, files=[("story.pdf", story(80))])
    world.work()
    pasted = ana.post(channel, story(80), thread_ts=ts)
    world.work()
    assert world.texts(channel) == [story(80)]
    assert ("inbox_tray" in world.reactions(channel, sent), "inbox_tray" in world.reactions(channel, pasted)) == (
        False,
        True,
    )


def test_answers_stay_open_for_a_file_that_slack_does_not_hand_over_and_after_an_hour_its_author_hears(
    world: World,
) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    world.sandbox.faults.fail("files.info", "fatal_error", times=1000)
    ana.post(channel, "", thread_ts=ts, files=[("story.txt", story(80))])
    ben.post(channel, story(80, "Ben's"), thread_ts=ts)
    world.work()
    world.next(ben, channel)
    assert world.round(channel).stage == "collecting"
    for _ in range(8):
        world.clock.at += timedelta(minutes=30)
        world.work()
    assert world.round(channel).stage == "scoring"
    assert (story(80, "Ben's") in world.texts(channel), story(80) in world.texts(channel)) == (True, False)
    assert ana.ephemerals(channel)[-1]["text"].startswith("I couldn't read your file")


class _Sends(BaseHTTPRequestHandler):
    """Sends whoever asks to another address, and notes with which token they came."""

    def do_GET(self) -> None:
        self.server.tokens.append(self.headers.get("Authorization"))  # type: ignore[attr-defined]
        self.send_response(302)
        self.send_header("Location", self.server.target)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        pass


@contextmanager
def sending_to(target: str) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sends)
    server.target, server.tokens = target, []  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/f", "https://slack.com.evil.example/f", "file://slack.com/etc/passwd", "http://slack.com/f"],
)
def test_the_token_goes_to_no_other_host(url: str) -> None:
    with pytest.raises(SlackRequestError):
        download(make_client("xoxb-1", "https://slack.com/api/"), url, 10)


def test_the_token_follows_no_redirect() -> None:
    with (
        sending_to("http://127.0.0.1:1/nowhere") as other,
        sending_to(f"http://localhost:{other.server_port}/") as slack,
    ):
        address = f"http://127.0.0.1:{slack.server_port}"
        with pytest.raises(HTTPError):
            download(make_client("xoxb-1", f"{address}/api/"), f"{address}/files/1", 10)
        assert (slack.tokens, other.tokens) == (["Bearer xoxb-1"], [])  # type: ignore[attr-defined]


def test_scripts_without_spaces_count_in_thread_and_form(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    channel, ts = world.open_round([ana, ben])
    world.answer(ana, channel, ts, THAI)
    ben.press(channel, ts, "answer")
    ben.fill({"answer": THAI})
    assert ben.submit() is None
    ben.close_modal()
    assert world.texts(channel) == [THAI, THAI]


def test_a_conversation_of_several_is_told_where_calibrate_works(world: World) -> None:
    ana, ben = world.people("Ana", "Ben")
    group = world.sandbox.add_group_dm([ana, ben])
    for word in ("setup", "ask", "status", "next", "practice", ""):
        ana.command("/calibrate", word, group)
        assert ana.modal is None
        assert ana.ephemerals(group)[-1]["text"].startswith("Calibrate works in channels: ")
    assert "went wrong" not in words(ana.notices)
