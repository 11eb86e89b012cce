use std::cell::Cell;
use std::fmt::Write as _;

use super::outline::{self, Parts};
use crate::card::{Card, CardProblem};
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{self, Node, Value, YamlProblem};

rule! {
    /// Lines that are not indented under the key they belong to.
    ///
    /// In YAML, only the indentation says what belongs to a key. Text copied from a web page loses it, or gets it as no-break
    /// spaces, which YAML reads as letters: the key is left without a value, and the form, the configs or the prompt below it
    /// become keys of the card that are ignored.
    "lost-indentation", Error, predicts: [Hub], evidence: "js-yaml 4.3.2 and PyYAML 6.0.3, run", since: "0.1.0",
    Check::Card(check)
}

/// How often each line is looked at again, on the average; and how many lines more, so that a short card is looked through.
const LOOKED_AT_AGAIN: usize = 16;
const FREE_LINES: usize = 10_000;

/// Corrected lines that the help shows.
const SHOWN_LINES: usize = 6;

struct Line<'a> {
    start: usize,
    text: &'a str,
}

/// Lines below a key, and what they should be.
struct Lost<'a> {
    key: Option<(Span, &'a str)>,
    /// The first and the last line.
    lines: (usize, usize),
    corrected: Vec<String>,
    message: String,
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    if card.block.is_empty() || card.problems.iter().any(|problem| problem.kind == CardProblem::MergeConflict) {
        return;
    }
    let block = card.source.slice(card.block);
    let is_ascii = block.is_ascii();
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', block.as_bytes()).chain((!block.ends_with('\n')).then_some(block.len()));
    let lines: Vec<Line<'_>> = ends
        .map(|end| {
            let start = std::mem::replace(&mut from, end + 1);
            Line { start: card.block.start + start, text: block[start..end].trim_end_matches('\r') }
        })
        .collect();
    // Only a card that seems to have lost something is looked at twice.
    let mut strings: Option<Vec<Span>> = None;
    let mut at = 0;
    // What follows one key may follow many: in all so many lines are looked at again.
    let left = Cell::new(LOOKED_AT_AGAIN * lines.len() + FREE_LINES);
    while at < lines.len() && left.get() > 0 {
        let odd_spaces = if is_ascii { None } else { unicode(&lines, at, &left) };
        let Some(lost) = odd_spaces.or_else(|| below_key(&lines, at, &left)) else {
            at += 1;
            continue;
        };
        let strings = strings.get_or_insert_with(|| multiline_strings(&card.metadata));
        let first = lines[lost.lines.0].start;
        let inside = |at: usize| {
            let next = strings.partition_point(|text| text.start < at);
            strings[..next].last().is_some_and(|text| text.end > at)
        };
        if inside(first) || inside(lines[at].start) {
            at += 1;
            continue;
        }
        at = lost.lines.1 + 1;
        report(&lines, &lost, findings);
    }
}

fn spend(left: &Cell<usize>, lines: usize) {
    crate::work::done(lines);
    left.set(left.get().saturating_sub(lines + 1));
}

/// Whether lines are YAML on their own.
fn is_yaml<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let text = lines.collect::<Vec<_>>().join("\n");
    let parsed = yaml::parse(&text, Span::new(0, text.len()));
    let is_broken = |kind: &YamlProblem| {
        matches!(
            kind,
            YamlProblem::Syntax(_) | YamlProblem::DuplicateKey { .. } | YamlProblem::ItemsWithoutDashes { .. }
        )
    };
    !parsed.problems.iter().any(|problem| is_broken(&problem.kind))
}

