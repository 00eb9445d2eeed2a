"""A person's own data: what is kept, and what they can do about it."""

from bot.views.blocks import View, actions, button, modal, section
from bot.views.inputs import sure_button


def my_data_modal() -> View:
    warning = (
        "Your answers' text, your notes and your practice are deleted, here and for good. What I posted of them is "
        "emptied; messages that you wrote in Slack stay there until you delete them."
    )
    forget = sure_button("Forget me", "forget_me", "", "Forget you?", warning)
    forget.style = "danger"
    return modal(
        "notice",
        "My data",
        [
            section(
                "I keep what you answered, how you scored, what you practised, and whether you want reminders. Your "
                "levels are never added up for others to see. What you wrote (answers, notes) is deleted some time "
                "after scores come out: 180 days, unless your channel's setup says otherwise. Levels stay. "
                "What stands in Slack is kept as long as your workspace keeps it."
            ),
            actions(button("Send me my data", "send_my_data"), forget),
        ],
    )
