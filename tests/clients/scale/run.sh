#!/usr/bin/env bash
# examples/scale: datasets, Ray Data and PySpark, each on a local cluster of the real engine, over 20,000 cards in parquet; each result
# must be that of one run of the program. PySpark needs Java 17 or newer: without it, this fails.
#
#   ENGINES="ray spark" CARDS=2000 tests/clients/scale/run.sh     some engines, fewer cards
#
# Last line: "scale: N passed, M failed".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"

java=$(java -version 2>&1 | sed -nE '1s/.*"([0-9]+).*/\1/p') || true
if [ "${java:-0}" -lt 17 ]; then
  echo "PySpark needs Java 17 or newer, which is not on this machine (sudo apt-get install default-jre-headless)" >&2
  echo "scale: 0 passed, 1 failed"
  exit 1
fi
environment 'datasets==5.2.0' 'ray[data]==2.60.0' 'pyspark==4.3.0' pandas pyarrow

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
cp -R "$top/examples/scale" "$run/examples"
# Workers of Ray and Spark find the package as one that is installed.
export PYTHONPATH="$top/python" PYTHONDONTWRITEBYTECODE=1 HF_HOME="$run/hf" HF_DATASETS_DISABLE_PROGRESS_BARS=1
export RAY_USAGE_STATS_ENABLED=0 RAY_TMPDIR="$run/ray" SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON="$cache/venv/bin/python"
# Ray gives its workers the lowest priority but four: beside other programs they would wait for minutes.
export RAY_worker_niceness=0
"$cache/venv/bin/python" "$here/run.py" "$run/examples" "$run"
