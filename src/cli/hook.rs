//! `cardlint hook`.

use std::io::Write;

use super::Outcome;

/// Runs as a git hook: pre-commit, pre-push, pre-receive
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args, _out: &mut dyn Write, _err: &mut dyn Write) -> Outcome {
    Err(miette::miette!(help = "see `cardlint --help` for what is", "`cardlint hook` is not there yet").into())
}
