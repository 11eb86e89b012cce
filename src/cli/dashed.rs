//! Paths that start with a dash, which hook managers pass as they are.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The words of a command line; one that is not an option but names a file, such as `-dash/README.md`, in the form that clap accepts as a path:
/// `./-dash/README.md`.
pub(super) fn as_paths(words: Vec<OsString>) -> Vec<OsString> {
    let ends = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let subcommand = words.get(1).cloned().unwrap_or_default();
    let as_path = |(at, word): (usize, OsString)| {
        if at < ends && names_a_file(&word) && !is_option(&subcommand, &word) {
            Path::new(".").join(word).into_os_string()
        } else {
            word
        }
    };
    words.into_iter().enumerate().map(as_path).collect()
}

/// The path as it was given.
pub(super) fn as_given(path: PathBuf) -> PathBuf {
    match path.strip_prefix("./") {
        Ok(given) if begins_with_a_dash(given.as_os_str()) => given.to_path_buf(),
        _ => path,
    }
}

/// Whether a path means standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn begins_with_a_dash(word: &OsStr) -> bool {
    word.len() > 1 && word.as_encoded_bytes().starts_with(b"-")
}

fn names_a_file(word: &OsStr) -> bool {
    begins_with_a_dash(word) && Path::new(word).symlink_metadata().is_ok()
}

/// Whether a word is an option of a subcommand, with or without a value: `--fix`, `-q`, `--format=json`.
fn is_option(subcommand: &OsStr, word: &OsStr) -> bool {
    let word = word.to_string_lossy();
    let name = word.split_once('=').map_or(&*word, |(name, _)| name);
    let cli = super::command();
    let options = cli.find_subcommand(subcommand).into_iter().flat_map(clap::Command::get_arguments);
    options
        .flat_map(|option| {
            let long = option.get_long().map(|long| format!("--{long}"));
            long.into_iter().chain(option.get_short().map(|short| format!("-{short}")))
        })
        .chain(["--help", "-h"].map(ToOwned::to_owned))
        .any(|option| option == name)
}
