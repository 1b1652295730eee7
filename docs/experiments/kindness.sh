#!/bin/sh
# Does the loop learn? A rule stands in for the labelers: "somebody is kind in the story". Fine-tunes the bundled model on
# the example's demonstrations, ranks its samples by the rule, trains a reward model on the rankings, tunes the policy with
# PPO, and counts the rule before and after on requests that no trainer has seen.
#
#     docs/experiments/kindness.sh SEED FOLDER
#
# Leaves all runs and report.json in FOLDER; exits with 1 where a figure of the table falls short.
set -eu

seed=${1:?usage: kindness.sh SEED FOLDER}
out=${2:?usage: kindness.sh SEED FOLDER}
root=$(cd "$(dirname "$0")/../.." && pwd)
examples=$root/feedback-store/src/main/resources/org/rlhfworkbench/feedback/example
mkdir -p "$out"
cd "$out"

workbench() { "$root/workbench" "$@" >&2; }
java_file() {
    file=$1
    shift
    "$("$root/workbench" --jdk)/bin/java" -cp "$(cat "$root/policy-tuner/target/classpath")" \
        "$root/policy-tuner/src/test/java/org/rlhfworkbench/policy/kindness/$file" "$@"
}
kindness() { java_file Kindness.java "$@"; }
step() { printf '\n== %s\n' "$*" >&2; }

step "Supervised fine-tuning; every fifth demonstration is held out"
awk 'NR % 5 != 0' "$examples/demonstrations.jsonl" >demonstrations.jsonl
awk 'NR % 5 == 0' "$examples/demonstrations.jsonl" >held-out-demonstrations.jsonl
workbench sft --model stories-base --data demonstrations.jsonl --out sft --seed "$seed"
"$root/workbench" evaluate --model stories-base --data held-out-demonstrations.jsonl >loss-before.json
"$root/workbench" evaluate --model sft --data held-out-demonstrations.jsonl >loss-after.json

step "Samples of the policy, ranked by the rule"
kindness prompts "$seed" 0 300 prompts.jsonl
kindness prompts "$seed" 300 400 held-out-prompts.jsonl
kindness prompts "$seed" 400 500 unseen-prompts.jsonl
workbench sample --model sft --prompts prompts.jsonl --k 8 --seed "$seed" --out samples.jsonl
workbench sample --model sft --prompts held-out-prompts.jsonl --k 4 --seed "$seed" --out held-out-samples.jsonl
kindness rank samples.jsonl rankings.jsonl
kindness rank held-out-samples.jsonl held-out-rankings.jsonl

step "Reward model"
workbench reward --model sft --data rankings.jsonl --eval held-out-rankings.jsonl --out reward --seed "$seed"

step "PPO"
workbench ppo --policy sft --reward reward --prompts prompts.jsonl --out ppo --seed "$seed"

step "The same unseen requests before and after"
for state in before after; do
    case $state in before) model=sft ;; after) model=ppo ;; esac
    workbench sample --model "$model" --prompts unseen-prompts.jsonl --k 4 --seed "$seed" --out samples-$state.jsonl
    kindness share samples-$state.jsonl >share-$state.json
    kindness responses samples-$state.jsonl responses-$state.jsonl
    workbench score --model reward --data responses-$state.jsonl --out scores-$state.jsonl
done

java_file KindnessReport.java .
