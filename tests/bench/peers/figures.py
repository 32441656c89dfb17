"""The same figures for every peer, from its answers alone."""
import dataclasses

OUT_OF_SCOPE = {"oos", "None"}


@dataclasses.dataclass
class Row:
    name: str
    peer: str
    problem: str = ""
    accuracy: float = 0
    auroc: float | None = None
    recall: float | None = None
    run: object = None


def best_inside(answer):
    """The best in-scope intent, and by how much it beats what is out of scope."""
    inside = [(i, s) for i, s in answer.ranked if i not in OUT_OF_SCOPE]
    outside = [s for i, s in answer.ranked if i in OUT_OF_SCOPE]
    if not inside:
        return "", -max(outside, default=0.0)
    intent, score = inside[0]
    return intent, score - max(outside, default=0.0)


def auroc(inside, outside):
    """The chance that an in-scope message scores above an out-of-scope one; ties count half."""
    ranked = sorted([(s, True) for s in inside] + [(s, False) for s in outside])
    wins, below, i = 0.0, 0, 0
    while i < len(ranked):
        j, here = i, [0, 0]
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            here[ranked[j][1]] += 1
            j += 1
        wins += here[True] * (below + here[False] / 2)
        below += here[False]
        i = j
    return wins / (len(inside) * len(outside))


def recall_at_one_point(judged, outside):
    """Out-of-scope recall at the threshold that costs one point of in-scope accuracy at most."""
    spare = len(judged) // 100
    right = sorted(score for score, is_right in judged if is_right)
    threshold = right[spare] if spare < len(right) else float("inf")
    return sum(score < threshold for score in outside) / len(outside)


def of(name, peer, run, dev):
    if isinstance(run, str):
        return Row(name, peer, problem=run)
    judged, outside = [], []
    for answer, row in zip(run.answers, dev, strict=True):
        intent, score = best_inside(answer)
        if row["intent"] == "oos":
            outside.append(score)
        else:
            judged.append((score, intent in (row["intent"], row["intent"].replace(" ", "_"))))
    made = Row(name, peer, accuracy=sum(right for _, right in judged) / len(judged), run=run)
    if outside:
        made.auroc = auroc([score for score, _ in judged], outside)
        made.recall = recall_at_one_point(judged, outside)
    return made
