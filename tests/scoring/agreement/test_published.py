"""Worked examples from the literature, as a file for `calibrate agreement`: it gives what was printed, to the digit."""

import numpy as np
import pytest

from scoring.agreement.kappa import read_weights
from scoring.agreement.reading import read_table
from scoring.agreement.report import report
from tests.kit.published import (
    COHEN_1968,
    COHEN_1968_GRAVITY,
    FLEISS_1971,
    FLEISS_WIKIPEDIA,
    HAYES_KRIPPENDORFF_2007,
    HOUT_1987,
    IRR_ANXIETY,
    KRIPPENDORFF_2011,
    KRIPPENDORFF_2011_BINARY,
    KRIPPENDORFF_2011_NOMINAL,
    KRIPPENDORFF_WIKIPEDIA,
    SAS_TABLE,
    SHROUT_FLEISS_1979,
    from_cells,
    from_counts,
)

ANXIETY = np.where(IRR_ANXIETY == 6, 5, IRR_ANXIETY)
COHEN_WEIGHTS = "level,other,weight\n" + "".join(
    f"{one + 1},{other + 1},{grave}\n" for (one, other), grave in np.ndenumerate(COHEN_1968_GRAVITY) if one < other
)
PRINTED = [
    ("Krippendorff 2011, missing values", KRIPPENDORFF_2011, "alpha nominal", "0.743"),
    ("Krippendorff 2011, missing values", KRIPPENDORFF_2011, "alpha ordinal", "0.815"),
    ("Krippendorff 2011, missing values", KRIPPENDORFF_2011, "alpha interval", "0.849"),
    ("Krippendorff 2011, binary", KRIPPENDORFF_2011_BINARY, "alpha nominal", "0.095"),
    ("Krippendorff 2011, nominal", KRIPPENDORFF_2011_NOMINAL, "alpha nominal", "0.692"),
    ("Wikipedia, three coders", KRIPPENDORFF_WIKIPEDIA, "alpha nominal", "0.691"),
    ("Wikipedia, three coders", KRIPPENDORFF_WIKIPEDIA, "alpha interval", "0.811"),
    ("Hayes and Krippendorff 2007", HAYES_KRIPPENDORFF_2007, "alpha ordinal", "0.7598"),
    ("Fleiss 1971", from_counts(FLEISS_1971), "fleiss", "0.430"),
    ("Wikipedia, fourteen raters", from_counts(FLEISS_WIKIPEDIA), "fleiss", "0.210"),
    ("Cohen 1968", from_cells(COHEN_1968), "kappa 0 unweighted", "0.492"),
    ("Cohen 1968", from_cells(COHEN_1968), "kappa 0 own", "0.348"),
    ("Hout 1987 in Friendly 2000", from_cells(HOUT_1987), "kappa 0 unweighted", "0.1293"),
    ("Hout 1987 in Friendly 2000", from_cells(HOUT_1987), "kappa 0 linear", "0.2374"),
    ("SAS", from_cells(SAS_TABLE), "kappa 0 unweighted", "0.4842"),
    ("SAS", from_cells(SAS_TABLE), "kappa 0 linear", "0.4701"),
    ("R, irr", ANXIETY, "kappa 0 unweighted", "-0.006289"),
    ("R, irr", ANXIETY, "kappa 0 linear", "0.1459075"),
    ("R, irr", ANXIETY, "kappa 0 quadratic", "0.2520325"),
    ("Shrout and Fleiss 1979", SHROUT_FLEISS_1979, "icc icc_1_1", "0.17"),
    ("Shrout and Fleiss 1979", SHROUT_FLEISS_1979, "icc icc_2_1", "0.29"),
    ("Shrout and Fleiss 1979", SHROUT_FLEISS_1979, "icc icc_3_1", "0.71"),
    ("Shrout and Fleiss 1979", SHROUT_FLEISS_1979, "icc icc_1_k", "0.44"),
    ("Shrout and Fleiss 1979", SHROUT_FLEISS_1979, "icc icc_2_k", "0.62"),
    ("Shrout and Fleiss 1979", SHROUT_FLEISS_1979, "icc icc_3_k", "0.91"),
]


@pytest.mark.parametrize(("_source", "levels", "key", "printed"), PRINTED)
def test_what_was_printed(_source, levels, key, printed):
    weights = read_weights(COHEN_WEIGHTS) if key.endswith("own") else None
    found = report(read_table(as_csv(levels)), weights=weights)
    for part in key.split():
        found = found[int(part) if part.isdigit() else part]
    assert f"{found:.{len(printed.split('.')[1])}f}" == printed


def as_csv(levels):
    rows = (
        f"{answer},{rater},{'' if np.isnan(level) else f'{level:g}'}"
        for (answer, rater), level in np.ndenumerate(levels)
    )
    return "\n".join(["answer,rater,level", *rows])
