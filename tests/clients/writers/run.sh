#!/usr/bin/env bash
# Cards as the libraries of this field write them: those of models (trl, peft, transformers, sentence-transformers, lerobot, diffusers,
# setfit, span-marker, huggingface_hub), and of datasets (datasets, argilla, distilabel, mteb, lerobot, huggingface_hub). Compares what
# cardlint finds in them with expected.tsv, and with the consumers of tests/clients/differential.
#
#   tests/clients/writers/run.sh [FOLDER]      FOLDER, which must not be there, keeps the cards
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../environment.sh"
# Without their dependencies: torch is not installed, and lerobot asks for older versions of datasets and huggingface_hub.
environment --no-deps -r "$here/requirements.txt"
cards=${1:-$(mktemp -d)/cards}
[ $# -gt 0 ] || trap 'rm -rf "${cards%/cards}"' EXIT
status=0
"$cache/venv/bin/python" "$here/write.py" "$cards" || status=1
"$cache/venv/bin/python" "$here/compare.py" "$cards" || status=1
"$here/../differential/run.sh" "$cards" || status=1
exit $status
