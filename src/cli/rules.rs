//! `cardlint rules`.

use std::io::Write;

use super::{Outcome, Status};
use crate::rules;

/// Lists the rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: Args, out: &mut dyn Write, _err: &mut dyn Write) -> Outcome {
    for rule in rules::all() {
        writeln!(out, "{:<36} {:?} {}", rule.id, rule.severity, rule.summary())?;
    }
    Ok(Status::Clean)
}
