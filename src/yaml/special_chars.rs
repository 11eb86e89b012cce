//! Characters that one of the parsers rejects, whatever the structure around them.

use std::borrow::Cow;

use super::budget::MAX_PROBLEMS;
use super::{Position, Problem, Style, YamlProblem};
use crate::source::{Edit, Repair, Span};

/// A scalar or a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opaque {
    pub(super) span: Span,
    /// `None` for a comment.
    pub(super) style: Option<Style>,
}

/// The characters of a block that need a second look; positions are bytes of the block.
#[derive(Debug, Default)]
pub(super) struct SpecialChars {
    /// Of tabs side by side the first.
    tabs: Vec<usize>,
    separators: Vec<(usize, char)>,
    /// As many as are told of.
    controls: Vec<(usize, char)>,
}

impl SpecialChars {
    /// Looks through a block.
    pub(super) fn find(block: &str) -> SpecialChars {
        let mut odd = SpecialChars::default();
        for (at, byte) in block.bytes().enumerate().filter(|(_, byte)| *byte < 0x20 || *byte >= 0x7f) {
            match byte {
                b'\n' | b'\r' => {}
                b'\t' if block[..at].ends_with('\t') => {}
                b'\t' => odd.tabs.push(at),
                _ if odd.controls.len() > MAX_PROBLEMS && is_control(char::from(byte)) => {}
                0..0x20 | 0x7f => odd.controls.push((at, char::from(byte))),
                0xc2 | 0xe2 | 0xef => match block[at..].chars().next() {
                    Some(c @ ('\u{85}' | '\u{2028}' | '\u{2029}')) => odd.separators.push((at, c)),
                    Some(c) if is_control(c) && odd.controls.len() <= MAX_PROBLEMS => odd.controls.push((at, c)),
                    _ => {}
                },
                _ => {}
            }
        }
        odd
    }

    /// Whether there is nothing to look at.
    pub(super) fn is_empty(&self) -> bool {
        self.tabs.is_empty() && self.separators.is_empty() && self.controls.is_empty()
    }

