//! Syntax errors in plain words.

use granit_parser::ErrorKind;

use super::{Problem, build};
use crate::source::Span;

/// The problem behind a parser's error at the byte `at` of `yaml`, which begins at the byte `base` of the file.
pub(super) fn problem(kind: &ErrorKind, yaml: &str, at: usize, base: usize) -> Problem {
    if *kind == ErrorKind::RecursionLimitExceeded {
        return build::too_deep(Span::new(base + at, base + at));
    }
    let span = Span::new(base + at, base + at);
    Problem::new("yaml-syntax", span, format!("{kind:?}: {}", &yaml[at..].lines().next().unwrap_or_default()))
}

/// A line among keys that has no colon.
pub(super) fn no_colon(yaml: &str, at: usize, base: usize) -> Problem {
    let line = yaml[at..].lines().next().unwrap_or_default().trim_end();
    let span = Span::new(base + at, base + at + line.len());
    Problem::new("yaml-syntax", span, "a key with a colon was expected here")
}
