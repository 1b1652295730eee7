"""Talks to a running `workbench serve` with OpenAI's own client, then measures it under load.

    pip install openai
    ./workbench serve --model stories-base --port 8011
    python serve_client.py --port 8011

Not part of the test command. Ends with a message at the first thing that is not as it should be.
"""

import argparse
import concurrent.futures
import math
import os
import time

import openai

QUESTION = [{"role": "user", "content": "Tell me a story about a cat."}]


def check(truth, what):
    if not truth:
        raise SystemExit("FAILED: " + what)
    print("ok: " + what)


def joined(stream):
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)


def check_answers(client, model):
    ask = dict(model=model, messages=QUESTION, seed=7, max_tokens=40)
    answer = client.chat.completions.create(**ask)
    text = answer.choices[0].message.content
    check(text, "a chat is answered: " + repr(text[:60]))
    check(answer.usage.completion_tokens <= 40 and answer.usage.total_tokens > 40, "tokens are counted")
    check(client.chat.completions.create(**ask).choices[0].message.content == text, "a seed gives the same text again")
    check(joined(client.chat.completions.create(stream=True, **ask)) == text, "a stream gives the same text")
    stop = text.split()[3]
    cut = client.chat.completions.create(stop=[stop], **ask).choices[0]
    check(cut.message.content == text[: text.index(stop)] and cut.finish_reason == "stop", "a stop text ends it")
    several = client.chat.completions.create(n=3, **ask).choices
    check(several[0].message.content == text and len({one.message.content for one in several}) == 3, "n answers differ")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: client.chat.completions.create(**ask), range(8)))
    check(all(one.choices[0].message.content == text for one in together), "eight at once get the same text")
    check(client.completions.create(model=model, prompt="Once upon", max_tokens=8).choices[0].text, "a text is gone on from")


def check_log_probs(client, model):
    tokens = client.chat.completions.create(
        model=model, messages=QUESTION, temperature=0, max_tokens=10, logprobs=True, top_logprobs=3
    ).choices[0].logprobs.content
    check(all(one.logprob == max(other.logprob for other in one.top_logprobs) for one in tokens), "greedy is likeliest")
    legacy = client.completions.create(model=model, prompt="Once upon a time", max_tokens=10, logprobs=2).choices[0]
    check("".join(legacy.logprobs.tokens) == legacy.text, "the tokens of log-probabilities make the text")


def check_embeddings(client, model):
    found = client.embeddings.create(model=model, input=["A cat sat.", "A cat sat down.", "Numbers: 1 2 3 4 5"]).data
    vectors = [one.embedding for one in found]
    check(all(abs(math.fsum(x * x for x in v) - 1) < 1e-4 for v in vectors), "embeddings have length 1")
    dot = lambda a, b: math.fsum(x * y for x, y in zip(a, b))
    check(dot(vectors[0], vectors[1]) > dot(vectors[0], vectors[2]), "like texts lie closer")


def check_errors(client, model):
    check(client.models.list().data[0].id == model and client.models.retrieve(model).id == model, "the model is listed")
    try:
        client.completions.create(model=model, prompt="x " * 100_000)
        check(False, "a prompt beyond the context is refused")
    except openai.BadRequestError as error:
        check(error.code == "context_length_exceeded", "a prompt beyond the context is refused")
    stream = client.chat.completions.create(model=model, messages=QUESTION, stream=True)
    next(iter(stream))
    stream.close()
    check(client.chat.completions.create(model=model, messages=QUESTION, max_tokens=1), "a client may go away")


def check_queue(client, model):
    """More at once than are written and may wait: some are told to come again, the others are answered."""
    impatient = client.with_options(max_retries=0)

    def one(number):
        try:
            impatient.completions.create(model=model, prompt="Once upon a time", max_tokens=100, seed=number)
            return None
        except openai.RateLimitError as error:
            return error.response.headers["Retry-After"]

    with concurrent.futures.ThreadPoolExecutor(96) as pool:
        told = list(pool.map(one, range(96)))
    refused = [after for after in told if after]
    check(refused and len(refused) < 96 and float(refused[0]) > 0, f"{len(refused)} of 96 at once are told to come again")


def rate(client, model, clients, seconds, tokens):
    """Tokens a second that so many clients get together, each asking again as soon as it is answered."""
    end = time.perf_counter() + seconds

    def one(number):
        drawn = 0
        while time.perf_counter() < end:
            answer = client.completions.create(
                model=model, prompt=f"Once upon a time, {number} cats", max_tokens=tokens, seed=number + drawn
            )
            drawn += answer.usage.completion_tokens
        return drawn

    begin = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        drawn = sum(pool.map(one, range(clients)))
    return drawn / (time.perf_counter() - begin)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, default=8000)
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--tokens", type=int, default=64)
    arguments.add_argument("--load-only", action="store_true")
    chosen = arguments.parse_args()
    key = os.environ.get("WORKBENCH_API_KEY", "none")
    client = openai.OpenAI(base_url=f"http://127.0.0.1:{chosen.port}/v1", api_key=key, max_retries=5)
    model = client.models.list().data[0].id
    if not chosen.load_only:
        check_answers(client, model)
        check_log_probs(client, model)
        check_embeddings(client, model)
        check_errors(client, model)
        check_queue(client, model)
    rate(client, model, 16, 2, chosen.tokens)
    for repetition in range(2):
        alone = rate(client, model, 1, chosen.seconds, chosen.tokens)
        together = rate(client, model, 16, chosen.seconds, chosen.tokens)
        print(f"{model}: 1 client {alone:.0f} tokens/s, 16 clients {together:.0f} tokens/s, {together / alone:.2f} times")


if __name__ == "__main__":
    main()
