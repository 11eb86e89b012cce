//! `cardlint explain`.

use std::io::Write;

use super::{Outcome, Status};
use crate::rules;

/// Explains a rule
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule
    rule: String,
}

pub(super) fn run(args: Args, out: &mut dyn Write, _err: &mut dyn Write) -> Outcome {
    let Some(rule) = rules::find(&args.rule) else {
        return Err(miette::miette!(help = "see `cardlint rules`", "there is no rule `{}`", args.rule).into());
    };
    writeln!(out, "{}\n\n{}", rule.id, rule.docs)?;
    Ok(Status::Clean)
}
