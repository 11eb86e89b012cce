//! The keys and items of YAML by their lines and columns alone: it need not be complete, or right.

use crate::source::Span;

/// One step from a collection to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Item,
}

/// A key or the dash of an item.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) step: Step,
    /// How many characters are before it in its line.
    pub(super) column: usize,
    /// The key as it is written, or the dash.
    pub(super) at: Span,
    /// What follows it: of a key behind its colon, of an item behind the dash. Up to the end of its last line.
    pub(super) value: Span,
    /// The entry that this one is below.
    pub(super) parent: Option<usize>,
    /// Whether the value is a text of several lines: `|` or `>`.
    pub(super) literal: bool,
}

/// Every entry of a block, in order.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) entries: Vec<Entry>,
}

impl Outline {
    pub(super) fn read(text: &str, block: Span) -> Self {
        let mut reader = Reader { text, entries: Vec::new(), open: Vec::new(), end: block.end };
        let mut at = block.start;
        while at < block.end {
            at = reader.line(at);
        }
        Self { entries: reader.entries }
    }

    /// The way from the top to an entry, itself included.
    pub(super) fn path(&self, entry: Option<usize>) -> Vec<Step> {
        let parents = std::iter::successors(entry, |at| self.entries[*at].parent);
        let mut path: Vec<Step> = parents.map(|at| self.entries[at].step.clone()).collect();
        path.reverse();
        path
    }

    /// The keys of the mapping below an entry, or at the top.
    pub(super) fn keys(&self, below: Option<usize>) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(move |entry| entry.parent == below).filter_map(|entry| match &entry.step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item => None,
        })
    }

    /// The entry that what begins in this column after `offset` is below.
    pub(super) fn parent(&self, offset: usize, column: usize) -> Option<usize> {
        let before = self.entries.iter().rposition(|entry| entry.at.start < offset)?;
        std::iter::successors(Some(before), |at| self.entries[*at].parent).find(|at| self.entries[*at].column < column)
    }
}

struct Reader<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    /// The entries that the next line may be below, the outermost first.
    open: Vec<usize>,
    end: usize,
}

impl Reader<'_> {
    /// Reads the line that begins at `start`, and those that its value goes on in; where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let line = line(self.text, start, self.end);
        let next = line.1;
        let line = line.0;
        let mut at = line.start + indent(&self.text[line.start..line.end]);
        if at == line.end || self.text[at..line.end].starts_with('#') {
            return next;
        }
        loop {
            let rest = &self.text[at..line.end];
            let column = at - line.start;
            if let Some(item) = rest.strip_prefix('-').filter(|item| item.is_empty() || item.starts_with(' ')) {
                let value = at + 1 + indent(item);
                self.push(Step::Item, column, Span::new(at, at + 1), Span::new(at + 1, line.end));
                if value == line.end {
                    return next;
                }
                at = value;
                if key(&self.text[at..line.end]).is_none() && !self.text[at..line.end].starts_with("- ") {
                    return self.value(at, column, line, next);
                }
            } else if let Some((name, colon)) = key(rest) {
                let value = Span::new(at + colon + 1, line.end);
                self.push(Step::Key(unquoted(name)), column, Span::new(at, at + name.len()), value);
                let rest = at + colon + 1;
                return self.value(rest + indent(&self.text[rest..line.end]), column, line, next);
            } else {
                return next;
            }
        }
    }

    fn push(&mut self, step: Step, column: usize, at: Span, value: Span) {
        while let Some(last) = self.open.last() {
            let last = &self.entries[*last];
            // The items of a list may begin in the column of its key.
            let holds_items = last.column == column && step == Step::Item && last.step != Step::Item;
            if last.column < column || holds_items {
                break;
            }
            self.open.pop();
        }
        let parent = self.open.last().copied();
        self.open.push(self.entries.len());
        self.entries.push(Entry { step, column, at, value, parent, literal: false });
    }

    /// Takes the lines that a value of the last entry goes on in: a text after `|` or `>`, or what is in brackets.
    fn value(&mut self, at: usize, column: usize, first: Span, mut next: usize) -> usize {
        let written = &self.text[at..first.end];
        let literal = written.starts_with(['|', '>']);
        let mut depth = Brackets::default();
        if !literal && !(written.starts_with(['[', '{']) && depth.read(written)) {
            return next;
        }
        let mut end = first.end;
        while next < self.end {
            let (line, after) = line(self.text, next, self.end);
            let text = &self.text[line.start..line.end];
            let blank = text.trim().is_empty();
            if !blank && indent(text) <= column && !(!literal && text.trim_start().starts_with([']', '}'])) {
                break;
            }
            next = after;
            if !blank {
                end = line.end;
            }
            if !literal && !depth.read(text) {
                break;
            }
        }
        if literal {
            // Blank lines at its end belong to it, too.
            end = end.max(next.saturating_sub(1).min(self.end)).max(first.end);
        }
        if let Some(last) = self.entries.last_mut() {
            last.value.end = end;
            last.literal = literal;
        }
        next
    }
}

