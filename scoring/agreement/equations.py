"""Linear equations without BLAS's threads, which wait for each other at the cost of all else on a busy machine."""

import numpy as np

from scoring.agreement.entries import Levels

SMALL = 60  # rows of a block that LAPACK is given: OpenBLAS keeps to one thread below 64


def root_of_inverse(matrix: Levels) -> Levels:
    """W, lower triangular, with W'W the inverse of a symmetric positive definite matrix.

    By Cholesky's method in blocks, LAPACK taking the small ones and einsum, which never calls BLAS, the rest.
    """
    size = len(matrix)
    rest, root = matrix.copy(), np.zeros_like(matrix)
    for start in range(0, size, SMALL):
        end = min(start + SMALL, size)
        own = np.tril(np.linalg.inv(np.linalg.cholesky(rest[start:end, start:end])))
        right = np.einsum("ij,jk->ik", own, rest[start:end, end:])
        rest[end:, end:] -= np.einsum("ki,kj->ij", right, right)
        rest[start:end, end:] = right
        above = np.einsum("ki,kj->ij", rest[:start, start:end], root[:start, :start])
        root[start:end, :start] = -np.einsum("ij,jk->ik", own, above)
        root[start:end, start:end] = own
    return root
