"""Random choices by a seed, which give the same inputs each time."""

from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")


class Dice:
    """What all that make random inputs choose with."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one(self, *values: Choice) -> Choice:
        return self.random.choice(values)

    def often(self, share: float) -> bool:
        return self.random.random() < share
