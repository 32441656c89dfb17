"""Holds content files to the JSON Schemas that editors show beside them.

schemas.py fits ROOT FOLDER    every content file of FOLDER fits its schema of ROOT
schemas.py refuses ROOT FOLDER each schema refuses what schema_mistakes.json does to files of FOLDER
"""
import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator

LOCALE_FILES = {"lexicon", "signs", "stance", "spelling", "several", "alarms"}


def schema_of(path):
    """Where a content file's schema lies; `path` and the answer are relative to a content folder."""
    top, *middle, name = path.parts
    stem = pathlib.PurePath(name).stem
    if top == "intents" and middle and stem not in LOCALE_FILES:
        stem = "examples"
    return pathlib.PurePath(top, "schema", stem + ".schema.json")


def validator(root, path):
    schema = json.loads((root / schema_of(path)).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def files_of(folder):
    for top in ("intents", "locales"):
        for file in sorted((folder / top).rglob("*.json")):
            if file.parent.name != "schema":
                yield file.relative_to(folder)


def fits(root, folder):
    problems, count = [], 0
    for path in files_of(folder):
        count += 1
        content = json.loads((folder / path).read_text("utf-8"))
        for error in validator(root, path).iter_errors(content):
            problems.append(f"{path}: /{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
        if folder == root:
            named = (folder / path).parent / content.get("$schema", "")
            if named.resolve() != (root / schema_of(path)).resolve():
                problems.append(f"{path}: \"$schema\" should lead to {schema_of(path)}, so that editors find it")
    if count == 0:
        problems.append(f"{folder} holds no content")
    return problems


def refuses(root, folder):
    """A mistake is [file, path to a member, what is put there]; null takes the member away."""
    problems, refused = [], set()
    mistakes = json.loads((pathlib.Path(__file__).parent / "schema_mistakes.json").read_text("utf-8"))
    for name, place, wrong in mistakes:
        path = pathlib.PurePath(name)
        content = json.loads((folder / path).read_text("utf-8"))
        at = content
        for step in place[:-1]:
            at = at[step]
        if wrong is None:
            del at[place[-1]]
        else:
            at[place[-1]] = copy.deepcopy(wrong)
        if validator(root, path).is_valid(content):
            problems.append(f"{schema_of(path)} accepts {wrong!r} at {place} of {path}")
        refused.add(str(schema_of(path)))
    for top in ("intents", "locales"):
        for schema in (root / top / "schema").glob("*.schema.json"):
            if str(schema.relative_to(root)) not in refused:
                problems.append(f"{schema}: no mistake in schema_mistakes.json tries it")
    return problems


if __name__ == "__main__":
    command, root, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    found = {"fits": fits, "refuses": refuses}[command](root, folder)
    print("\n".join(found))
    sys.exit(1 if found else 0)
