//! `cardlint schema`.

use std::io::Write;

use super::{Outcome, Status};

/// Prints a JSON Schema, for editors and other tools
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args, _out: &mut dyn Write, _err: &mut dyn Write) -> Outcome {
    Ok(Status::Clean)
}
