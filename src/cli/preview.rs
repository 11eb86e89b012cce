//! `cardlint preview`.

use std::io::Write;

use super::Outcome;

/// Shows the gate form of a card in a browser
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args, _out: &mut dyn Write, _err: &mut dyn Write) -> Outcome {
    Err(miette::miette!(help = "see `cardlint --help` for what is", "`cardlint preview` is not there yet").into())
}
