//! What is wrong at a place where a text stops being YAML, and what js-yaml says of it.

use super::blocks::{self, Block};
use crate::source::{Edit, Repair, Span, boundary_before};
use crate::yaml::{Problem, SyntaxError, ValueEnd};

const BAD_INDENTATION: &str = "bad indentation of a mapping entry";
pub(super) const NO_COLON: &str = "can not read an implicit mapping pair; a colon is missed";
pub(super) const NO_KEY: &str = "can not read a block mapping entry; a multiline key may not be an implicit key";
pub(super) const NO_MORE: &str = "end of the stream or a document separator is expected";
const NO_COMMA: &str = "missed comma between flow collection entries";
const TAB: &str = "tab characters must not be used in indentation";

/// A place in a text that is not YAML.
pub(super) struct Place<'a> {
    pub(super) yaml: &'a str,
    pub(super) at: usize,
    pub(super) base: usize,
    /// The line around the place, without its end.
    pub(super) line: &'a str,
    pub(super) line_start: usize,
    /// The end of the part that is read by itself, of which the Hub says nothing.
    pub(super) part: Option<usize>,
}

impl<'a> Place<'a> {
    pub(super) fn new(yaml: &'a str, at: usize, base: usize, part: Option<usize>) -> Self {
        let at = boundary_before(yaml, at);
        let line_start = yaml[..at].rfind(['\n', '\r']).map_or(0, |start| start + 1);
        let line = yaml[line_start..].lines().next().unwrap_or_default();
        Self { yaml, at, base, line, line_start, part }
    }

    /// The lists and mappings by indentation that are open at a byte; none where the Hub has nothing to say of them.
    pub(super) fn open_at(&self, at: usize) -> Vec<Block> {
        if self.part.is_some() { Vec::new() } else { blocks::open(&self.yaml[..at]) }
    }

    pub(super) fn here(&self) -> usize {
        self.base + self.at
    }

    /// Where js-yaml stops when the text ends too early: behind the line break that it adds.
    pub(super) fn end_of_stream(&self) -> usize {
        self.base + self.yaml.len() + 1
    }

    /// Whether a bracket before the place in its line is still open.
    pub(super) fn in_brackets(&self) -> bool {
        let count = |brackets: [char; 2]| self.before().matches(brackets).count();
        count(['[', '{']) > count([']', '}'])
    }

