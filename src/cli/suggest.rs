//! The command that somebody meant who typed one that does not exist.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::printable;
use crate::rule::nearest::nearest;
use crate::rules;
use crate::walk::CARD_NAME;

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

/// Adds the command that was meant to the error about an unknown one: `cardlint lint`, `cardlint README.md`. `rest` are the words
/// behind it.
pub(super) fn command(error: &mut clap::Error, rest: &[OsString]) {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return };
    let Some(meant) = meant(word) else { return };
    let words = std::iter::once(meant).chain(rest.iter().map(|word| word.to_string_lossy().into_owned()));
    let words = words.collect::<Vec<_>>().join(" ");
    let tip = clap::builder::StyledStr::from(format!("run `cardlint {}`", printable::line(&words)));
    // What clap finds similar is another command.
    error.remove(ContextKind::SuggestedSubcommand);
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
}

fn meant(word: &str) -> Option<String> {
    if let Some((_, command)) = OTHER_NAMES.iter().find(|(name, _)| *name == word) {
        return Some((*command).to_owned());
    }
    if rules::find(word).is_some() {
        return Some(format!("explain {word}"));
    }
    looks_like_path(word).then(|| format!("check {word}"))
}

/// Whether a word that names neither a command nor a rule is meant as a file.
pub(super) fn looks_like_path(word: &str) -> bool {
    let path = Path::new(word);
    path.exists() || word.contains(['/', '\\']) || path.extension().is_some_and(|end| end == "md" || end == "yaml")
}

/// What was meant by a path that does not exist: a rule, or a file beside it with a similar name.
pub(super) fn path(path: &Path) -> Option<String> {
    let word = path.to_str()?;
    if rules::named(word).is_some() {
        return Some(format!("to learn about a rule, run `cardlint explain {word}`"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = folder.read_dir().ok()?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let names: Vec<String> = names.filter(|name| name == CARD_NAME || looks_like_path(name)).collect();
    let near = nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(format!("did you mean `{}`?", printable::line(&path.with_file_name(near).display().to_string())))
}
