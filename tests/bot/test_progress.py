"""How far a long piece of work is, on standard error."""

import io
import threading

from bot.terminal.progress import Progress, doing
from scoring.judge.verdict import Usage, Verdict


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def verdict(cost: float | None) -> Verdict:
    return Verdict(status="scored", overall="mid", usage=Usage(cost=cost))


def test_it_tells_what_is_done_what_it_cost_and_how_long_it_will_take() -> None:
    clock, out = Clock(), io.StringIO()
    progress = Progress(200, out, clock)
    for _ in range(100):
        progress.told(verdict(0.5), asked=False)
    clock.now = 60.0
    for _ in range(50):
        progress.told(verdict(0.01), asked=True)
    assert progress.line() == "150 of 200 answers, $0.50 so far, about 60 s left"
    clock.now = 600.0
    assert progress.line().endswith("about 10 min left")
    progress.told(verdict(None), asked=True)
    assert "cost unknown" in progress.line()


def test_a_log_gets_a_line_for_each_tenth_and_a_terminal_one_that_is_written_over() -> None:
    for out, lines in ((io.StringIO(), 10), (Terminal(), 1)):
        progress = Progress(283, out, Clock())
        for _ in range(283):
            progress.told(verdict(0.0), asked=True)
        assert out.getvalue().count("\n") == lines
        assert out.getvalue().endswith("283 of 283 answers, $0.00 so far\n")


def test_a_few_answers_get_their_lines_too() -> None:
    out = io.StringIO()
    progress = Progress(3, out, Clock())
    for _ in range(3):
        progress.told(verdict(0.0), asked=True)
    assert out.getvalue().splitlines()[-1] == "3 of 3 answers, $0.00 so far"


class Watched(Terminal):
    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def test_a_terminal_is_told_what_takes_so_long_until_it_is_done_and_a_pipe_nothing() -> None:
    out, pipe = Watched(), io.StringIO()
    with doing("Copying", out, every=0.001):
        assert out.written.wait(60)
    assert "Copying … 0 s" in out.getvalue()
    assert out.getvalue().endswith("\r\033[K")
    with doing("Copying", pipe, every=0.001):
        pass
    assert pipe.getvalue() == ""
