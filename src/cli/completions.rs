//! `cardlint completions`.

use std::io::Write;

use super::{RunResult, Status};

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

pub(super) fn run(args: Args, out: &mut dyn Write, _err: &mut dyn Write) -> RunResult {
    // `generate` panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "cardlint", &mut script);
    out.write_all(&script)?;
    Ok(Status::Clean)
}
