"""Loads a folder that `convert` or a run wrote in Transformers, unchanged, and compares what both compute.

    python check_transformers.py FOLDER [--workbench ../../../../workbench]

Needs torch and transformers. Exits 0 where the tokens agree and every log-probability (or score) differs by at most
the tolerance, 1 otherwise.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

TEXTS = [
    "Once upon a time there was a little fox who lived at the edge of a wood.",
    "Café 你好 — 12345 and 3.14: numbers, accents, and other scripts.",
    "  Two spaces,\n\na blank line,\tand a tab.",
    "It's what we'll do; they've said so.",
]


def ours(workbench, folder, texts):
    with tempfile.TemporaryDirectory() as scratch:
        data, out = Path(scratch, "texts.jsonl"), Path(scratch, "scored.jsonl")
        data.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        subprocess.run(
            [workbench, "score", "--model", folder, "--data", data, "--out", out], check=True, stdout=subprocess.DEVNULL
        )
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def log_prob_difference(model, line):
    ids = torch.tensor([line["input_ids"]])
    logits = model(ids).logits[0, :-1].double()
    theirs = torch.log_softmax(logits, -1).gather(1, ids[0, 1:, None])[:, 0]
    return (theirs - torch.tensor(line["log_probs"][1:], dtype=torch.float64)).abs().max().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workbench", type=Path, default=Path(__file__).resolve().parents[4] / "workbench")
    parser.add_argument("--tolerance", type=float, default=1e-3)
    options = parser.parse_args()
    folder = options.folder.resolve()

    config = AutoConfig.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    scores = config.architectures[0].endswith("ForSequenceClassification")
    kind = AutoModelForSequenceClassification if scores else AutoModelForCausalLM
    model, loading = kind.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    failures = [f"{name}: {names}" for name, names in loading.items() if names]

    worst = 0.0
    with torch.no_grad():
        for text, line in zip(TEXTS, ours(options.workbench, folder, TEXTS)):
            theirs = tokenizer(text)["input_ids"]
            if scores:
                found = model(torch.tensor([theirs])).logits[0, 0].item()
                worst = max(worst, abs(found + getattr(config, "score_shift", 0.0) - line["score"]))
            elif theirs != line["input_ids"]:
                failures.append(f"other tokens of {text!r}: {theirs} there, {line['input_ids']} here")
            else:
                worst = max(worst, log_prob_difference(model, line))
    if worst > options.tolerance:
        failures.append(f"a difference of {worst:.2e}, more than {options.tolerance:.0e}")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{folder}: {config.architectures[0]}, greatest difference {worst:.2e}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
