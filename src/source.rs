//! A named text, places in it, and edits to it.

use std::sync::OnceLock;

/// A text with a name. The only place where bytes become lines and columns.
///
/// ```
/// use cardlint::source::SourceFile;
///
/// let file = SourceFile::new("README.md", "a\nbé c");
/// let position = file.position(5);
/// assert_eq!((position.line, position.column), (2, 3));
/// ```
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// What people call the text: a path, `<stdin>`, `README.md (staged)`.
    pub name: String,
    /// The whole text.
    pub text: String,
    line_starts: OnceLock<Vec<usize>>,
    /// How many characters and UTF-16 units come before each block of [`BLOCK`] bytes: lines may be long.
    characters: OnceLock<Vec<(usize, usize)>>,
}

/// The bytes that are counted anew for each place.
const BLOCK: usize = 1024;

impl SourceFile {
    /// A text under a name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), line_starts: OnceLock::new(), characters: OnceLock::new() }
    }

    /// The path in the name: `README.md` of `README.md (staged)`.
    pub fn path(&self) -> &str {
        let labelled = self.name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
        labelled.map_or(&self.name, |(path, _)| path)
    }

    /// The line and columns of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts();
        let offset = boundary_before(&self.text, offset);
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts[line - 1];
        let (characters, units) = if offset - start < BLOCK {
            count(&self.text.as_bytes()[start..offset])
        } else {
            let (before, now) = (self.characters_before(start), self.characters_before(offset));
            (now.0 - before.0, now.1 - before.1)
        };
        Position { line, column: characters + 1, utf16_column: units + 1 }
    }

    /// How many characters and UTF-16 units come before a byte.
    fn characters_before(&self, offset: usize) -> (usize, usize) {
        let blocks = self.characters.get_or_init(|| {
            let mut blocks = Vec::with_capacity(self.text.len() / BLOCK + 1);
            let mut before = (0, 0);
            for block in self.text.as_bytes().chunks(BLOCK) {
                blocks.push(before);
                let (characters, units) = count(block);
                before = (before.0 + characters, before.1 + units);
            }
            blocks
        });
        let block = (offset / BLOCK).min(blocks.len().saturating_sub(1));
        let (characters, units) = count(&self.text.as_bytes()[block * BLOCK..offset]);
        let before = blocks.get(block).copied().unwrap_or_default();
        (before.0 + characters, before.1 + units)
    }

    /// As [`SourceFile::line_at`], but of a long line only so many bytes before and after.
    pub fn line_around(&self, offset: usize, bytes: usize) -> Span {
        let line = self.line_at(offset);
        let start = line.start.max(offset.saturating_sub(bytes)).min(line.end);
        let end = line.end.min(offset.saturating_add(bytes)).max(start);
        Span::new(boundary_before(&self.text, start), boundary_before(&self.text, end))
    }

    /// The text of a span; empty if the span is not within the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The byte range of the 1-based line that contains `offset`, without its line end.
    pub fn line_at(&self, offset: usize) -> Span {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts[line.saturating_sub(1)];
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start, start + text.len())
    }

    /// Where the next line begins after a line that ends at `end`.
    pub(crate) fn after_line(&self, end: usize) -> usize {
        let rest = self.text.get(end..).unwrap_or_default();
        end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts
            .get_or_init(|| std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }
}

/// The last byte up to `at` where a character begins, or the end of the text: `str::floor_char_boundary`, which Rust 1.91 has.
pub(crate) fn boundary_before(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// The characters and UTF-16 units that begin in a stretch of UTF-8.
fn count(bytes: &[u8]) -> (usize, usize) {
    let begins = bytes.iter().filter(|byte| !matches!(byte, 0x80..0xc0));
    begins.fold((0, 0), |(characters, units), byte| (characters + 1, units + if *byte >= 0xf0 { 2 } else { 1 }))
}

/// A half-open byte range into one [`SourceFile`]. The only location type in the crate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Whether both spans share a byte, or touch where one of them is empty.
    pub fn touches(self, other: Span) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span is empty.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

impl From<Span> for miette::SourceSpan {
    fn from(span: Span) -> Self {
        (span.start, span.len()).into()
    }
}

/// Where a byte is, for people: everything counts from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column in Unicode scalar values.
    pub column: usize,
    /// The column in UTF-16 code units.
    pub utf16_column: usize,
}

/// One replacement: the bytes of `span` become `text`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// A way to fix a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What the edits do, as an imperative: "quote the value".
    pub title: String,
    /// Whether the fix keeps what the author meant for certain; `--fix` applies only those.
    pub safe: bool,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

/// Edits that fix a text. What they are called, a rule says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repair {
    /// Whether they keep what the author meant for certain.
    pub safe: bool,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

impl Repair {
    /// Edits that certainly keep the author's meaning.
    pub fn safe(edits: Vec<Edit>) -> Self {
        Self { safe: true, edits }
    }

    /// Edits that a person should look at.
    pub fn suggested(edits: Vec<Edit>) -> Self {
        Self { safe: false, edits }
    }

    /// The fix of this title.
    pub fn titled(self, title: impl Into<String>) -> Fix {
        Fix { title: title.into(), safe: self.safe, edits: self.edits }
    }
}

impl Fix {
    /// A fix that certainly keeps the author's meaning.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safe: true, edits }
    }

    /// A fix that a person should look at.
    pub fn suggested(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safe: false, edits }
    }
}

impl Edit {
    /// Replaces `span` by `text`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Inserts `text` before the byte `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { span: Span::new(at, at), text: text.into() }
    }

    /// Removes `span`.
    pub fn delete(span: Span) -> Self {
        Self { span, text: String::new() }
    }

    /// Edits by place; those of one place are one, in their order.
    pub(crate) fn joined(mut edits: Vec<Self>) -> Vec<Self> {
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by(|next, edit| {
            let is_same = next.span == edit.span;
            if is_same {
                edit.text.push_str(&next.text);
            }
            is_same
        });
        edits
    }
}
