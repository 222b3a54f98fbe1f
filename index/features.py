"""What a ranker is told about each candidate: columns by name over passages, and a table over the question's words.

Both are versioned by `VERSION`: a ranker trained on other columns does not load.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from index.forward import NAME, NUMBER, PERSON, PLACE
from index.matching import EXACT, Floats, Matches

VERSION = "features-1"

# What a question asks for, by its own words in either language.
_ASKS = {
    "who": r"誰|だれ|何者|人物|人は|\bwho(?:se|m)?\b",
    "when": r"いつ|何年|何月|何日|何時|何世紀|年は|日は|\bwhen\b|what (?:year|date|day|month)",
    "where": r"どこ|何処|何県|場所|国は|\bwhere\b|(?:what|which) (?:city|country|place)",
    "count": r"いくつ|いくら|何[人個本回%パ円キメ度歳年日月時つ台件社校種番倍位]|どれ(?:くらい|ほど|だけ)|どの(?:くらい|程度)|数は|how (?:many|much|long|far|old)",
    "why": r"なぜ|何故|どうして|理由|\bwhy\b",
    "how": r"どのよう|どうやって|どう|\bhow\b",
    "which": r"どちら|どの|どれ|どんな|\bwhich\b",
    "what": r"何|なに|なん|\bwhat\b",
    "name": r"名前|名は|名称|呼ば|称|\bnames?\b|\bcalled\b",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _ASKS.items()}
_COUNTER = re.compile(r"何([^\W\dがはのをにとでか]{1,3})")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:1\d|20)\d\d")

Columns = dict[str, NDArray]

# A passage in the other language shares no characters with the question. It is taken to share as many as a right
# passage in the question's language does that holds as much of its words: (that coverage, the usual ratio).
_LIKELY_CHARACTERS = 0.5
_LIKELY = {
    "pairs_sentence": ("bare_sentence_exact", 0.6),
    "pairs_window": ("bare_window_exact", 0.6),
    "threes_sentence": ("bare_sentence_exact", 0.5),
    "longest": ("bare_sentence_exact", 0.4),
    "pairs_passage": ("body_exact", 0.6),
    "threes_passage": ("body_exact", 0.5),
}


def passage_features(matches: Matches, scores: dict[str, Floats]) -> tuple[list[str], Floats]:
    """(names, one row a candidate). `scores` holds "words", "characters" and "cosine" of the candidates."""
    foreign = matches.is_foreign
    likely = np.maximum(scores["characters"], _LIKELY_CHARACTERS * scores["words"])
    scores = scores | {"characters": np.where(foreign, likely, scores["characters"])}
    columns: Columns = {}
    for part in (_scores(scores), _coverage(matches), _titles(matches), _context(matches, scores)):
        columns |= part
    columns |= _phrases(matches) | _wanted(matches) | _characters(matches) | _shape(matches)
    for name, (like, share) in _LIKELY.items():
        columns[name] = np.where(foreign, np.maximum(columns[name], share * columns[like]), columns[name])
    for name in ("sentence_soft", "sentence_exact", "passage_exact", "passage_soft", "phrase", "rest_soft"):
        columns[f"{name}_behind"] = columns[name] - columns[name].max()
    for name in ("pairs_sentence", "threes_sentence"):
        columns[f"{name}_behind"] = columns[name] - columns[name].max()
    columns |= _question(matches)
    count = len(matches.places)
    values = [np.broadcast_to(np.asarray(value, np.float32), (count,)) for value in columns.values()]
    return list(columns), np.stack(values, axis=1)


def _scores(scores: dict[str, Floats]) -> Columns:
    """Each first score, how far it lies behind the best candidate's, and its rank."""
    columns: Columns = {}
    for name, values in scores.items():
        columns[name] = values
        columns[f"{name}_behind"] = values - values.max()
        ranks = np.argsort(np.argsort(-values, kind="stable")).astype(np.float32)
        columns[f"{name}_rank"] = np.log1p(ranks)
    return columns


