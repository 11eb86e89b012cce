//! The lines of a card, with any line end, and what those of metadata look like.

use crate::source::{Edit, Repair, Span};

/// A line without its end, and where it is.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    /// The first byte of the next line.
    pub(super) next: usize,
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let ends = if rest[length..].starts_with("\r\n") { 2 } else { usize::from(length < rest.len()) };
        let span = Span::new(start, start + length);
        start += length + ends;
        Some(Line { text: &rest[..length], span, next: start })
    })
}

/// The key of a line such as `license: mit`.
pub(super) fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let well_formed = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    (well_formed && (rest.is_empty() || rest.starts_with([' ', '\t']))).then_some(key)
}

/// How the lines of a text end.
pub(super) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Ends metadata with a fence before the byte `at`.
pub(super) fn close_at(text: &str, at: usize) -> Repair {
    let end = line_end(text);
    let begin = if at == 0 || text[..at].ends_with(['\n', '\r']) { "" } else { end };
    Repair::suggested(vec![Edit::insert(at, format!("{begin}---{end}"))])
}
