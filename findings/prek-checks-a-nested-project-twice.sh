#!/usr/bin/env bash
# prek 0.5.11 and pre-commit 4.7.0 (PyPI) read the same .pre-commit-config.yaml, and disagree about one in a sub-directory:
# pre-commit does not look at it, even when it is run there; prek takes the sub-directory for a project, runs its hooks there
# with paths from it, and hands the same file to the hooks at the top as well. So a README.md in such a directory is checked
# once by the one and twice by the other, by two paths.
#
# Seen: pre-commit hands over `sub/README.md`; prek hands over `README.md` in sub, and `sub/README.md` at the top.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pre-commit==4.7.0 prek==0.5.11
export PRE_COMMIT_HOME=$work/pre-commit PREK_HOME=$work/prek PATH=$work/venv/bin:$PATH
git init -q repo
cd repo
mkdir sub
echo card > sub/README.md
printf '#!/bin/sh\necho "$(basename "$(pwd)"): $*" >> "%s/handed"\n' "$work" > ../show
chmod +x ../show
cat > .pre-commit-config.yaml <<YAML
repos:
- repo: local
  hooks: [{id: show, name: show, entry: $work/show, language: system, files: README.md}]
YAML
cp .pre-commit-config.yaml sub/
git add .
: > ../handed
(cd sub && pre-commit run > /dev/null)
pre_commit=$(sort ../handed)
: > ../handed
prek run > /dev/null
prek=$(sort ../handed)
printf '%s\n' "pre-commit, run in sub:" "$pre_commit" "prek:" "$prek"
[ "$pre_commit" = "repo: sub/README.md" ] && [ "$prek" = "repo: sub/README.md
sub: README.md" ]
