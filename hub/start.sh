#!/usr/bin/env bash
# Starts the mock Hub for the steps of a job that follow: start.sh PROGRAM SEED [ARGUMENT]... An empty seed is the default one.
set -euo pipefail
program=$1 seed=$2
shift 2

folder=$(mktemp -d "${RUNNER_TEMP:-/tmp}/cardlint-hub-XXXXXX")
nohup "$program" serve ${seed:+--seed "$seed"} "$@" > "$folder/endpoint" 2> "$folder/log" < /dev/null &
server=$!
while [ ! -s "$folder/endpoint" ]; do
  if ! kill -0 "$server" 2> /dev/null; then
    cat "$folder/log" >&2
    exit 1
  fi
  sleep 0.1
done
endpoint=$(cat "$folder/endpoint")
# Nobody's credentials leave for a mock, and no cache answers in its place.
{
  echo "HF_ENDPOINT=$endpoint"
  echo "HF_HOME=$folder/home"
  echo "HF_TOKEN="
} >> "$GITHUB_ENV"
{
  echo "endpoint=$endpoint"
  echo "log=$folder/log"
  echo "pid=$server"
} >> "$GITHUB_OUTPUT"
