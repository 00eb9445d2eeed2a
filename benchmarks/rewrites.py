"""Forty exemplars and the same stories told again, as an evaluation set for any judge.

    python -m benchmarks.rewrites > rewrites.jsonl
    calibrate evaluate rewrites.jsonl --judge claude

A judge that is not moved by the telling gives both answers of a pair (…:told, …:again) the same level.
"""

import json
import sys
from pathlib import Path

import yaml

PAIRS = Path("tests/scoring/judge/rewrites.yaml")


def main() -> None:
    for pair in yaml.safe_load(PAIRS.read_text(encoding="utf-8")):
        slug, _, level = pair["exemplar"].partition("/")
        for telling in ("told", "again"):
            name = f"{pair['exemplar']}:{pair['style']}:{telling}"
            item = {"id": name, "question": slug, "answer": pair[telling], "level": level}
            sys.stdout.write(json.dumps(item, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
