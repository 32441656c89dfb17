"""Runs one peer on one set: a process of its own, one thread, its peak memory from the kernel."""
import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess

HERE = pathlib.Path(__file__).parent


@dataclasses.dataclass
class Answer:
    microseconds: float
    ranked: list  # (intent, score), best first; intents may be out-of-scope ones


@dataclasses.dataclass
class Run:
    answers: list
    train_seconds: float
    p50: float
    p99: float
    peak_mb: float


class Failed(Exception):
    pass


def execute(command, limit, output):
    """Runs `command` with its stdout to `output`; answers its peak resident megabytes."""
    with open(output, "wb") as file, open(f"{output}.log", "wb") as log:
        child = subprocess.Popen(command, stdout=file, stderr=log)
        signal.signal(signal.SIGALRM, lambda *_: child.kill())
        signal.alarm(max(1, int(limit)))
        _, status, usage = os.wait4(child.pid, 0)
        signal.alarm(0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode == -signal.SIGKILL:
        raise Failed(f"not within {limit:.0f} s")
    if child.returncode != 0:
        raise Failed(f"failed; see {output}.log")
    return usage.ru_maxrss / 1000


def plain(text):
    """One line of lower-case words, punctuation apart, as fastText's tutorial prepares text."""
    return re.sub(r"([.!?,'/()])", r" \1 ", re.sub(r"\s+", " ", text)).lower()


def write_inputs(work, train, dev):
    def rows(path):
        return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]

    def one_line(text):
        return " ".join(text.split()) or "-"

    with open(work / "train.tsv", "w", encoding="utf-8") as tsv, open(work / "train.ft", "w", encoding="utf-8") as ft:
        for row in rows(train):
            tsv.write(f"{row['intent']}\t{one_line(row['text'])}\n")
            ft.write(f"__label__{row['intent'].replace(' ', '_')} {plain(one_line(row['text']))}\n")
    with open(work / "dev.txt", "w", encoding="utf-8") as txt, open(work / "dev.ft", "w", encoding="utf-8") as ft:
        for row in rows(dev):
            txt.write(one_line(row["text"]) + "\n")
            ft.write(plain(one_line(row["text"])) + "\n")


def quantile(values, share):
    return sorted(values)[int(share * (len(values) - 1))]


def run_ours(binaries, work, train, dev, limit):
    program, model = binaries / "gaitkeeper", work / "model"
    trained = execute([program, "match", "train", "--examples", train, "-o", model, "--json"], limit, work / "train.out")
    tested = execute([program, "match", "test", "--model", model, "--examples", dev, "--json",
                      "--predictions", work / "predictions.jsonl"], limit, work / "test.out")
    learnt = json.loads((work / "train.out").read_text())
    figures = json.loads((work / "test.out").read_text())
    lines = [json.loads(line) for line in open(work / "predictions.jsonl", encoding="utf-8")]
    answers = [Answer(0, [(line["best"], line["confidence"])]) for line in lines]
    return Run(answers, learnt["train_seconds"], figures["microseconds_p50"], figures["microseconds_p99"],
               max(trained, tested))


def run_protocol(command, work, limit):
    peak = execute(command, limit, work / "peer.out")
    head, *lines = (work / "peer.out").read_text(encoding="utf-8").splitlines()
    answers = []
    for line in lines:
        took, *fields = line.split("\t")
        answers.append(Answer(float(took), list(zip(fields[::2], map(float, fields[1::2])))))
    times = [a.microseconds for a in answers]
    return Run(answers, float(head.split()[1]), quantile(times, 0.5), quantile(times, 0.99), peak)


def run(peer, binaries, work, train, dev, limit):
    """A `Run`, or a string that says why there is none."""
    write_inputs(work, train, dev)
    commands = {
        "fasttext": [binaries / "fasttext_peer", work / "train.ft", work / "dev.ft"],
        "sklearn": ["/usr/bin/python3", HERE / "sklearn_peer.py", work / "train.tsv", work / "dev.txt"],
        "nlpjs": ["node", HERE / "nlpjs_peer.js", work / "train.tsv", work / "dev.txt"],
    }
    try:
        if peer == "gaitkeeper":
            return run_ours(binaries, work, train, dev, limit)
        return run_protocol(commands[peer], work, limit)
    except (Failed, FileNotFoundError) as why:
        return str(why)