def _coverage(matches: Matches) -> Columns:
    """How much of the question, by idf, stands in the passage, its best sentence, its best two sentences."""
    share = matches.query.share
    passages, sentences, windows = matches.passages, matches.sentences, matches.windows
    titles = matches.titles[matches.owner]
    passages_titled = np.maximum(passages, matches.titles)
    titled = np.maximum(sentences, titles)
    windows_titled = np.maximum(windows, titles)
    best = matches.best_of
    idf = matches.query.idf
    missing = np.where(passages_titled > EXACT, 0, idf)
    rarest = np.argsort(-idf, kind="stable")[:2]
    return {
        "passage_exact": (passages_titled > EXACT) @ share,
        "body_exact": (passages > EXACT) @ share,
        "sentence_exact": best((titled > EXACT) @ share),
        "bare_sentence_exact": best((sentences > EXACT) @ share),
        "window_exact": best((windows_titled > EXACT) @ share),
        "bare_window_exact": best((windows > EXACT) @ share),
        "passage_soft": passages_titled**2 @ share,
        "body_soft": passages**2 @ share,
        "sentence_soft": best(titled**2 @ share),
        "bare_sentence_soft": best(sentences**2 @ share),
        "window_soft": best(windows_titled**2 @ share),
        "passage_over_7": (passages_titled > 0.7) @ share,
        "passage_over_5": (passages_titled > 0.5) @ share,
        "sentence_over_7": best((titled > 0.7) @ share),
        "sentence_over_5": best((titled > 0.5) @ share),
        "passage_under_35": (passages_titled < 0.35) @ share,
        "missing_greatest": missing.max(axis=1),
        "missing_count": (missing > 0).sum(axis=1),
        "missing_soft": np.where(passages_titled > 0.6, 0, idf).max(axis=1),
        "rarest": passages_titled[:, rarest[0]],
        "rarest_two": passages_titled[:, rarest].min(axis=1),
    }


def _titles(matches: Matches) -> Columns:
    """The title in the question, the question in the title, and what is left of the question besides it."""
    share, idf = matches.query.share, matches.query.idf
    in_title = matches.titles > EXACT
    owner = np.repeat(np.arange(len(matches.places)), matches.title_count)
    size = np.maximum(matches.title_count, 1)
    asked = np.bincount(owner, matches.title_met >= 0, len(matches.places))
    rest = np.where(in_title, 0, idf)
    rest_sum = np.maximum(rest.sum(axis=1), 1e-3)
    spread_rest = rest[matches.owner]
    return {
        "title_of_question": in_title @ share,
        "title_soft": matches.titles**2 @ share,
        "question_of_title": asked / size,
        "rest": rest.sum(axis=1) / max(float(idf.sum()), 1e-3),
        "rest_exact": matches.best_of(((matches.sentences > EXACT) * spread_rest).sum(axis=1)) / rest_sum,
        "rest_soft": matches.best_of((matches.sentences**2 * spread_rest).sum(axis=1)) / rest_sum,
        "rest_passage": ((matches.passages > EXACT) * rest).sum(axis=1) / rest_sum,
    }


def _context(matches: Matches, scores: dict[str, Floats]) -> Columns:
    """What the other candidates under the same title hold."""
    groups = matches.groups
    count = int(groups.max()) + 1
    together = np.zeros((count, len(matches.query.words)), dtype=np.float32)
    whole = np.maximum(matches.passages, matches.titles)
    np.maximum.at(together, groups, whole)
    share = matches.query.share
    best = np.full(count, -np.inf)
    np.maximum.at(best, groups, scores["words"])
    leading = groups[np.argsort(-scores["words"], kind="stable")[:20]]
    exact = ((together > EXACT) @ share)[groups]
    return {
        "context_exact": exact,
        "context_more": exact - (whole > EXACT) @ share,
        "context_leading": np.bincount(leading, minlength=count)[groups],
        "context_behind": scores["words"] - best[groups],
    }


def _phrases(matches: Matches) -> Columns:
    """Which neighbours of the question are neighbours in the passage too, and how densely its words stand."""
    idf = matches.query.idf
    found = np.zeros(len(matches.places), dtype=np.float32)
    total = 0.0
    for (first, second), met in matches.neighbours_met.items():
        weight = float(min(idf[first], idf[second]))
        total += weight
        found += weight * met
    hits = matches.met >= 0
    sentences = len(matches.sentences)
    in_sentence = np.bincount(matches.sentence_of, hits, sentences)
    owners = matches.owner[matches.sentence_of]
    weights = np.where(hits, idf[matches.met], 0)
    return {
        "phrase": found / max(total, 1e-3),
        "density": matches.best_of(in_sentence / np.maximum(matches.token_count, 5)),
        "hits": np.log1p(np.bincount(owners, hits, len(matches.places))),
        "hits_idf": np.log1p(np.bincount(owners, weights, len(matches.places)) / max(float(idf.sum()), 1e-3)),
    }


