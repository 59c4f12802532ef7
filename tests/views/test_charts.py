"""A chart's numbers: whole steps, columns within the picture, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.admin.charts import LABELS, TICKS, Column, chart, nice_step

values = st.lists(st.integers(0, 10**11).map(lambda cents: cents / 100), min_size=1, max_size=3)


@pytest.mark.parametrize(
    ("least", "step"), [(0.01, 0.01), (0.3, 0.5), (1, 1), (1.1, 2), (2.2, 5), (26, 50), (0.1 + 0.2, 0.5)]
)
def test_a_step_is_a_number_people_count_in(least: float, step: float) -> None:
    assert nice_step(least) == pytest.approx(step)


@given(st.lists(values, max_size=100))
def test_columns_stand_on_the_ground_side_by_side_and_within_the_picture(stacks: list[list[float]]) -> None:
    drawn = chart([Column("a", stack, "words") for stack in stacks], least=0.01)
    assert len(drawn.columns) == len(stacks)
    assert len(drawn.ticks) == TICKS + 1
    assert len(drawn.labels) <= LABELS
    for column, stack in zip(drawn.columns, stacks, strict=True):
        assert drawn.left - 0.1 <= column.x <= column.x + column.width <= drawn.right + 0.2
        assert len(column.bars) == sum(1 for value in stack if value)
        for bar in column.bars:
            assert drawn.top - 1.1 <= bar.y <= drawn.ground
            assert bar.height >= 1


def test_values_stand_on_top_of_each_other() -> None:
    drawn = chart([Column("a", [3, 1], "words")], least=1)
    lower, upper = drawn.columns[0].bars
    assert upper.y + upper.height == pytest.approx(lower.y, abs=0.2)
    assert lower.height == pytest.approx(3 * upper.height, abs=0.3)
