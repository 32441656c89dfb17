"""scikit-learn's usual answer: TF-IDF of words and characters into a linear SVM.

Protocol: see README.md beside this file. argv: TRAIN.tsv TEST.txt
"""
import sys
import time

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

train = [line.rstrip("\n").split("\t", 1) for line in open(sys.argv[1], encoding="utf-8")]
messages = [line.rstrip("\n") for line in open(sys.argv[2], encoding="utf-8")]
model = make_pipeline(
    make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    ),
    LinearSVC(),
)
begin = time.perf_counter()
model.fit([text for _, text in train], [intent for intent, _ in train])
print("train_seconds", round(time.perf_counter() - begin, 3))
names = model.classes_

for text in messages[:20]:
    model.decision_function([text])
for text in messages:
    asked = time.perf_counter()
    scores = model.decision_function([text])
    took = (time.perf_counter() - asked) * 1e6
    row = numpy.atleast_1d(scores[0])
    if len(names) == 2:
        row = numpy.array([-row[0], row[0]])
    parts = [f"{took:.3f}"]
    for i in numpy.argsort(-row)[:3]:
        parts += [str(names[i]), f"{row[i]:.6f}"]
    print("\t".join(parts))
