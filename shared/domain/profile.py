"""How results are ranked: the weights of what matches, and how much the new is preferred.

The words of an article, wherever they stand, count one. Beside them count, each with its own part of that score,
words in the headline and at the beginning of the body, the headline's words as they were typed, any words as they
were typed, and two words side by side as they were typed. Weights above one for the headline ruin the ranking
(docs/adr/0003).

The preference for the new is added, never multiplied: it is worth `recency` for an article of this moment, half of
it after `half_life_days`, a third after twice as long. In a large index a rare word is worth about 10, so it turns
what is nearly equal; more of it would outweigh words in a small one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """The weights of one way to rank."""

    name: str
    headline: float = 0.2
    lead: float = 0.3
    spelling: float = 0.15
    pair: float = 0.2
    recency: float = 0.0
    half_life_days: int = 30


# For the readers of a newspaper, who look for what goes on; and for those who look for whatever was ever written.
NEWS = Profile("news", recency=0.25)
ARCHIVE = Profile("archive")
PROFILES = {profile.name: profile for profile in (NEWS, ARCHIVE)}
EXACT_HEADLINE = 1_000.0  # more than any words add up to: who types a headline finds that article first
PINNED = 1_000_000.0  # of the first pin
PIN_STEP = 10_000.0  # to the next one: more than the headline and the words of a pinned article add up to
