"""Tokens that Transformers gives for conversations, by the tokenizers in shared/data.

    python chat_tokens.py ../../../../../shared/data > ../resources/org/rlhfworkbench/lm/tokenizer/chat-tokens.json

needs transformers (seen with 4.57.6). TransformersTokensTest holds our chat templates to the result.
"""

import json
import pathlib
import sys

from transformers import PreTrainedTokenizerFast

from jinja_cases import ANSWER, FAMILIES, ODD, SYSTEM, THOUGHT, USER

TOKENIZERS = {
    "models/stories260K": {"bos_token": "<s>", "eos_token": "</s>"},
    "tokenizers/gpt2": {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>"},
}
LOOSE = {"role": "assistant", "content": "  two spaces first, then a line.\n\n"}
CHATS = [[USER], [ODD, ANSWER], [USER, ANSWER, ODD], [SYSTEM, USER, ANSWER, ODD, THOUGHT], [USER, LOOSE, ODD, LOOSE]]
NAMES = ["zephyr", "old inst", "inst", "headers", "thinking", "generation"]


def tokens(tokenizer, family, messages, prompt):
    """The ids; none where a token spans the border between what precedes an answer and the answer."""

    def apply(some, add, tokenize):
        return tokenizer.apply_chat_template(
            some, chat_template=FAMILIES[family], add_generation_prompt=add, tokenize=tokenize
        )

    ids = apply(messages, prompt, True)
    for i, message in enumerate(messages):
        if message["role"] == "assistant":
            same = apply(messages, prompt, False).startswith(apply(messages[:i], True, False))
            before = apply(messages[:i], True, True)
            if same and ids[: len(before)] != before:
                return {"spanning": True}
            if not same and not prompt and i == len(messages) - 1:
                return {"unlike": True}
    return {"ids": ids}


def cases(data):
    for name, special in TOKENIZERS.items():
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(data / name / "tokenizer.json"), **special)
        for family in NAMES:
            for chat, messages in enumerate(CHATS):
                for prompt in (True, False):
                    case = {"tokenizer": name, "family": family, "chat": chat, "prompt": prompt}
                    try:
                        yield case | tokens(tokenizer, family, messages, prompt)
                    except Exception as e:  # Some families take no such conversation.
                        yield case | {"error": str(e)}


if __name__ == "__main__":
    found = list(cases(pathlib.Path(sys.argv[1])))
    head = {"tokenizers": TOKENIZERS, "families": {n: FAMILIES[n] for n in NAMES}, "chats": CHATS}
    print(json.dumps(head, ensure_ascii=False)[:-1] + ', "cases": [')
    print(",\n".join(json.dumps(case) for case in found) + "]}")
