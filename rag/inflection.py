"""English verbs whose forms no ending tells: "sold" answers a question that says "sell"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from rag.needs import Need

# Forms that stems do not bring together, a verb a line; those that are another word as well (left, found, saw) are not here.
_VERBS = """
become became
begin began begun
break broke broken
bring brought
build built
buy bought
choose chose chosen
come came
draw drew drawn
drive drove driven
fall fell fallen
fly flew flown
get got gotten
give gave given
go went gone
grow grew grown
hold held
keep kept
know knew known
lead led
lend lent
lose lost
make made
meet met
pay paid
rise rose risen
run ran
sell sold
send sent
shrink shrank shrunk
sink sank sunk
speak spoke spoken
spend spent
take took taken
teach taught
tell told
think thought
throw threw thrown
win won
write wrote written
""".strip().splitlines()
Words = Callable[[str], list[str]]


@lru_cache(maxsize=4)
def _forms(words: Words) -> dict[str, frozenset[str]]:
    """The other forms of each word, as `words` normalises them."""
    found: dict[str, frozenset[str]] = {}
    for line in _VERBS:
        forms = frozenset(words(line))
        found |= {form: forms - {form} for form in forms}
    return found


def inflected(needs: Sequence[Need], words: Words) -> list[Need]:
    """`needs` with the other forms of their verbs."""
    forms = _forms(words)
    return [
        replace(need, forms=forms[need.key]) if need.kind == "word" and need.key in forms else need
        for need in needs
    ]