fn report(lines: &[Line<'_>], lost: &Lost<'_>, findings: &mut Findings<'_>) {
    let (first, last) = lost.lines;
    let written = &lines[first..=last];
    let span = Span::new(lines[first].start, lines[last].start + lines[last].text.len());
    let diagnostic = findings.report(span, &lost.message);
    if let Some((at, _)) = lost.key {
        diagnostic.label(at, "the key they belong to");
    }
    let edits = written.iter().zip(&lost.corrected).filter(|(line, corrected)| line.text != corrected.as_str());
    let edits: Vec<_> = edits
        .map(|(line, corrected)| Edit::replace(Span::new(line.start, line.start + line.text.len()), corrected.as_str()))
        .collect();
    let key = lost.key.map(|(_, line)| line);
    if is_yaml(key.into_iter().chain(lost.corrected.iter().map(String::as_str))) {
        help(lost, diagnostic);
        diagnostic.fix(Fix::suggested("indent the lines", edits));
    } else {
        diagnostic.help("indent each line with more spaces than the key, and lines of the same level alike");
    }
}

fn help(lost: &Lost<'_>, diagnostic: &mut Diagnostic) {
    let mut help = "indent the lines:".to_owned();
    if let Some((_, key)) = lost.key {
        let _ = write!(help, "\n{key}");
    }
    for line in lost.corrected.iter().take(SHOWN_LINES) {
        let _ = write!(help, "\n{line}");
    }
    if lost.corrected.len() > SHOWN_LINES {
        help.push_str("\n…");
    }
    diagnostic.help(help);
}

/// Scalars of several lines, whose lines are not YAML of their own.
fn multiline_strings(metadata: &Node) -> Vec<Span> {
    fn collect(node: &Node, strings: &mut Vec<Span>) {
        match &node.value {
            Value::Sequence(items) => items.iter().for_each(|item| collect(item, strings)),
            Value::Mapping(entries) => entries.iter().for_each(|entry| {
                collect(&entry.key, strings);
                collect(&entry.value, strings);
            }),
            _ => strings.push(node.span),
        }
    }
    let mut strings = Vec::new();
    collect(metadata, &mut strings);
    strings.sort_unstable();
    strings
}

/// A key without a value, or with the mark of a multi-line string, whose content begins in its own column.
fn below_key<'a>(lines: &[Line<'a>], at: usize, left: &Cell<usize>) -> Option<Lost<'a>> {
    let line = lines[at].text;
    // Most lines have a value, and need not be taken apart to see that.
    let ends_in_word = line.as_bytes().last().is_none_or(u8::is_ascii_alphanumeric);
    let has_no_value = !ends_in_word && line.trim_end().ends_with(':');
    if !has_no_value && memchr::memchr3(b'|', b'>', b'#', line.as_bytes()).is_none() {
        return None;
    }
    let parts = Parts::of(line);
    let key = parts.key?;
    let is_string = parts
        .value
        .strip_prefix(['|', '>'])
        .is_some_and(|marks| marks.chars().all(|mark| matches!(mark, '+' | '-' | '0'..='9')));
    let holder = outline::holder(key).filter(|_| parts.value.is_empty());
    if !is_string && holder.is_none() {
        return None;
    }
    let within = line.find(key)?;
    let column = within - usize::from(line[..within].ends_with(['"', '\'']));
    let span = Span::new(lines[at].start + within, lines[at].start + within + key.len());
    if is_string {
        return below_string(lines, at, column, (span, line));
    }
    let holder = holder?;
    let mut next = next_line(lines, at + 1)?;
    let first = Parts::of(lines[next].text);
    if first.lead.len() != column {
        return None;
    }
    if first.begins_item() {
        // A list may begin in the column of its key; the keys of its items may not.
        let lost = (next..lines.len()).find(|index| {
            let line = Parts::of(lines[*index].text);
            !line.is_silent() && (line.lead.len() < column || (line.lead.len() == column && !line.begins_item()))
        })?;
        let line = Parts::of(lines[lost].text);
        if line.lead.len() < column || line.is_top_level() || !holder.takes(&line) {
            return None;
        }
    } else if !holder.takes(&first)
        || (first.is_top_level() && key != "extra_gated_fields")
        || column > 0 && !is_only(lines, next, column)
    {
        return None;
    }
    // Comments between the two belong to the lines.
    if lines[at + 1..next].iter().any(|line| !line.text.trim().is_empty()) {
        next = at + 1;
    }
    let own = outline::own_lines(holder, column, lines[next..].iter().map(|line| line.text));
    spend(left, own);
    let rest: Vec<_> = lines[next..next + own].iter().map(|line| line.text).collect();
    let ways = outline::nested(holder, column, &rest);
    let is_yaml = |way: &&Vec<String>| is_yaml(std::iter::once(line).chain(way.iter().map(String::as_str)));
    let corrected = ways.iter().find(is_yaml).or(ways.first()).cloned()?;
    let last = next + corrected.len().checked_sub(1)?;
    let message = format!("these lines must be indented under `{key}`");
    Some(Lost { key: Some((span, line)), lines: (next, last), corrected, message })
}

