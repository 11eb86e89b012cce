//! The Hub's words about YAML that it cannot read: `Invalid YAML in README.md: reason (line:column)` and a snippet, as
//! js-yaml 4 draws it.

use super::EMPTY_METADATA;
use crate::source::boundary_before;
use crate::yaml::Position;

/// What the Hub answers to a card, in its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubReply {
    /// It finds no metadata, and warns.
    EmptyMetadata,
    /// It cannot read the metadata.
    InvalidYaml(String),
    /// The metadata is not what it should be.
    Invalid(String),
}

impl HubReply {
    /// The words.
    pub fn text(&self) -> &str {
        match self {
            Self::EmptyMetadata => EMPTY_METADATA,
            Self::InvalidYaml(text) | Self::Invalid(text) => text,
        }
    }
}

/// The message for a stop at the byte `at` of the block; one past its end is the line break that js-yaml adds.
pub(super) fn message(file: &str, block: &str, at: usize, reason: &str, position: Position) -> String {
    if position == Position::None {
        return format!("Invalid YAML in {file}: {reason}");
    }
    let text = format!("{block}\n");
    let at = boundary_before(&text, at);
    let lines = lines(&text);
    let current = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
    let column = text[lines[current].0..at].encode_utf16().count();
    if position == Position::Offset {
        return format!("Invalid YAML in {file}: {reason} (1:{})", text[..at].encode_utf16().count() + 1);
    }
    let snippet = snippet(&text, &lines, current, column);
    format!("Invalid YAML in {file}: {reason} ({}:{})\n\n{snippet}", current + 1, column + 1)
}

/// The lines of a text, as start and end in bytes; the last one may be empty.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut start, bytes) = (0, text.as_bytes());
    let mut at = 0;
    while at < bytes.len() {
        let length = match &bytes[at..] {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => {
                at += 1;
                continue;
            }
        };
        lines.push((start, at));
        at += length;
        start = at;
    }
    lines.push((start, text.len()));
    lines
}

/// Three lines before, the line, a mark below the column, two lines after; long lines are cut around the column.
fn snippet(text: &str, lines: &[(usize, usize)], current: usize, column: usize) -> String {
    const WIDTH: usize = 79;
    let last = lines.len() - 1;
    let digits = (current + 2).min(last).to_string().len();
    let width = WIDTH - (1 + digits + 3);
    let draw = |index: usize| {
        let (start, end) = lines[index];
        let (line, mark) = cut(&text[start..end], column, width);
        (format!(" {:>digits$} | {line}\n", index + 1), mark)
    };
    let mut out = String::new();
    for index in current.saturating_sub(3)..current {
        out.push_str(&draw(index).0);
    }
    let (line, mark) = draw(current);
    out.push_str(&line);
    out.push_str(&"-".repeat(1 + digits + 3 + mark));
    out.push_str("^\n");
    for index in current + 1..(current + 3).min(last) {
        out.push_str(&draw(index).0);
    }
    out.pop();
    out
}

/// A line of at most `width` UTF-16 units around `column`, and where the column is then.
fn cut(line: &str, column: usize, width: usize) -> (String, usize) {
    let units: Vec<u16> = line.encode_utf16().collect();
    let half = width / 2 - 1;
    let (mut head, mut tail) = ("", "");
    let (mut start, mut end) = (0, units.len());
    if column > half {
        head = " ... ";
        start = column - half + head.len();
    }
    if units.len() > column + half {
        tail = " ...";
        end = column + half - tail.len();
    }
    let middle = units.get(start.min(end)..end).unwrap_or_default();
    let middle = String::from_utf16_lossy(middle).replace('\t', "\u{2192}");
    (format!("{head}{middle}{tail}"), (column + head.len()).saturating_sub(start))
}