def _wanted(matches: Matches) -> Columns:
    """Figures and names of the question that agree, and words of the kind asked for near what the question says."""
    words = matches.query.words
    idf = matches.query.idf
    whole = np.maximum(matches.passages, matches.titles) > EXACT
    titled = np.maximum(matches.sentences, matches.titles[matches.owner]) > EXACT
    number = np.array([bool(_DIGITS.fullmatch(word)) for word in words])
    names = np.array([matches.kind_of(word) in (PERSON, PLACE, NAME) for word in words]) * idf
    columns: Columns = {
        "numbers": number.sum(),
        "numbers_agree": whole[:, number].sum(axis=1) / max(int(number.sum()), 1),
        "names": (names > 0).sum(),
        "names_agree": whole @ names / max(float(names.sum()), 1e-3),
        "names_in_sentence": matches.best_of(titled @ names) / max(float(names.sum()), 1e-3),
    }
    covered = titled @ matches.query.share
    new = matches.met < 0
    for name, kind in (("number", NUMBER), ("person", PERSON), ("place", PLACE), ("name", NAME)):
        columns[f"offers_{name}"] = _offered(matches, (matches.kinds == kind) & new, covered)
    counter = _COUNTER.search(matches.query.text)
    counted = np.zeros(len(new), dtype=bool)
    if counter:
        units = matches.numbers_of([counter[1], counter[1][:2], counter[1][:1]])
        counted[:-1] = (matches.kinds[:-1] == NUMBER) & np.isin(matches.tokens[1:], units) & new[:-1]
    columns["offers_counted"] = _offered(matches, counted, covered + 0.1)
    columns["asks_counted"] = np.array(bool(counter))
    return columns


def _offered(matches: Matches, tokens: NDArray[np.bool_], covered: Floats) -> NDArray:
    """How much of the question the best sentence that has one of `tokens` covers."""
    has = np.bincount(matches.sentence_of, tokens, len(matches.sentences)) > 0
    return matches.best_of(np.where(has, covered, 0))