    /// The block with harmless characters of the same length in the place of those that no parser takes.
    pub(super) fn without_controls<'a>(&self, block: &'a str) -> Cow<'a, str> {
        if self.controls.is_empty() {
            return block.into();
        }
        let mut text = String::with_capacity(block.len());
        let mut end = 0;
        for (at, character) in block.match_indices(is_control) {
            text.push_str(&block[end..at]);
            text.push_str(match character.len() {
                1 => "?",
                2 => "\u{bf}",
                _ => "\u{fffd}",
            });
            end = at + character.len();
        }
        text.push_str(&block[end..]);
        text.into()
    }

    /// Reports the characters at places where a parser rejects them. `opaque` is sorted by place.
    pub(super) fn report(&self, block: &str, base: usize, opaque: &[Opaque], problems: &mut Vec<Problem>) {
        let within = |at: usize| {
            let index = opaque.partition_point(|stretch| stretch.span.end <= at);
            opaque.get(index).filter(|stretch| stretch.span.start <= at)
        };
        self.controls(base, within, problems);
        self.separators(block, base, within, problems);
        self.tabs(block, base, within, problems);
    }

    fn controls<'a>(&self, base: usize, within: impl Fn(usize) -> Option<&'a Opaque>, problems: &mut Vec<Problem>) {
        for (at, character) in &self.controls {
            if problems.len() > MAX_PROBLEMS {
                return;
            }
            let span = Span::new(base + at, base + at + character.len_utf8());
            let (reason, end) = match within(base + at) {
                Some(Opaque { style: None, .. }) if *character != '\0' => (None, 0),
                Some(Opaque { style: Some(Style::SingleQuoted | Style::DoubleQuoted), .. })
                    if *character >= '\u{7f}' =>
                {
                    (None, 0)
                }
                _ if *character == '\0' => (Some("null byte is not allowed in input"), span.start),
                Some(stretch) => (Some("the stream contains non-printable characters"), stretch.span.end),
                None => (Some("the stream contains non-printable characters"), span.end),
            };
            let kind = YamlProblem::ControlCharacter { character: *character, hub: reason.is_some() };
            let mut problem = Problem::new(kind, span).repair(Repair::suggested(vec![Edit::delete(span)]));
            if let Some(reason) = reason {
                let position = if *character == '\0' { Position::Offset } else { Position::Snippet };
                problem = problem.hub_yaml_at(reason, end, position);
            }
            problems.push(problem);
        }
    }

    fn separators<'a>(
        &self,
        block: &str,
        base: usize,
        within: impl Fn(usize) -> Option<&'a Opaque>,
        problems: &mut Vec<Problem>,
    ) {
        // The last stretch in quotes, and whether a colon follows it.
        let mut quotes = (Span::default(), false);
        for (at, character) in &self.separators {
            if problems.len() > MAX_PROBLEMS {
                return;
            }
            let behind = &block[at + character.len_utf8()..];
            let stretch = within(base + at);
            // A comment ends here or with its line: that is the same where nothing else follows.
            if stretch.is_some_and(|stretch| stretch.style.is_none())
                && behind.trim_start_matches([' ', '\t']).chars().next().is_none_or(|next| matches!(next, '\n' | '\r'))
            {
                continue;
            }
            // In quotes both keep it, unless Python folds the spaces around it; but a key ends with its line.
            let quoted = stretch.is_some_and(|text| {
                if quotes.0 != text.span {
                    let rest = block.get(text.span.end - base..).unwrap_or_default();
                    quotes = (text.span, rest.trim_start_matches([' ', '\t']).starts_with(':'));
                }
                matches!(text.style, Some(Style::SingleQuoted | Style::DoubleQuoted)) && !quotes.1
            });
            let beside_blank = block[..*at].ends_with([' ', '\t', '\n']) || behind.starts_with([' ', '\t', '\n', '\r']);
            if quoted && *character != '\u{85}' && !beside_blank {
                continue;
            }
            let span = Span::new(base + at, base + at + character.len_utf8());
            let repair = Repair::suggested(vec![Edit::replace(span, " ")]);
            problems.push(Problem::new(YamlProblem::LineSeparator(*character), span).repair(repair));
        }
    }

    fn tabs<'a>(
        &self,
        block: &str,
        base: usize,
        within: impl Fn(usize) -> Option<&'a Opaque>,
        problems: &mut Vec<Problem>,
    ) {
        let is_broken = problems.iter().any(Problem::is_syntax);
        let between = |at: &usize| within(base + at).is_none_or(|stretch| stretch.style == Some(Style::Plain));
        // The spaces around a tab, and where those begin that begin a line.
        let mut blanks = 0..0;
        for at in self.tabs.iter().copied().filter(between) {
            if !blanks.contains(&at) {
                let bytes = block.as_bytes();
                let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
                let before = bytes[blanks.end..at].iter().rev().take_while(is_blank).count();
                blanks = at - before..at + bytes[at..].iter().take_while(is_blank).count();
                crate::work::done(blanks.len());
            }
            let begins_line = blanks.start == 0 || block[..blanks.start].ends_with(['\n', '\r']);
            if begins_line && is_broken {
                continue;
            }
            let length = block[at..blanks.end].bytes().take_while(|byte| *byte == b'\t').count();
            let span = Span::new(base + at, base + at + length);
            let trailing = blanks.end == block.len() || block[blanks.end..].starts_with(['\n', '\r']);
            let edit = if trailing { Edit::delete(span) } else { Edit::replace(span, " ") };
            if problems.len() > MAX_PROBLEMS {
                return;
            }
            // In a plain string the tab is a part of what the Hub reads.
            let safe = trailing || within(base + at).is_none();
            problems.push(Problem::new(YamlProblem::Tab { trailing }, span).repair(Repair { safe, edits: vec![edit] }));
        }
    }
}

/// Whether no parser takes a character outside of quotes and comments.
fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}
