"""An answer that Claude is asked to score, with a good reply to it and one that makes a quote up."""

import json

from scoring.bank.questions import load_bank
from scoring.judge.verdict import Judge, Verdict
from scoring.rubric import load_rubric
from tests.kit.claude_server import ClaudeServer, Turn, reply_to

BANK, RUBRIC = load_bank(), load_rubric()
QUESTION = BANK["owning-an-orphan"]
ANSWER = QUESTION.exemplar("mid").text
SHOWN = {"scope": ("mid", "I would take it, all of it"), "impact": ("mid", "Six weeks on, 140 grey boxes were left")}
GOOD = json.dumps(reply_to(SHOWN, "mid"))
FABRICATED = json.dumps(reply_to(SHOWN | {"scope": ("staff", "I took over the whole company")}, "senior"))


def score(judge: Judge, claude: ClaudeServer, *turns: Turn) -> Verdict:
    claude.will(*turns)
    return judge.score(ANSWER, QUESTION, RUBRIC)
