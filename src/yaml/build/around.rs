//! What is around the place that the parser has reached.

use super::Builder;
use crate::source::Span;
use crate::yaml::{Style, Value};

impl Builder<'_> {
    /// The span of a block scalar from its `|` or `>` to its last line, the end of that line excluded: what replaces the
    /// text ends before the next key.
    pub(super) fn with_header(&self, content: Span) -> Span {
        let before = self.text.get(..content.start).unwrap_or_default().trim_end();
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let header = before[line..].split(" #").next().unwrap_or_default();
        let start = header.rfind(['|', '>']).map_or(content.start, |at| line + at);
        let written = self.text.get(start..content.end).unwrap_or_default();
        Span::new(start, start + written.trim_end().len())
    }

    /// The first byte behind `from` that is neither whitespace nor a comment.
    pub(super) fn next_token(&self, from: usize) -> usize {
        let mut rest = self.text.get(from..).unwrap_or_default();
        loop {
            rest = rest.trim_start();
            if !rest.starts_with('#') {
                return self.text.len() - rest.len();
            }
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        }
    }

    pub(super) fn in_flow(&self) -> bool {
        self.open.last().is_some_and(|open| open.node.style == Style::Flow)
    }

    /// The column of the innermost list or mapping that is not in brackets.
    pub(super) fn column(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|open| open.column)
    }

    pub(super) fn key_is_next(&self) -> bool {
        self.open.last().is_some_and(|open| open.key.is_none() && matches!(open.node.value, Value::Mapping(_)))
    }
}
