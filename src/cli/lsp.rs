//! `cardlint lsp`.

use miette::IntoDiagnostic;

use super::{RunResult, Status};

/// Run the language server over standard input and output, for editors
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Accepted for clients that name the transport; there is no other
    #[arg(long, hide = true)]
    stdio: bool,
}

const AFTER_HELP: &str = "\
Editors start it themselves: `docs/editors.md` has the settings for VS Code, Neovim, Helix, Zed, Emacs
and JetBrains.";

pub(super) fn run(_args: &Args) -> RunResult {
    // The protocol: a client that leaves without `shutdown` gets exit status 1.
    match crate::lsp::serve_stdio().into_diagnostic()? {
        true => Ok(Status::Clean),
        false => Ok(Status::Problems),
    }
}
