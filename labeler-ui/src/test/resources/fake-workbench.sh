#!/bin/sh
# Stands in for the launcher: writes a run directory as the trainers do. FAKE_STEPS and FAKE_SECONDS (a step) or --fake-fail set the scene.
command=$1
shift
arguments="$*"
out='' run='' resume='' data='' model=''
while [ $# -gt 0 ]; do
    case $1 in
        --out) out=$2; shift ;;
        --run) run=$2; shift ;;
        --data | --prompts) data=$2; shift ;;
        --model) model=$2; shift ;;
        --resume) resume=yes ;;
        --fake-fail) FAKE_FAIL=$2; shift ;;
    esac
    shift
done
folder=${run:-$out}
steps=${FAKE_STEPS:-3}
step=0
mkdir -p "$folder"
echo "$command $arguments" >>"$folder/commands"

case ${FAKE_FAIL:-} in
    usage) echo "$data, line 3: the field \"groups\" is missing. Add it." >&2; exit 2 ;;
    silent) exit 1 ;;
esac

now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
state() {
    printf '{"kind":"%s","state":"%s","pid":%d,"stage":"training","step":%d,"steps":%d,"rate":14.2,"rate_unit":"episodes/s","seconds_left":%d,"message":%s,"started_at":"%s","updated_at":"%s"}' \
        "$command" "$1" $$ "$step" "$steps" $(((steps - step) * 2)) "${2:-null}" "$(now)" "$(now)" >"$folder/.state.tmp"
    mv "$folder/.state.tmp" "$folder/state.json"
}
trap 'state stopped; exit 0' TERM

# A model that is called "port:N" is served by whoever listens there.
if [ "$command" = serve ]; then
    [ "${model#port:}" = "$model" ] && { echo "$model is not a model. Choose another one." >&2; exit 2; }
    printf '{"kind":"serve","state":"running","pid":%d,"port":%d,"updated_at":"%s"}' $$ "${model#port:}" "$(now)" >"$folder/state.json"
    while true; do sleep 0.2; done
fi

if [ -n "$resume" ] && [ -f "$folder/step" ]; then step=$(cat "$folder/step"); fi
state running
printf '{"lr":"1e-5","seed":"1","out":"%s"}' "$out" >"$folder/config.json"
while [ "$step" -lt "$steps" ]; do
    sleep "${FAKE_SECONDS:-0.1}"
    step=$((step + 1))
    echo "$step" >"$folder/step"
    echo "{\"step\":$step,\"loss\":$((9 - step)).5,\"score\":0.$step}" >>"$folder/metrics.jsonl"
    echo "$(now) step $step" >>"$folder/log.txt"
    state running
    if [ "${FAKE_FAIL:-}" = loss ]; then state failed '"The loss of step 1 is not a number. The learning rate is likely too high. Lower --lr and resume."'; exit 1; fi
done
mkdir -p "$folder/model"
if [ "$command" = sample ]; then
    printf '{"prompt_id":"p1","prompt":"Tell me a story.","responses":[{"id":"a","content":"One.","model":"m"},{"id":"b","content":"Two.","model":"m"}]}\n' >"$out"
fi
echo '{"accuracy":{"value":0.74,"n":120,"low":0.71,"high":0.77}}' >"$folder/evaluation.json"
state finished