/// How many brackets are open, quotes left out.
#[derive(Default)]
struct Brackets {
    depth: usize,
    quote: Option<char>,
}

impl Brackets {
    /// Reads on; whether one is open at the end.
    fn read(&mut self, text: &str) -> bool {
        for char in text.chars() {
            match (self.quote, char) {
                (Some(quote), char) if quote == char => self.quote = None,
                (None, '"' | '\'') => self.quote = Some(char),
                (None, '[' | '{') => self.depth += 1,
                (None, ']' | '}') => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.depth > 0
    }
}

/// A line without its end, and where the next one begins.
fn line(text: &str, start: usize, end: usize) -> (Span, usize) {
    let length = text[start..end].find('\n').unwrap_or(end - start);
    let line = text[start..start + length].trim_end_matches('\r');
    (Span::new(start, start + line.len()), (start + length + 1).min(end))
}

pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The key that a text begins with, as it is written, and where its colon is.
pub(super) fn key(text: &str) -> Option<(&str, usize)> {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
    let closed = match quote {
        Some(quote) => 2 + text[1..].find(quote)?,
        None if text.starts_with(['[', '{', '|', '>', '#']) => return None,
        None => 0,
    };
    let ends = |at: &usize| text[at + 1..].chars().next().is_none_or(|next| next == ' ' || next == '\t');
    let colon = text[closed..].match_indices(':').map(|(at, _)| closed + at).find(ends)?;
    let name = text[..colon].trim_end();
    // A comment may hold a colon, too.
    (!name.is_empty() && !name[closed.min(name.len())..].contains(" #")).then_some((name, colon))
}

/// A key without its quotes.
pub(super) fn unquoted(key: &str) -> String {
    let inside = |quote: char| key.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Vec<String> {
        let outline = Outline::read(text, Span::new(0, text.len()));
        let name = |step: &Step| match step {
            Step::Key(key) => key.clone(),
            Step::Item => "-".to_owned(),
        };
        (0..outline.entries.len())
            .map(|at| outline.path(Some(at)).iter().map(name).collect::<Vec<_>>().join("/"))
            .collect()
    }

    #[test]
    fn entries_are_below_what_is_indented_less() {
        let text = "a:\n  b: 1\n  c:\n  - x\n  - d: 2\n    e:\nf: g\n";
        assert_eq!(outline(text), ["a", "a/b", "a/c", "a/c/-", "a/c/-", "a/c/-/d", "a/c/-/e", "f"]);
    }

    #[test]
    fn texts_of_several_lines_and_brackets_hold_no_entries() {
        let text = "a: |\n  b: 1\n\n  c: 2\nd: {e: 1,\n  f: 2}\ng: [1,\n  2\n]\nh: 1\n";
        assert_eq!(outline(text), ["a", "d", "g", "h"]);
    }

    #[test]
    fn a_bracket_that_is_still_open_ends_with_the_indentation() {
        assert_eq!(outline("a: [x, \nb: 1\n"), ["a", "b"]);
    }

    #[test]
    fn a_key_may_be_quoted_or_hold_colons() {
        assert_eq!(
            outline("\"I agree: yes\": checkbox\nhttp://x: 1\n# c: 1\n'a': 2\n"),
            ["I agree: yes", "http://x", "a"]
        );
    }
}
