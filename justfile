# Common tasks; `just` alone lists them. Each is one command, so `just` itself is optional.

_default:
    @just --list

# Format and lint
check:
    cargo fmt --check
    cargo clippy --quiet --all-targets -- -D warnings

# Rust tests, or those whose name contains FILTER
test filter="":
    cargo test --quiet {{ filter }}

# Everything a change must pass, the real clients included
all:
    ./tests/run

# Rewrite what the tests generate: pages and tables of docs/, man pages, completions, the picture, snapshots, schemas
bless:
    CARDLINT_BLESS=1 INSTA_UPDATE=always cargo test --quiet --test integration

# Compare speed with other tools, side by side
bench *args:
    bench/compare {{ args }}

# Fuzz the linter with a nightly toolchain and cargo-fuzz
fuzz *args:
    cargo +nightly fuzz run card -- -dict=fuzz/card.dict {{ args }}
