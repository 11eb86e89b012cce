//! Where each consumer finds the front matter.
//!
//! The Hub searches `^(\s*---[\r\n]+)([\S\s]*?)([\r\n]+---(\r\n|\n|$))` with JavaScript's `\s`; `huggingface_hub` 2.4
//! `^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))` with Python's. Both are followed here in
//! linear time.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::source::Span;

/// A block of front matter as one consumer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The opening fence, without the spaces before it and its line end.
    pub(super) open: Span,
    /// The text between the fences.
    pub(super) content: Span,
    /// The closing fence, spaces behind it included, without its line end.
    pub(super) close: Span,
    /// Where the Markdown begins.
    pub(super) body: usize,
}

impl Block {
    /// The block with both fences.
    pub(super) fn span(self) -> Span {
        Span::new(self.open.start, self.close.end)
    }
}

/// The block that the Hub reads.
pub(super) fn hub(text: &str) -> Option<Block> {
    let open = opening(text, hub_space)?;
    let bytes = text.as_bytes();
    let breaks = bytes[open.end..].iter().take_while(|byte| is_break(**byte)).count();
    if breaks == 0 {
        return None;
    }
    let start = open.end + breaks;
    let end = |at: usize| line_end(text, at);
    let found = fences(text, start).find_map(|fence| Some((fence, end(fence + 3)?)));
    let (content, fence, body) = if let Some((fence, body)) = found {
        let run = bytes[start..fence].iter().rev().take_while(|byte| is_break(**byte)).count();
        (Span::new(start, fence - run), fence, body)
    } else {
        // The pattern gives line breaks of the opening fence back, and the block is empty.
        let body = (breaks > 1 && text[start..].starts_with("---")).then(|| end(start + 3)).flatten()?;
        (Span::new(start - 1, start - 1), start, body)
    };
    Some(Block { open, content, close: Span::new(fence, fence + 3), body })
}

/// The block that `huggingface_hub`, and through it `datasets`, reads.
pub(super) fn python(text: &str) -> Option<Block> {
    let open = opening(text, python_space)?;
    let rest = &text[open.end..];
    let start = open.end + if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\r', '\n'])) };
    if start == open.end {
        return None;
    }
    let end = |fence: usize| {
        let rest = &text[fence + 3..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        Some((Span::new(fence, fence + 3 + blanks), line_end(text, fence + 3 + blanks)?))
    };
    if let Some((close, body)) = fences(text, start).find_map(end) {
        let before = &text[start..close.start];
        let line_break = if before.ends_with("\r\n") { 2 } else { 1 };
        return Some(Block { open, content: Span::new(start, close.start - line_break), close, body });
    }
    if rest.starts_with("\r\n---") {
        let (close, body) = end(start)?;
        return Some(Block { open, content: Span::new(start - 1, start - 1), close, body });
    }
    None
}

/// The three dashes of the first line that is not blank.
fn opening(text: &str, space: fn(char) -> bool) -> Option<Span> {
    let rest = text.trim_start_matches(space);
    let at = text.len() - rest.len();
    rest.starts_with("---").then(|| Span::new(at, at + 3))
}

/// Every `---` at the start of a line that begins after `start`.
fn fences(text: &str, start: usize) -> impl Iterator<Item = usize> {
    static FENCE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("---"));
    let bytes = text.as_bytes();
    FENCE.find_iter(&bytes[start..]).map(move |at| start + at).filter(move |at| *at > start && is_break(bytes[*at - 1]))
}

/// The byte after `\r\n`, `\n` or nothing.
fn line_end(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at..)? {
        [] => Some(at),
        [b'\n', ..] => Some(at + 1),
        [b'\r', b'\n', ..] => Some(at + 2),
        _ => None,
    }
}

pub(super) fn is_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// JavaScript's `\s`: with the byte order mark, without NEL.
pub(super) fn hub_space(character: char) -> bool {
    (character.is_whitespace() && character != '\u{85}') || character == '\u{feff}'
}

/// Python's `\s`: with NEL and the separators U+001C to U+001F, without the byte order mark.
pub(super) fn python_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}
