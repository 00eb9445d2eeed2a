"""Intraclass correlations: how much of the variance of levels is due to the answers."""

from scoring.agreement.entries import Table, dense, entries_of
from scoring.agreement.ratings import Estimate

FORMS = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")


def icc(table: Table) -> dict[str, Estimate]:
    """The six intraclass correlations of a complete table (answers, raters), by the names in FORMS.

    icc_1 takes raters as different for each answer, icc_2 as a sample of raters, icc_3 as just these; _1 is for one
    rater's level, _k for the mean of all. 1 is all due to the answers; 0 or less, none. All six are refused where a
    level is missing, where there are fewer than two answers or raters, or where the answers' means do not differ.
    Shrout & Fleiss, Psychological Bulletin 86, 1979, 420-428.
    """
    entries = entries_of(table)
    n, k = entries.answers, entries.raters
    missing = n * k - len(entries)
    if missing:
        return _refused(f"needs every rater's level for every answer; {missing} of {n * k} are missing")
    if n < 2 or k < 2:
        return _refused("needs at least two answers and two raters")
    levels = dense(entries)
    levels -= levels.mean()  # squares of large levels would swallow small differences
    by_answer, by_rater = levels.mean(axis=1), levels.mean(axis=0)
    msb = k * by_answer.var(ddof=1)
    if msb <= 1e-12 * levels.var():
        return _refused("all answers have the same mean level, so there is nothing to tell apart")
    msj = n * by_rater.var(ddof=1)
    msw = levels.var(axis=1, ddof=1).mean()
    mse = ((levels - by_answer[:, None] - by_rater + levels.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    return {
        "icc_1_1": _ratio(msb - msw, msb + (k - 1) * msw),
        "icc_2_1": _ratio(msb - mse, msb + (k - 1) * mse + k * (msj - mse) / n),
        "icc_3_1": _ratio(msb - mse, msb + (k - 1) * mse),
        "icc_1_k": _ratio(msb - msw, msb),
        "icc_2_k": _ratio(msb - mse, msb + (msj - mse) / n),
        "icc_3_k": _ratio(msb - mse, msb),
    }


def _refused(reason: str) -> dict[str, Estimate]:
    return {form: Estimate(None, reason) for form in FORMS}


def _ratio(above: float, below: float) -> Estimate:
    if below <= 1e-12 * abs(above):
        return Estimate(None, "the raters' noise outweighs the differences between answers, so the formula breaks down")
    return Estimate(float(above / below))
