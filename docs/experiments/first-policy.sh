#!/bin/sh
# How long from a clone to the first tuned policy? Clones this repository, starts the web application with an empty Maven
# cache, then runs the commands that its pages run, on the example's data; the rule of kindness.sh stands in for the
# labelers, so the time that people take to rank is not in it.
#
#     docs/experiments/first-policy.sh FOLDER
#
# Prints the seconds of each step and leaves everything in FOLDER.
set -eu

out=${1:?usage: first-policy.sh FOLDER}
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out"
cd "$out"
export MAVEN_ARGS="-Dmaven.repo.local=$out/maven"
begun=$(date +%s)
last=$begun

lap() {
    now=$(date +%s)
    printf '%4d s  %s\n' $((now - last)) "$1"
    last=$now
}

git clone -q "$root" clone
clone/workbench start --home "$out/home" --port 8098 >start.log 2>&1 &
server=$!
trap 'kill $server' EXIT
until curl -fsS -o /dev/null http://localhost:8098/ 2>/dev/null; do
    kill -0 $server
    sleep 0.2
done
lap "clone, libraries, build, and the page is there"

examples=clone/feedback-store/src/main/resources/org/rlhfworkbench/feedback/example
clone/workbench sft --model stories-base --data $examples/demonstrations.jsonl --out sft >sft.log 2>&1
lap "supervised fine-tuning on the example's demonstrations"
clone/workbench sample --model sft --prompts $examples/prompts.jsonl --k 4 --out samples.jsonl >sample.log 2>&1
lap "four samples for each of the example's prompts"
"$(clone/workbench --jdk)/bin/java" -cp "$(cat clone/policy-tuner/target/classpath)" \
    clone/policy-tuner/src/test/java/org/rlhfworkbench/policy/kindness/Kindness.java rank samples.jsonl rankings.jsonl
clone/workbench reward --model sft --data rankings.jsonl --out reward >reward.log 2>&1
lap "ranking by the rule, reward model"
clone/workbench ppo --policy sft --reward reward --prompts $examples/prompts.jsonl --out ppo >ppo.log 2>&1
lap "PPO with its defaults"
printf '%4d s  from clone to tuned policy\n' $((last - begun))