def _characters(matches: Matches) -> Columns:
    """Pairs and threes of the question's characters in the best sentence, and the longest piece of it found whole."""
    asked = matches.query.pairs
    zero = np.zeros(len(matches.places), dtype=np.float32)
    names = (
        "pairs_sentence",
        "pairs_window",
        "threes_sentence",
        "longest",
        "pairs_passage",
        "threes_passage",
    )
    if len(asked) < 2:
        return dict.fromkeys(names, zero)
    known = np.unique(asked)
    units, sentence_of = matches.characters()
    found = units[:-1].astype(np.uint32) << 16 | units[1:]
    row = np.minimum(np.searchsorted(known, found), len(known) - 1)
    at = np.flatnonzero((known[row] == found) & (sentence_of[:-1] == sentence_of[1:]))
    held = np.zeros((len(matches.sentences), len(known)), dtype=bool)
    held[sentence_of[at], row[at]] = True
    window = held.copy()
    window[:-1][matches.goes_on] |= held[1:][matches.goes_on]
    weight = matches.pair_idf(known)
    place = np.searchsorted(known, asked)
    threes = np.unique(place[:-1] * len(known) + place[1:])
    ahead = np.flatnonzero(np.diff(at) == 1)
    pair_of = row[at[ahead]] * len(known) + row[at[ahead + 1]]
    three = np.minimum(np.searchsorted(threes, pair_of), len(threes) - 1)
    right = threes[three] == pair_of
    begins, three = at[ahead[right]], three[right]
    held_three = np.zeros((len(matches.sentences), len(threes)), dtype=bool)
    held_three[sentence_of[begins], three] = True
    three_weight = np.minimum(weight[threes // len(known)], weight[threes % len(known)])
    three_weight = three_weight / max(float(three_weight.sum()), 1e-3)
    weight = weight / max(float(weight.sum()), 1e-3)
    longest = _longest_runs(begins, sentence_of, len(matches.sentences))
    return {
        "pairs_sentence": matches.best_of(held @ weight),
        "pairs_window": matches.best_of(window @ weight),
        "threes_sentence": matches.best_of(held_three @ three_weight),
        "longest": matches.best_of(longest) / (len(asked) + 1),
        "pairs_passage": np.logical_or.reduceat(held, matches.firsts, axis=0) @ weight,
        "threes_passage": np.logical_or.reduceat(held_three, matches.firsts, axis=0) @ three_weight,
    }


def _longest_runs(begins: NDArray, sentence_of: NDArray, sentences: int) -> NDArray:
    """For each sentence the length in characters of the longest run of threes that follow one another."""
    longest = np.zeros(sentences, dtype=np.float32)
    if len(begins):
        broken = (np.diff(begins) != 1) | (np.diff(sentence_of[begins]) != 0)
        starts = np.concatenate([[0], np.flatnonzero(broken) + 1])
        ends = np.append(starts[1:], len(begins))
        np.maximum.at(longest, sentence_of[begins[starts]], ends - starts + 2)
    return longest


def _shape(matches: Matches) -> Columns:
    """Length of the passage and where in it the best sentence stands."""
    titled = np.maximum(matches.sentences, matches.titles[matches.owner])
    best = matches.best_sentence(titled**2 @ matches.query.share)
    tokens = np.bincount(matches.owner[matches.sentence_of], minlength=len(matches.places))
    return {
        "length": np.log1p(tokens),
        "sentences": np.log1p(matches.sentence_count),
        "position": (best - matches.firsts) / np.maximum(matches.sentence_count, 1),
    }


def _question(matches: Matches) -> Columns:
    """What kind of question it is; alike for all candidates."""
    query = matches.query
    known = np.array([matches.kind_of(word) != 5 for word in query.words])
    idf = query.idf
    return {
        "question_words": len(query.words),
        "question_idf": idf.sum(),
        "question_rarest": idf.max(),
        "question_unknown": 1 - (idf * known).sum() / max(float(idf.sum()), 1e-3),
        "question_length": min(len(query.text), 100),
    } | {f"asks_{name}": bool(pattern.search(query.text)) for name, pattern in _PATTERNS.items()}


def word_features(matches: Matches) -> tuple[Floats, Floats]:
    """(candidates, words, 10) how each word is met in each candidate; (words, 14) what kind of word it is."""
    query = matches.query
    count = len(query.words)
    titled = np.maximum(matches.sentences, matches.titles[matches.owner])
    best = matches.best_sentence(titled**2 @ query.share)
    titled_windows = np.maximum(matches.windows, matches.titles[matches.owner])
    best_window = matches.best_sentence(titled_windows**2 @ query.share)
    hits = np.flatnonzero(matches.met >= 0)
    often = np.zeros((len(matches.places), count), dtype=np.float32)
    np.add.at(often, (matches.owner[matches.sentence_of[hits]], matches.met[hits]), 1)
    together = np.zeros((int(matches.groups.max()) + 1, count), dtype=np.float32)
    np.maximum.at(together, matches.groups, np.maximum(matches.passages, matches.titles))
    beside = np.zeros_like(often)
    for pair, met in matches.neighbours_met.items():
        for word in pair:
            beside[:, word] = np.maximum(beside[:, word], met)
    meetings = np.stack(
        [
            matches.passages > EXACT, np.log1p(often), matches.passages, matches.sentences[best] > EXACT,
            matches.sentences[best], matches.windows[best_window], matches.titles > EXACT, matches.titles,
            together[matches.groups], beside,
        ],
        axis=-1,
    ).astype(np.float32)  # fmt: skip
    kinds = np.array([matches.kind_of(word) for word in query.words])
    place = np.arange(count)
    kind_of_word = np.column_stack(
        [
            query.idf / 10, (matches.passages > EXACT).mean(axis=0), *(kinds == kind for kind in range(6)),
            place / max(count - 1, 1), place == count - 1, place == count - 2, query.vectors.any(axis=1),
            [min(len(word), 6) / 6 for word in query.words], np.full(count, min(count, 20) / 10),
        ]
    ).astype(np.float32)  # fmt: skip
    return meetings, kind_of_word
