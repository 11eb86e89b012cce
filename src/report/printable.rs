//! Text of a card on a terminal: a card must not steer it.

use std::borrow::Cow;

use crate::source::{SourceFile, printable_name};

/// The text with `?` for each control character but line ends and tabs. Every byte offset stays.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let steers = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|char| {
                if !steers(char) {
                    char
                } else if char.is_ascii() {
                    '?'
                } else {
                    '¿'
                }
            })
            .collect(),
    )
}

/// The file with a printable text and name.
pub(super) fn printable_source(source: &SourceFile) -> Cow<'_, SourceFile> {
    match (printable_name(&source.name), printable(&source.text)) {
        (Cow::Borrowed(_), Cow::Borrowed(_)) => Cow::Borrowed(source),
        (name, text) => Cow::Owned(SourceFile::new(name, text)),
    }
}