    /// What js-yaml says of something that it cannot begin to read: the list or mapping that it would belong to rejects it.
    pub(super) fn misfit(&self) -> &'static str {
        if self.in_brackets() {
            return NO_COMMA;
        }
        let begins_line = self.before().trim().is_empty();
        let open = self.open_at(self.at);
        bad_indentation(open.iter().rfind(|block| !begins_line || block.column < self.before().len()))
    }

    /// A comma with no item before it.
    pub(super) fn comma(&self) -> Problem {
        let problem = self.one(SyntaxError::MissingItem);
        problem.hub_yaml("expected the node content, but found ','", self.here())
    }

    /// A value that begins with a sign of YAML.
    pub(super) fn indicator(&self, sign: char) -> Problem {
        self.unquoted(|key| SyntaxError::PlainIndicator { sign, key }).hub_yaml(self.misfit(), self.here())
    }

    pub(super) fn no_comma(&self, close: char) -> Problem {
        let entry = self.before().trim_start();
        let goes_on = !entry.contains([',', '[', '{']);
        let stop = if goes_on { self.line_start + self.before().len() - entry.len() } else { self.at };
        self.problem(SyntaxError::MissingComma(close)).hub_yaml(NO_COMMA, self.base + stop)
    }

    /// The next line that is not blank.
    pub(super) fn next_line(&self) -> Option<usize> {
        let below = self.line_start + self.line.len();
        let rest = self.yaml[below..].trim_start();
        (!rest.is_empty()).then(|| self.base + self.yaml.len() - rest.len())
    }

    pub(super) fn rest(&self) -> &'a str {
        self.line.get(self.at - self.line_start..).unwrap_or_default().trim_end()
    }

    /// The character at the place; `missing` at the end of a line.
    pub(super) fn sign(&self, missing: char) -> char {
        self.rest().chars().next().unwrap_or(missing)
    }

    /// The line of the place and those below it, each with the byte of `yaml` where it begins.
    pub(super) fn lines_below(&self) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let mut at = self.line_start;
        self.yaml[at..].split_inclusive('\n').map(move |line| {
            at += line.len();
            (at - line.len(), line)
        })
    }

    pub(super) fn before(&self) -> &'a str {
        &self.yaml[self.line_start..self.at]
    }

    pub(super) fn span(&self, start: usize, length: usize) -> Span {
        Span::new(self.base + start, self.base + start + length)
    }

    /// A problem from the place to the end of its line.
    pub(super) fn problem(&self, error: SyntaxError) -> Problem {
        Problem::syntax(error, self.span(self.at, self.rest().len()))
    }

    /// A problem of the one character at the place.
    pub(super) fn one(&self, error: SyntaxError) -> Problem {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Problem::syntax(error, self.span(self.at, length))
    }

    /// Quotes what is between a place in the line and its end, comment excluded.
    fn quote(&self, start: usize) -> (Span, String) {
        let rest = self.yaml[start..self.line_start + self.line.len()].split(" #").next().unwrap_or_default();
        let item = if self.in_brackets() { rest.split([',', ']', '}']).next().unwrap_or_default() } else { rest };
        let text = item.trim_end();
        let quoted = serde_json::Value::from(text).to_string();
        (self.span(start, text.len()), quoted)
    }

    /// A problem of the value at the place that quotes would fix, with the key of the value.
    pub(super) fn unquoted(&self, error: impl FnOnce(Option<String>) -> SyntaxError) -> Problem {
        let begins = self.before().trim_end().ends_with([':', '-', '[', '{', ',']) || self.before().trim().is_empty();
        let (span, quoted) = self.quote(self.at);
        let key = self.key_before().filter(|_| begins && !self.in_brackets());
        let problem = self.problem(error(key.map(str::to_owned)));
        if begins && !span.is_empty() && !self.rest().starts_with(['"', '\'']) {
            problem.repair(Repair::safe(vec![Edit::replace(span, quoted)]))
        } else {
            problem
        }
    }

    /// A colon where none can be: a text with a colon, a line that is indented too deep, or a line without a colon above.
    pub(super) fn colon(&self) -> Problem {
        let entry = self.before().trim_start_matches([' ', '-']);
        let lead = self.before().len() - entry.len();
        if let Some(colon) = entry.find(": ") {
            let value = lead + colon + 2;
            let start = self.line_start + value + (self.line[value..].len() - self.line[value..].trim_start().len());
            let (span, quoted) = self.quote(start);
            let certain = entry[..colon].chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
                && !self.line[value..].trim_start().starts_with(['&', '!', '*', ':']);
            let column = lead + entry.len() - entry.trim_start().len();
            // A split and its files, as in Python code.
            let pair = self.line[value..].trim().split_once(": ").filter(|_| &entry[..colon] == "data_files");
            if let Some((split, path)) = pair.filter(|(_, path)| !path.contains(": ")) {
                let error = SyntaxError::SplitOnKeyLine { split: split.to_owned(), path: path.to_owned() };
                return Problem::syntax(error, span).hub_yaml(BAD_INDENTATION, self.here());
            }
            let (error, repair) = match self.long_text(&entry[..colon], column, start) {
                Some((block, repair)) => (SyntaxError::ColonInLines { block }, repair),
                None => {
                    let repair = Repair { safe: certain, edits: vec![Edit::replace(span, quoted)] };
                    (SyntaxError::ColonInValue { key: entry[..colon].to_owned() }, repair)
                }
            };
            return Problem::syntax(error, span).repair(repair).hub_yaml(BAD_INDENTATION, self.here());
        }
        let before = self.yaml[..self.line_start].trim_end();
        let above = before.lines().next_back().unwrap_or_default();
        let entry_above = before.len() - above.len() + leading_space(above).len();
        let reason = bad_indentation(self.open_at(self.line_start).last());
        if let Some(problem) = Self::new(self.yaml, entry_above, self.base, self.part).bullet() {
            return problem.hub_yaml(reason, self.here());
        }
        let error = if above.trim_start().trim_start_matches("- ").contains(':') {
            SyntaxError::MoreIndented
        } else {
            SyntaxError::NoColonAbove
        };
        let at = self.span(self.line_start + lead, self.line.trim_end().len().saturating_sub(lead));
        Problem::syntax(error, at).hub_yaml(reason, self.here())
    }

    /// The key before the place in its line.
    fn key_before(&self) -> Option<&'a str> {
        let key = self.before().trim_end().strip_suffix(':')?.trim_start_matches([' ', '-']);
        (!key.is_empty() && !key.contains(": ")).then_some(key)
    }

    /// Text behind a quote or a bracket that ends a value.
    pub(super) fn trailing(&self, end: ValueEnd) -> Problem {
        if let Some(problem) = self.glued_colon() {
            return problem;
        }
        // Behind a value of several lines js-yaml takes a key for the next one of the mapping.
        let is_entry = self.rest().contains(": ") || self.rest().ends_with(':');
        let is_key = is_entry && self.ends_value_from_above();
        let problem = self.problem(SyntaxError::TextAfter { end, is_key });
        if is_key {
            return problem;
        }
        problem.hub_yaml(if self.ends_due_key() { NO_COLON } else { self.misfit() }, self.here())
    }

    /// Whether the quote or bracket before the place closes one of a line above, from which this line is not indented.
    fn ends_value_from_above(&self) -> bool {
        let before = self.before().trim_end();
        let opening = match before.chars().next_back() {
            Some(']') => '[',
            Some('}') => '{',
            Some(quote) => quote,
            None => return false,
        };
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
        let is_whole = if matches!(opening, '"' | '\'') {
            before.matches(opening).count() % 2 == 0
        } else {
            before.matches(opening).count() >= before.matches([']', '}']).count()
        };
        let above = || self.above().lines().rev().find(|line| line.contains(opening));
        !is_whole && above().is_some_and(|above| indent(before) <= indent(above))
    }

    /// What is above the line; of a part only so much as a value has.
    fn above(&self) -> &'a str {
        const MOST: usize = 16 * 1024;
        let start = if self.part.is_some() { self.line_start.saturating_sub(MOST) } else { 0 };
        &self.yaml[boundary_before(self.yaml, start)..self.line_start]
    }

    pub(super) fn misplaced(&self) -> Problem {
        if self.before().ends_with("- ") {
            return Self::new(self.yaml, self.at - 2, self.base, self.part).misplaced();
        }
        // The parser may stop behind the first letter of a key.
        let word = self.before().rfind([' ', '\t', ']', '}', '"', '\'']).map_or(0, |before| before + 1);
        if word < self.before().len() {
            return Self::new(self.yaml, self.line_start + word, self.base, self.part).misplaced();
        }
        if self.before().trim().is_empty() && self.before().contains('\t') {
            return self.tab();
        }
        if let Some(problem) = self.alias_as_key() {
            return problem;
        }
        if self.before().trim_end().ends_with([']', '}', '"', '\'']) {
            return self.trailing(ValueEnd::Any);
        }
        let problem = if self.before().trim().is_empty() {
            self.problem(SyntaxError::Misaligned { maybe_item: false })
        } else {
            self.unquoted(|key| SyntaxError::BadStart { key })
        };
        problem.hub_yaml(self.misfit(), self.here())
    }

    pub(super) fn block_header(&self) -> Problem {
        let header = self.rest();
        let sign = header.chars().next().unwrap_or('|');
        let length = header.len() - header.trim_start_matches(['|', '>', '+', '-']).len();
        let digits = header[length..].bytes().take_while(u8::is_ascii_digit).count();
        let (reason, at) = match header[length..].find('0').filter(|zero| *zero < digits) {
            Some(zero) => {
                ("bad explicit indentation width of a block scalar; it cannot be less than one", length + zero)
            }
            None if digits > 1 => ("repeat of an indentation width identifier", length + 1),
            None => {
                let rest = &header[length + digits..];
                ("a line break is expected", length + digits + rest.len() - rest.trim_start_matches(' ').len())
            }
        };
        let problem = self.unquoted(|key| SyntaxError::BlockIndicator { sign, key });
        let open = self.open_at(self.line_start);
        let is_due_key =
            self.before().trim().is_empty() && open.last().is_some_and(|block| self.before().len() <= block.column);
        match is_due_key {
            true => problem.hub_yaml(self.misfit(), self.here()),
            false => problem.hub_yaml(reason, self.here() + at),
        }
    }

    pub(super) fn escape(&self) -> Problem {
        let text = &self.yaml[self.at..];
        let mut characters = text.char_indices().skip(1);
        let mut found = (self.at, 0);
        while let Some((at, character)) = characters.next() {
            if character == '"' {
                break;
            }
            if character == '\\'
                && let Some((_, escaped)) = characters.next()
                && !"0abtnvfre \"/\\N_LPxuU\t\n\r".contains(escaped)
            {
                found = (self.at + at, 1 + escaped.len_utf8());
                break;
            }
        }
        let (start, length) = found;
        let shown = self.yaml.get(start..start + length).unwrap_or_default();
        // Most languages read `\'` as an apostrophe: twice the backslash would be in the text.
        let repair = match shown {
            "\\'" => Repair::suggested(vec![Edit::delete(self.span(start, 1))]),
            _ => Repair::safe(vec![Edit::insert(self.base + start, "\\")]),
        };
        Problem::syntax(SyntaxError::UnknownEscape(shown.to_owned()), self.span(start, length))
            .repair(repair)
            .hub_yaml("unknown escape sequence", self.base + start + 1)
    }

    pub(super) fn tab(&self) -> Problem {
        let lead = leading_space(self.line);
        if !lead.contains('\t') {
            return self.problem(SyntaxError::MisplacedTab).hub_yaml(TAB, self.base + self.line_start);
        }
        let leads = self.lines_below().map(|(start, line)| (start, leading_space(line)));
        let indented = leads.take_while(|(_, lead)| lead.contains('\t'));
        let edits = indented.map(|(start, lead)| Edit::replace(self.span(start, lead.len()), lead.replace('\t', "  ")));
        Problem::syntax(SyntaxError::TabIndent, self.span(self.line_start, lead.len()))
            .repair(Repair::suggested(edits.collect()))
            .hub_yaml(TAB, self.base + self.line_start + lead.find('\t').unwrap_or_default())
    }
}

/// What js-yaml says of something that does not fit into a list or a mapping; where there is none, into the document.
fn bad_indentation(block: Option<&Block>) -> &'static str {
    match block {
        Some(Block { is_list: true, .. }) => "bad indentation of a sequence entry",
        Some(_) => BAD_INDENTATION,
        None => NO_MORE,
    }
}

pub(super) fn leading_space(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(['\t', ' ']).len()]
}
