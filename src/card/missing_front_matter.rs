//! Explains why no consumer finds front matter in a text, and reads what is meant for metadata.

use super::front_matter::hub;
use super::lines::{Line, close_at, key_of, line_end, lines};
use super::{Card, CardProblem, Loser, MalformedFence, Problem, conflict, keys};
use crate::source::{Edit, Repair, Span};
use crate::yaml::{self, Node};

/// How many line ends are replaced one by one.
const MOST_EDITS: usize = 1000;

/// How far into a text front matter that is not at its head is looked for.
const MAX_LINES_BEFORE: usize = 60;

/// Says why a text in which no consumer finds front matter has none, and reads what is meant for it.
pub(super) fn explain(text: &str, card: &mut Card) {
    if let Some(pointer) = lfs_pointer(text) {
        card.problems.push(pointer);
        return;
    }
    let lines: Vec<Line<'_>> = lines(text).collect();
    let found = line_ends(text, &lines, card)
        || fences(text, &lines, card)
        || later_block(text, &lines, card)
        || unfenced(text, &lines, card);
    if !found {
        card.problems.push(Problem::new(CardProblem::MissingFrontMatter, Span::default()));
    }
}

fn lfs_pointer(text: &str) -> Option<Problem> {
    let first = text.lines().next().filter(|line| line.starts_with("version https://git-lfs.github.com/spec/"))?;
    Some(Problem::new(CardProblem::LfsPointer, Span::new(0, first.len())))
}

/// Line ends that the closing fence needs as `\n`.
fn line_ends(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    if !text.contains('\r') {
        return false;
    }
    let odd = |at: usize| {
        let rest = &text[at..];
        (!rest.starts_with("\r\n")).then(|| if rest.starts_with("\r\r\n") { 3 } else { 1 })
    };
    let mut repaired = String::with_capacity(text.len());
    let (mut edits, mut at) = (Vec::new(), 0);
    for (start, _) in text.match_indices('\r') {
        if let Some(length) = (start >= at).then(|| odd(start)).flatten() {
            edits.push(Edit::replace(Span::new(start, start + length), "\n"));
            repaired.push_str(&text[at..start]);
            repaired.push('\n');
            at = start + length;
        }
    }
    repaired.push_str(&text[at..]);
    let (Some(first), true) = (edits.first(), hub(&repaired).is_some()) else { return false };
    let kind = CardProblem::LineEnds { doubled: text[first.span.start..].starts_with("\r\r\n") };
    let problem = Problem::new(kind, first.span);
    let edits = if edits.len() > MOST_EDITS { whole(&edits, &repaired, text) } else { edits };
    card.problems.push(problem.repair(Repair::safe(edits)));
    let mut fences = lines.iter().filter(|line| line.text == "---");
    if let (Some(open), Some(close)) = (fences.next(), fences.next()) {
        card.take(text, open, close);
    }
    true
}

/// One edit in place of many.
fn whole(edits: &[Edit], repaired: &str, text: &str) -> Vec<Edit> {
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return Vec::new() };
    let span = Span::new(first.span.start, last.span.end);
    let end = repaired.len() - (text.len() - span.end);
    vec![Edit::replace(span, &repaired[span.start..end])]
}

/// A text that begins as front matter does, with a fence that is not one.
fn fences(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    let Some(first) = lines.iter().position(|line| !visible(line.text).is_empty()) else { return false };
    let open = lines[first];
    let fence = visible(open.text);
    let toml = fence.trim_end() == "+++";
    let looks_like_fence = fence.starts_with("---") || toml;
    let next_key = lines.get(first + 1).and_then(|line| key_of(line.text));
    let next_is_key = next_key.is_some();
    if !looks_like_fence || (fence != "---" && !next_is_key && !toml) {
        return false;
    }
    if toml {
        card.problems.push(Problem::new(CardProblem::MalformedFence(MalformedFence::Toml), open.span));
        return true;
    }
    let problems = card.problems.len();
    // A rule of dashes may be above prose with a colon.
    opening(text, &open, fence, next_key.is_some_and(keys::is_known), card);
    let rest = &lines[first + 1..];
    match rest.iter().find(|line| is_closing(line.text)) {
        Some(close) => {
            if close.text != "---" {
                // In the middle of a text of several lines dashes are an underline.
                let below = rest.iter().filter(|line| line.span.start > close.span.start);
                let goes_on = below.clone().find(|line| !line.text.trim().is_empty()).is_some_and(|line| {
                    line.text.starts_with([' ', '\t']) || key_of(line.text).is_some_and(keys::is_known)
                });
                let certain = !close.text.starts_with([' ', '\t']) && !goes_on;
                card.problems.push(malformed(MalformedFence::Closing, close.span, close.text, certain));
            }
            if rest[0].span == close.span && card.problems.len() == problems {
                let block = Span::new(open.span.start, close.span.end);
                card.problems.push(Problem::new(CardProblem::EmptyFrontMatter, block));
            } else {
                card.take(text, &open, close);
            }
        }
        None => unclosed(text, &open, fence, rest, card),
    }
    true
}

/// What keeps a line from being the opening fence: characters before it, or in it.
fn opening(text: &str, open: &Line<'_>, fence: &str, certain: bool, card: &mut Card) {
    let at = Span::new(open.span.end - fence.len(), open.span.end);
    if let Some(odd) = text[..at.start].chars().find(|c| !c.is_whitespace()) {
        let lead = Span::new(0, at.start);
        let kind = CardProblem::InvisibleBefore { character: odd, loser: Loser::Both };
        card.problems.push(Problem::new(kind, lead).repair(Repair::safe(vec![Edit::delete(lead)])));
    }
    if fence != "---" {
        card.problems.push(malformed(MalformedFence::Opening, at, fence, certain));
    }
}

