//! Bytes as lines and characters of the protocol, and back.

use gen_lsp_types::{Position, Range};

use crate::source::{Span, boundary_before};

/// What a character of a [`Position`] is, as client and server agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// A byte.
    Utf8,
    /// A UTF-16 code unit, which every client knows.
    Utf16,
}

impl Encoding {
    /// What the protocol calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
        }
    }
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`, as the protocol has it.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |at: &usize| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends_line).map(|at| at + 1)).collect();
        Self { starts, encoding }
    }

    /// The number of the line that holds a byte, from 0.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// The bytes of a line without its end; those after the last line are empty.
    pub(super) fn span(&self, text: &str, line: usize) -> Span {
        let Some(start) = self.starts.get(line).copied() else { return Span::new(text.len(), text.len()) };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        Span::new(start, start + text[start..end].trim_end_matches(['\r', '\n']).len())
    }

    /// The position of a byte; one inside a character counts as its start, one past the end as the end.
    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = boundary_before(text, offset);
        let line = self.line(offset);
        let before = &text[self.starts[line]..offset];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
        };
        Position { line: number(line), character: number(character) }
    }

    /// The byte at a position; past the end of a line it is that end, past the last line the end of the text.
    pub(super) fn offset(&self, text: &str, position: Position) -> usize {
        let line = self.span(text, position.line as usize);
        let mut left = position.character as usize;
        let mut offset = line.start;
        for char in text[line.start..line.end].chars() {
            let size = match self.encoding {
                Encoding::Utf8 => char.len_utf8(),
                Encoding::Utf16 => char.len_utf16(),
            };
            if left < size {
                break;
            }
            left -= size;
            offset += char.len_utf8();
        }
        offset
    }

    pub(super) fn range(&self, text: &str, span: Span) -> Range {
        Range { start: self.position(text, span.start), end: self.position(text, span.end) }
    }
}

/// A count of lines or characters, which the protocol limits to 31 bits.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX >> 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\r\nbé🎙c\rd\n";

    #[test]
    fn positions_count_in_the_agreed_unit() {
        let at = TEXT.find('c').expect("a letter");
        let position = |encoding| Lines::new(TEXT, encoding).position(TEXT, at);
        assert_eq!(position(Encoding::Utf8), Position { line: 1, character: 7 });
        assert_eq!(position(Encoding::Utf16), Position { line: 1, character: 4 });
    }

    #[test]
    fn every_boundary_survives_the_way_there_and_back() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(TEXT, encoding);
            // Between `\r` and `\n` there is no position.
            for (at, _) in TEXT.char_indices().filter(|(at, _)| !TEXT[..*at].ends_with('\r') || *at != 2) {
                assert_eq!(lines.offset(TEXT, lines.position(TEXT, at)), at, "{encoding:?} {at}");
            }
            assert_eq!(lines.offset(TEXT, Position { line: 9, character: 0 }), TEXT.len());
            assert_eq!(lines.offset(TEXT, Position { line: 0, character: 99 }), 1);
        }
    }
}
