"""A person's own data: what is kept, and what they can do about it."""

from slack_sdk.models.blocks import ConfirmObject

from bot.views.parts import View, actions, button, modal, section


def my_data_modal() -> View:
    forget = button("Forget me", "forget_me")
    forget.style = "danger"
    forget.confirm = ConfirmObject(
        title="Forget you?",
        text="Your answers' text, your notes and your practice are deleted, here and for good. What I posted of "
        "them is emptied; messages that you wrote in Slack stay there until you delete them.",
        confirm="Forget me",
        deny="Keep it",
    )
    return modal(
        "notice",
        "My data",
        [
            section(
                "I keep what you answered, how you scored, what you practised, and whether you want reminders. Your "
                "levels are never added up for others to see."
            ),
            actions(button("Send me my data", "send_my_data"), forget),
        ],
    )