/// Metadata behind an opening fence, `rest`, that no line closes.
fn unclosed(text: &str, open: &Line<'_>, fence: &str, rest: &[Line<'_>], card: &mut Card) {
    let end = metadata_end(rest);
    let fence = Span::new(open.span.end - fence.len(), open.span.end);
    let repair = close_at(text, end.unwrap_or(open.next));
    card.problems.push(Problem::new(CardProblem::Unclosed, fence).repair(repair));
    if let Some(end) = end {
        card.take_content(text, Span::new(open.next, end));
    }
}

fn malformed(which: MalformedFence, at: Span, fence: &str, certain: bool) -> Problem {
    let safe = certain && (fence.trim().trim_matches('-').is_empty() || fence.trim() == "...");
    let repair = Repair { safe, edits: vec![Edit::replace(at, "---")] };
    Problem::new(CardProblem::MalformedFence(which), at).repair(repair)
}

/// Whether a line was certainly meant to close the metadata.
fn is_closing(line: &str) -> bool {
    let trimmed = line.trim();
    trimmed == "..."
        || trimmed == "\u{2014}"
        || (trimmed.starts_with("---") && trimmed.trim_matches('-').is_empty())
        || (line.starts_with("---") && !line.contains(' '))
}

/// The byte behind the last line that is metadata; `None` where no line is.
fn metadata_end(lines: &[Line<'_>]) -> Option<usize> {
    let mut end = None;
    // What is between the last line of metadata and this one: a heading of Markdown is both.
    let (mut after_blank, mut after_comment) = (false, false);
    for line in lines {
        let goes_on = end.is_some() && (line.text.starts_with([' ', '\t']) || line.text.starts_with("- "));
        let after_heading = after_blank && after_comment;
        if line.text.trim().is_empty() {
            after_blank = true;
        } else if line.text.starts_with('#') {
            after_comment = true;
        } else if key_of(line.text).is_some_and(|key| !after_heading || keys::is_known(key))
            || (goes_on && !after_heading)
        {
            end = Some(line.next);
            (after_blank, after_comment) = (false, false);
        } else {
            break;
        }
    }
    end
}

/// Front matter that begins further down.
fn later_block(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    let candidates = lines.iter().enumerate().take(MAX_LINES_BEFORE).filter(|(_, line)| line.text.trim_end() == "---");
    for (index, open) in candidates {
        if !lines.get(index + 1).is_some_and(|line| key_of(line.text).is_some_and(keys::is_known)) {
            continue;
        }
        let Some(close) = lines[index + 1..].iter().find(|line| line.text.trim_end() == "---") else { return false };
        let lead = Span::new(0, open.span.start);
        let marker = lines[..index].iter().find(|line| line.text.starts_with("<<<<<<< "));
        card.problems.push(match marker {
            Some(marker) => conflict::problem(marker.span),
            None => {
                let text = lines.iter().find(|line| !line.text.trim().is_empty()).map_or(lead, |line| line.span);
                Problem::new(CardProblem::TextBefore { open: open.span }, text)
            }
        });
        // Of a conflict one side would be read, and the other's lines taken for mistakes.
        if marker.is_none() {
            card.take(text, open, close);
        }
        return true;
    }
    false
}

/// Metadata without any fence.
fn unfenced(text: &str, lines: &[Line<'_>], card: &mut Card) -> bool {
    let is_metadata = |line: &Line<'_>| key_of(line.text).is_some_and(keys::is_known);
    let first = lines.iter().find(|line| !line.text.trim().is_empty()).filter(|line| is_metadata(line));
    let gate = || lines.iter().find(|line| key_of(line.text).is_some_and(|key| key.starts_with("extra_gated_")));
    let Some(line) = first.or_else(gate) else { return false };
    let problem = Problem::new(CardProblem::Unfenced, line.span);
    card.problems.push(if first.is_some() {
        let end = metadata_end(lines).unwrap_or(text.len());
        let below = lines.iter().find(|line| line.span.start >= end && !line.text.trim().is_empty());
        let is_closed = below.is_some_and(|line| line.text == "---");
        let mut repair = if is_closed { Repair::suggested(Vec::new()) } else { close_at(text, end) };
        repair.edits.insert(0, Edit::insert(0, format!("---{}", line_end(text))));
        problem.repair(repair)
    } else {
        problem
    });
    true
}

/// A line without spaces and characters that nobody sees at its head.
fn visible(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\0'..='\u{8}' | '\u{1c}'..='\u{1f}')
}

impl Card {
    fn take(&mut self, text: &str, open: &Line<'_>, close: &Line<'_>) {
        self.take_content(text, Span::new(open.next, close.span.start));
    }

    /// Reads metadata that no consumer finds, so that its own problems are told at the same time.
    fn take_content(&mut self, text: &str, content: Span) {
        let parsed = yaml::parse(text, content);
        self.block = content;
        self.comments = parsed.comments;
        self.is_whole = parsed.is_whole;
        self.problems.extend(parsed.problems.into_iter().map(Problem::from));
        if let Some(root) = parsed.root.filter(|root: &Node| !root.entries().is_empty()) {
            self.metadata = root;
        }
    }
}
