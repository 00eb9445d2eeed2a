"""The audit of packages: a known fault fails it, and data out of reach are said to be."""

import runpy

told = runpy.run_path(".ci/audit.py")["told"]

FINE = {"name": "numpy", "version": "2.3", "vulns": []}
BAD = {"name": "pyyaml", "version": "5.3", "vulns": [{"id": "PYSEC-2021-142"}]}
UNSEEN = {"name": "rich", "skip_reason": "Dependency not found"}


def test_a_package_with_a_known_fault_is_named_and_fails() -> None:
    lines, bad = told([FINE, BAD, UNSEEN])
    assert bad
    assert lines == ["pyyaml 5.3: PYSEC-2021-142", "pip-audit: audited 2 packages, 1 not found there; known faults: 1"]
    assert told([FINE]) == (["pip-audit: audited 1 packages; known faults: 0"], False)


def test_where_nothing_could_be_looked_up_it_says_so_rather_than_that_all_is_well() -> None:
    for packages in ([], [UNSEEN, UNSEEN]):
        lines, bad = told(packages)
        assert lines == ["pip-audit: not audited, its data cannot be reached from here"]
        assert not bad
