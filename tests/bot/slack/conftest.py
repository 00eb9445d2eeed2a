"""What the tests of surfaces share."""

import pytest

from tests.kit.play import World


@pytest.fixture(scope="module", autouse=True)
def _begins_on_a_monday(world: World) -> None:
    """Each file begins in working hours, however far the files before it in this process moved the clock."""
    world.clock.to_monday()
