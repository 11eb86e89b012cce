//! The `cardlint` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    cardlint::cli::run(std::env::args_os().skip(1), &mut std::io::stdout(), &mut std::io::stderr())
}
