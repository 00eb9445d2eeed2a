"""Worked examples from the literature, as tables (answers, raters) with NaN for what is missing."""

import numpy as np

_ = np.nan

# Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, section C and E: 12 units, 4 observers.
KRIPPENDORFF_2011 = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
).T

# The same paper, section A: ten articles, two observers, two values.
KRIPPENDORFF_2011_BINARY = np.array([[1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]], dtype=float).T

# Hayes & Krippendorff, Communication Methods and Measures 1, 2007, table 1: 40 articles, five observers, tone 0 to 3.
_HAYES_KRIPPENDORFF_2007 = """
112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233.
1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2
222.2 22.12 2222. 111.1
"""
HAYES_KRIPPENDORFF_2007 = np.array(
    [[np.nan if mark == "." else float(mark) for mark in row] for row in _HAYES_KRIPPENDORFF_2007.split()]
)

# The same paper, section B: twelve units, two observers, five nominal values, a to e as 1 to 5.
KRIPPENDORFF_2011_NOMINAL = np.array(
    [["_abcde".index(value) for value in by] for by in ("aabbdcccedda", "babbbccceddd")], dtype=float
).T

# Wikipedia, "Krippendorff's alpha", a computational example: fifteen units, three coders.
KRIPPENDORFF_WIKIPEDIA = np.array(
    [
        [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
        [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
        [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
    ]
).T

# Shrout & Fleiss, Psychological Bulletin 86, 1979, table 2: six targets, four judges.
SHROUT_FLEISS_1979 = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)

# Cohen, Psychological Bulletin 70, 1968, table 1: 200 cases by two judges, and how grave each disagreement is.
COHEN_1968 = np.array([[88, 10, 2], [14, 40, 6], [18, 10, 12]])
COHEN_1968_GRAVITY = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])

# Fleiss, Psychological Bulletin 76, 1971, table 1: by patient, how many of six gave each of five diagnoses.
_FLEISS_1971 = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
FLEISS_1971 = np.array([[int(count) for count in row] for row in _FLEISS_1971.split()])

# Wikipedia, "Fleiss' kappa", worked example: by subject, how many of fourteen chose each of five categories.
_FLEISS_WIKIPEDIA = "0000e 02642 00356 03920 22811 77000 32630 25322 65210 02237"
FLEISS_WIKIPEDIA = np.array([[int(count, 16) for count in row] for row in _FLEISS_WIKIPEDIA.split()])

# R, package irr, `anxiety`: the second and third of three raters, twenty subjects. kappa2 counts the levels used, 1, 2,
# 3, 4 and 6, as five steps. Table and printed values stand in statsmodels, stats/tests/test_inter_rater.py.
IRR_ANXIETY = np.array(
    [
        [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
        [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
    ],
    dtype=float,
).T

# The same file of statsmodels: a table of counts with the kappas that SAS prints.
SAS_TABLE = np.array([[0, 4, 1], [0, 8, 0], [0, 1, 5]])

# Hout, Duncan & Sobel 1987, couples, in Friendly, Visualizing Categorical Data, 2000, section 3.7: husband by wife.
HOUT_1987 = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])


def from_cells(cells):
    """The table (answers, two raters) with levels from 1 that a square table of counts sums up."""
    return np.repeat(np.indices(cells.shape).reshape(2, -1), cells.ravel(), axis=1).T + 1.0


def from_counts(counts):
    """A table (answers, raters) with levels from 1 where each answer got each level so many times."""
    return np.array([np.repeat(np.arange(1.0, counts.shape[1] + 1), row) for row in counts])
