"""Our matcher beside the ones a user would take instead; see README.md beside this file.

Writes OUT/match.md and OUT/match.svg and prints the table.
"""
import argparse
import json
import os
import pathlib
import sys
import time

import figures
import peers
import report

HERE = pathlib.Path(__file__).parent
DEFAULT_SETS = "clinc150-small,banking77,hwu64,banking77-10shot"


def read_rows(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main():
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ask.add_argument("--data", type=pathlib.Path, help="folder of SET/train.jsonl and SET/dev.jsonl")
    ask.add_argument("--sets", default=DEFAULT_SETS, help=f"default {DEFAULT_SETS}")
    ask.add_argument("--peers", default="gaitkeeper,fasttext,sklearn,nlpjs")
    ask.add_argument("--limit", type=float, default=150, help="seconds one peer may take for one set")
    ask.add_argument("--bin", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    ask.add_argument("--out", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.data is None:
        print("bench match: pass --data DIR, a folder that holds SET/train.jsonl and SET/dev.jsonl "
              'for each of --sets, lines {"text", "intent"} with "oos" for out of scope')
        return
    wanted = args.sets.split(",")
    for name in wanted:
        for part in ("train", "dev"):
            if not (args.data / name / f"{part}.jsonl").is_file():
                sys.exit(f"bench match: {args.data / name / (part + '.jsonl')} is missing")
    args.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for name in wanted:
        train, dev = (args.data / name / f"{part}.jsonl" for part in ("train", "dev"))
        work = args.out / name
        work.mkdir(exist_ok=True)
        for peer in args.peers.split(","):
            print(f"{name}: {peer} …", file=sys.stderr, flush=True)
            begin = time.monotonic()
            ran = peers.run(peer, args.bin, work, train, dev, args.limit)
            rows.append(figures.of(name, peer, ran, read_rows(dev)))
            print(f"{name}: {peer} took {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
            (args.out / "match.md").write_text(report.table(rows), encoding="utf-8")
    (args.out / "match.svg").write_text(report.picture(rows), encoding="utf-8")
    print(report.table(rows))
    print(f"written: {args.out / 'match.md'}, {args.out / 'match.svg'}", file=sys.stderr)


if __name__ == "__main__":
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    main()
