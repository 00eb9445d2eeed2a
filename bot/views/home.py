"""The Home tab: what waits for a person, and what Calibrate is."""

from datetime import datetime

from slack_sdk.models.blocks import Block as SlackBlock

from bot.views.parts import View, actions, as_blocks, button, context, plural, section, when


def home_view(waiting: int, following: datetime | None) -> View:
    blocks: list[SlackBlock] = []
    upcoming = f" Next question {when(following)}." if following else ""
    if waiting:
        blocks.append(section(f"*{plural(waiting, 'answer waits', 'answers wait')} for you.*{upcoming}"))
        blocks.append(
            actions(
                button("Score", "score", primary=True), button("Practise", "practise"), button("See rubric", "rubric")
            )
        )
    else:
        blocks.append(section(f"Nothing waits.{upcoming}"))
        blocks.append(actions(button("Practise", "practise"), button("See rubric", "rubric")))
    blocks.append(
        context(
            "Each week one interview question: anyone answers, interviewers score alone, then all scores appear "
            "side by side. It is practice, must not be fed real candidates, and never decides a hire."
        )
    )
    blocks.append(actions(button("My data", "my_data")))
    return {"type": "home", "blocks": as_blocks(blocks)}
