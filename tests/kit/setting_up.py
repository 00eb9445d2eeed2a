"""A channel set up by hand, field by field."""

from sandbox.people.person import Person


def set_up(person: Person, channel: str, *interviewers: Person) -> dict[str, str] | None:
    """Fills the form in for Wednesdays at half past ten in New York; the errors at its fields, or None."""
    person.command("/calibrate", "setup", channel)
    person.fill(
        {
            f"weekday:{channel}": "Wednesday",
            f"at:{channel}": "10:30",
            f"zone:{channel}": "America/New_York",
            f"answers_hours:{channel}": "1 day",
            f"scores_hours:{channel}": "3 days",
            f"interviewers:{channel}": interviewers,
        }
    )
    return person.submit()
