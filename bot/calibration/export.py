"""What leaves as a file, none of it before its round is revealed: a channel's scores, or everything."""

import csv
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from random import Random
from typing import Any

from sqlmodel import Session, col, select

from bot.calibration.comparisons import OVERALL, Comparison, result, shuffled
from bot.calibration.forgetting import is_forgotten
from scoring.rubric import DIMENSIONS
from storage.models import Pseudonym, Round, Scorecard
from storage.scores import blind_scorecards, ratings_of, revealed_scorecards, round_is_out

KEPT = (
    *("rater", "kind", "phase", "status", "reason", "overall", "evidence", "sentence", "note"),
    *("model", "prompt_version"),
)
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # of pseudonyms: no vowels, so that no word comes of them
JUDGED = ("star", "mistakes", "probes", "usage")
SCORED = ("evidence", *DIMENSIONS)
COLUMNS = (
    *("answer", "rater", "level", *SCORED, "sentence", "note", "asked", "question", "letter", "written_as"),
    *("pitched_as", "judge", "judge_level", *(f"judge_{name}" for name in SCORED)),
)


def channel_table(session: Session, luck: Random, channel_id: str) -> list[dict[str, str]]:
    """Rows under COLUMNS: what the channel's comparisons showed, one for each blind scorecard, the oldest round first.

    `calibrate agreement` reads them as they are, so the judge's levels stand in columns of their own. `rater` is a user
    id where raters are named, and where they are not a pseudonym, the same for all that a person scored there; so the
    session has to be a unit's.
    """
    rounds = session.exec(select(Round).where(Round.channel_id == channel_id, round_is_out()).order_by(col(Round.id)))
    found = [(round_, blind_scorecards(session, round_.id), result(session, round_)[0]) for round_ in rounds.all()]
    raters = {card.rater for _, cards, _ in found for card in cards}
    names = pseudonyms(
        session, luck, channel_id, {*raters, *(_once_named(rater) for rater in raters if is_forgotten(rater))}
    )
    return [row for round_, cards, told in found for one in told for row in _rows(round_, one, cards, names)]


def _rows(
    round_: Round, one: Comparison, cards: Sequence[Scorecard], names: Mapping[str, str]
) -> Iterable[dict[str, str]]:
    about = {
        "answer": one.public_id,
        "letter": one.letter,
        "asked": f"{round_.due_at:%Y-%m-%d}",
        "question": round_.slug,
        "written_as": one.exemplar or "",
        "pitched_as": one.pitch or "",
        **_judged(one),
    }
    unnamed = [names[card.rater] for card in shuffled([card for card in cards if card.answer_id == one.answer_id])]
    for place, column in enumerate(one.columns):
        yield {
            **about,
            "rater": _name(column.rater, unnamed[place], names),
            "level": column.levels.get(OVERALL, ""),
            "evidence": column.evidence or "",
            **{name: column.levels.get(name, "") for name in DIMENSIONS},
            "sentence": column.sentence,
            "note": column.note,
        }


def pseudonyms(session: Session, luck: Random, channel_id: str, people: Collection[str]) -> dict[str, str]:
    """A name for each of these people in a channel, which leads to nobody: drawn by lot the first time, and kept."""
    rows = session.exec(select(Pseudonym).where(Pseudonym.channel_id == channel_id)).all()
    names = {row.person: row.name for row in rows}
    for person in sorted(set(people) - set(names)):
        while (name := "Rater " + "".join(luck.choices(LETTERS, k=4))) in names.values():
            pass
        names[person] = name
        session.add(Pseudonym(channel_id=channel_id, person=person, name=name))
    session.flush()
    return names


def _name(rater: str | None, unnamed: str, names: Mapping[str, str]) -> str:
    if rater is None:
        return unnamed
    return names[_once_named(rater)] if is_forgotten(rater) else rater


def _once_named(rater: str) -> str:
    """What a forgotten person's pseudonym is kept under where raters are named: one of its own, since an earlier
    file with the name would otherwise tell who is behind the other."""
    return f"named {rater}"


def _judged(one: Comparison) -> dict[str, str]:
    """What the judge read in the answer, where there was one."""
    column = one.judged.column if one.judged else None
    if not one.judged or not column:
        return {}
    levels = {f"judge_{name}": column.levels.get(name, "") for name in DIMENSIONS}
    told = {"judge": one.judged.kind, "judge_level": column.levels.get(OVERALL, "")}
    return {**told, "judge_evidence": column.evidence or "", **levels}


def channels_with_scores(session: Session) -> list[str]:
    """The channels that scores have come out in."""
    return sorted(set(session.exec(select(Round.channel_id).where(round_is_out()))))


def everything(session: Session) -> list[dict[str, Any]]:
    """Every scorecard, the judge's as well, with dimensions, note and answer."""
    rows = revealed_scorecards(session)
    ratings = ratings_of(session, [card.id for card, _, _ in rows])
    return [
        {
            "round": round_.id,
            "question": round_.slug,
            "asked": round_.due_at.isoformat(),
            "answer": answer.id,
            "text": answer.text,
            "exemplar": answer.exemplar,
            "pitch": answer.pitch,
            "rubric_version": card.rubric_version,
            "scored_at": card.submitted_at.isoformat() if card.submitted_at else None,
            **{name: getattr(card, name) for name in (*KEPT, *(JUDGED if card.kind == "judge" else ()))},
            "dimensions": {
                name: rating.model_dump(include={"level", "quotes", "rationale"})
                for name, rating in ratings[card.id].items()
            },
        }
        for card, answer, round_ in rows
    ]


def as_json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def as_csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The table as CSV that opens in a sheet with its accents; what would be a formula there gets an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({name: f"{_mark(value)}{value}" for name, value in row.items()} for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The table as a sheet of a workbook: every cell is text, a formula none."""
    from openpyxl import Workbook  # only where such a file is asked for
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Scores")
    sheet.freeze_panes = "A2"
    for row in (dict(zip(COLUMNS, COLUMNS, strict=True)), *rows):
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(row.get(name, "")))) for name in COLUMNS]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _mark(value: Any) -> str:
    """What keeps a sheet from taking a cell for a formula."""
    return "'" if str(value).startswith(("=", "+", "-", "@", "\t", "\r")) else ""