/// Whether a line deeper in the card is nothing that its own place could have.
fn is_only(lines: &[Line<'_>], at: usize, column: usize) -> bool {
    let key = Parts::of(lines[at].text).key.unwrap_or_default();
    !lines[..at]
        .iter()
        .rev()
        .map(|line| Parts::of(line.text))
        .take_while(|line| line.is_silent() || line.lead.len() >= column)
        .any(|line| line.key == Some(key))
}

/// A string below `key: |` that is not indented.
fn below_string<'a>(lines: &[Line<'a>], at: usize, column: usize, key: (Span, &'a str)) -> Option<Lost<'a>> {
    let mut first = at + 1;
    let mut indent = None;
    while let Some(line) = lines.get(first) {
        let lead = line.text.len() - line.text.trim_start_matches(' ').len();
        if !line.text.trim().is_empty() && lead <= column {
            break;
        }
        if indent.is_none() && !line.text.trim().is_empty() {
            indent = Some(lead);
        }
        first += 1;
    }
    let is_outside = |line: &Line<'_>| {
        let parts = Parts::of(line.text);
        let plain =
            |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'));
        line.text.len() - line.text.trim_start().len() < column
            || if column == 0 { parts.is_top_level() } else { parts.begins_item() || parts.key.is_some() }
            // A key of the author's own begins no line of a string.
            || (!parts.begins_item() && parts.key.is_some_and(plain))
    };
    let begin = next_line_or_comment(lines, first)?;
    let text = (begin..lines.len()).find(|index| !Parts::of(lines[*index].text).is_silent())?;
    if is_outside(&lines[text]) || (lines[text].text.starts_with(char::is_whitespace) && column == 0) {
        return None;
    }
    let end =
        (text..lines.len()).find(|index| !Parts::of(lines[*index].text).is_silent() && is_outside(&lines[*index]));
    let mut last = end.unwrap_or(lines.len()) - 1;
    while lines[last].text.trim().is_empty() {
        last -= 1;
    }
    let lead = " ".repeat(indent.unwrap_or(column + 2));
    let corrected = lines[begin..=last].iter().map(|line| match line.text.get(column..).unwrap_or_default() {
        rest if rest.trim().is_empty() => String::new(),
        rest => format!("{lead}{rest}"),
    });
    let name = Parts::of(key.1).key.unwrap_or_default();
    let message = format!("these lines must be indented under `{name}`: they are part of its string");
    Some(Lost { key: Some(key), lines: (begin, last), corrected: corrected.collect(), message })
}

fn next_line(lines: &[Line<'_>], from: usize) -> Option<usize> {
    (from..lines.len()).find(|index| !Parts::of(lines[*index].text).is_silent())
}

fn next_line_or_comment(lines: &[Line<'_>], from: usize) -> Option<usize> {
    (from..lines.len()).find(|index| !lines[*index].text.trim().is_empty())
}

/// Lines that begin with spaces which are letters to YAML.
fn unicode<'a>(lines: &[Line<'a>], at: usize, left: &Cell<usize>) -> Option<Lost<'a>> {
    let first = lines[at].text.trim_start_matches([' ', '\t']).chars().next().filter(|first| is_other_space(*first))?;
    let mut last = at;
    for (index, line) in lines.iter().enumerate().skip(at) {
        if spaced(line.text) != line.text {
            last = index;
        } else if !line.text.trim().is_empty() && !line.text.starts_with([' ', '-']) {
            break;
        }
    }
    spend(left, last - at);
    let above = lines[..at].iter().rev().find(|line| !Parts::of(line.text).is_silent());
    let key = above.filter(|line| Parts::of(line.text).value.is_empty()).and_then(|line| {
        let key = Parts::of(line.text).key?;
        let start = line.start + line.text.find(key)?;
        Some((Span::new(start, start + key.len()), line.text))
    });
    let name = match first {
        '\u{a0}' => "no-break spaces (U+00A0)".to_owned(),
        other => format!("U+{:04X}", u32::from(other)),
    };
    let under =
        key.map_or_else(String::new, |(_, line)| format!(" under `{}`", Parts::of(line).key.unwrap_or_default()));
    let message = format!("these lines must be indented{under} with spaces: YAML reads {name} as letters");
    let corrected = lines[at..=last].iter().map(|line| spaced(line.text)).collect();
    Some(Lost { key, lines: (at, last), corrected, message })
}

/// White space of Unicode that is a letter to YAML.
fn is_other_space(character: char) -> bool {
    character.is_whitespace() && !character.is_ascii() && !matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The line with spaces before its text, behind its dashes and behind the colon of its key.
fn spaced(line: &str) -> String {
    let plain = |text: &str| text.replace(is_other_space, " ");
    let content = line.trim_start();
    let mut out = plain(&line[..line.len() - content.len()]);
    let mut rest = content;
    while let Some(item) = rest.strip_prefix('-').filter(|item| item.starts_with(char::is_whitespace)) {
        let text = item.trim_start();
        out.push('-');
        out.push_str(&plain(&item[..item.len() - text.len()]));
        rest = text;
    }
    let value = Parts::of(rest).key.and_then(|key| Some(rest.find(key)? + key.len()));
    let colon = value.and_then(|end| Some(end + rest[end..].find(':')? + 1));
    if let Some(colon) = colon {
        let text = rest[colon..].trim_start();
        out.push_str(&rest[..colon]);
        out.push_str(&plain(&rest[colon..rest.len() - text.len()]));
        rest = text;
    }
    out.push_str(rest);
    out
}
