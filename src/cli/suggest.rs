//! The command that somebody meant who typed one that does not exist.

use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What other linters and servers call it, and the command here.
const OTHER_NAMES: [(&str, &str); 15] = [
    ("lint", "check"),
    ("validate", "check"),
    ("fix", "check --fix"),
    ("format", "check --fix"),
    ("diff", "check --diff"),
    ("rule", "explain"),
    ("doc", "explain"),
    ("list", "rules"),
    ("install", "hook install"),
    ("uninstall", "hook uninstall"),
    ("mock", "serve"),
    ("server", "serve"),
    ("completion", "completions"),
    ("help", "--help"),
    ("version", "--version"),
];

/// Adds the command that was meant to the error about an unknown one: `cardlint lint`, `cardlint README.md`.
pub(super) fn command(error: &mut clap::Error) {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return };
    let Some(meant) = meant(word) else { return };
    let tip = clap::builder::StyledStr::from(format!("run `cardlint {meant}`"));
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
}

fn meant(word: &str) -> Option<String> {
    if let Some((_, command)) = OTHER_NAMES.iter().find(|(name, _)| *name == word) {
        return Some((*command).to_owned());
    }
    let path = Path::new(word);
    let is_path = path.exists() || word.contains(['/', '\\']) || path.extension().is_some_and(|end| end == "md");
    is_path.then(|| format!("check {word}"))
}
