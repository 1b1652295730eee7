"""Loads a folder that `convert` or a run wrote in Transformers or PEFT, unchanged, and compares what both compute.

    python check_transformers.py FOLDER [--workbench ../../../../workbench]

Needs torch and transformers, and peft for an adapter. A folder without a tokenizer is read with the same token numbers. Exits 0 where the tokens agree and every log-probability (or score) differs by at most
the tolerance, 1 otherwise.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

TEXTS = [
    "Once upon a time there was a little fox who lived at the edge of a wood.",
    "Café 你好 — 12345 and 3.14: numbers, accents, and other scripts.",
    "  Two spaces,\n\na blank line,\tand a tab.",
    "It's what we'll do; they've said so.",
]


def ours(workbench, folder, lines):
    with tempfile.TemporaryDirectory() as scratch:
        data, out = Path(scratch, "texts.jsonl"), Path(scratch, "scored.jsonl")
        data.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        subprocess.run(
            [workbench, "score", "--model", folder, "--data", data, "--out", out], check=True, stdout=subprocess.DEVNULL
        )
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def log_prob_difference(model, line):
    ids = torch.tensor([line["input_ids"]])
    logits = model(ids).logits[0, :-1].double()
    theirs = torch.log_softmax(logits, -1).gather(1, ids[0, 1:, None])[:, 0]
    return (theirs - torch.tensor(line["log_probs"][1:], dtype=torch.float64)).abs().max().item()


def whole(folder):
    config = AutoConfig.from_pretrained(folder)
    name = config.architectures[0]
    kind = AutoModelForSequenceClassification if name.endswith("ForSequenceClassification") else AutoModelForCausalLM
    model, loading = kind.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    return model, name, getattr(config, "score_shift", 0.0), [f"{what}: {names}" for what, names in loading.items() if names]


def adapter(folder):
    from peft import AutoPeftModelForCausalLM, AutoPeftModelForSequenceClassification

    config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        if config["task_type"] == "SEQ_CLS":
            score = folder / "score.json"
            shift = json.loads(score.read_text(encoding="utf-8"))["score_shift"] if score.exists() else 0.0
            model = AutoPeftModelForSequenceClassification.from_pretrained(folder, num_labels=1, dtype=torch.float32)
        else:
            shift = 0.0
            model = AutoPeftModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    model.config.pad_token_id = model.config.pad_token_id or 0
    return model.eval(), f"adapter of rank {config['r']}", shift, [str(w.message) for w in said if "adapter" in str(w.message)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workbench", type=Path, default=Path(__file__).resolve().parents[4] / "workbench")
    parser.add_argument("--tolerance", type=float, default=1e-3)
    options = parser.parse_args()
    folder = options.folder.resolve()

    model, name, shift, failures = adapter(folder) if (folder / "adapter_config.json").exists() else whole(folder)
    texts = (folder / "tokenizer.json").exists()
    tokenizer = AutoTokenizer.from_pretrained(folder) if texts else None
    lines = [{"text": text} if texts else {"input_ids": [3 + len(w) for w in text.split()]} for text in TEXTS]
    worst = 0.0
    with torch.no_grad():
        for asked, line in zip(lines, ours(options.workbench, folder, lines)):
            theirs = tokenizer(asked["text"])["input_ids"] if texts else asked["input_ids"]
            if "score" in line:
                found = model(torch.tensor([theirs])).logits[0, 0].item()
                worst = max(worst, abs(found + shift - line["score"]))
            elif theirs != line["input_ids"]:
                failures.append(f"other tokens of {asked}: {theirs} there, {line['input_ids']} here")
            else:
                worst = max(worst, log_prob_difference(model, line))
    if worst > options.tolerance:
        failures.append(f"a difference of {worst:.2e}, more than {options.tolerance:.0e}")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{folder}: {name}, greatest difference {worst:.2e}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
