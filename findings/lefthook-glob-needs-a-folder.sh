#!/usr/bin/env bash
# lefthook 2.2.2 (npm): the glob `**/README.md` does not hold for the README.md at the top of the repository, and `README.md`
# holds for no other. In .gitignore, globset, minimatch and micromatch `**/` also means "here". A hook for every README.md that
# is written as `glob: "**/README.md"` never sees the card that the Hub reads. With `glob_matcher: doublestar` it does.
#
# Seen: `**/README.md` hands over data/README.md only; `README.md` hands over README.md only; doublestar both.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund lefthook@2.2.2 > /dev/null
export PATH=$work/node_modules/.bin:$PATH
git init -q repo
cd repo
mkdir data
echo a > README.md
echo b > data/README.md
handed() { # GLOB [LINE OF CONFIGURATION]
    printf '%s\npre-commit:\n  commands:\n    show:\n      glob: "%s"\n      run: printf "%%s\\n" {staged_files} > ../handed\n' "${2:-}" "$1" > lefthook.yml
    git add README.md data
    : > ../handed
    lefthook run pre-commit --no-tty > /dev/null 2>&1 || true
    sort ../handed | tr '\n' ' '
}
lefthook version
deep=$(handed '**/README.md')
flat=$(handed 'README.md')
both=$(handed '**/README.md' 'glob_matcher: doublestar')
printf '%s\n' "**/README.md: $deep" "README.md: $flat" "**/README.md with doublestar: $both"
[ "$deep" = "data/README.md " ] && [ "$flat" = "README.md " ] && [ "$both" = "README.md data/README.md " ]
