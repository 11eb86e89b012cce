//! Front matter that ends too late or too early: it swallows Markdown, or leaves metadata behind.

use super::front_matter::Block;
use super::lines::{Line, close_at, key_of, lines};
use super::{Card, CardProblem, MalformedFence, Problem, keys};
use crate::source::{Edit, Repair, Span};
use crate::yaml::Style;

/// A block that is closed by a `---` of the Markdown below it: the problem, and the metadata that it swallowed.
pub(super) fn swallowed_markdown(text: &str, block: Block) -> Option<(Problem, Span)> {
    let content = &text[block.content.start..block.content.end];
    let mut end = None;
    let mut after_gap = false;
    for line in lines(content) {
        if line.text.trim().is_empty() || line.text.starts_with('#') {
            after_gap = true;
            continue;
        }
        let prose = line.text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '<' | '*' | '!' | '['))
            && !line.text.contains(": ")
            && !line.text.ends_with(':');
        if prose && after_gap {
            let end = end?;
            let metadata = Span::new(block.content.start, block.content.start + end);
            let prose = Span::new(block.content.start + line.span.start, block.content.start + line.span.end);
            let kind = CardProblem::SwallowedText { text: prose, close: block.close };
            return Some((Problem::new(kind, block.open).repair(close_at(text, metadata.end)), metadata));
        }
        after_gap = false;
        end = Some(line.next);
    }
    None
}

/// A line that closes the block for other tools, but not for the Hub: `...`, or `---` with text behind it. The problem, and the metadata
/// above the line.
pub(super) fn false_close(text: &str, block: Block) -> Option<(Problem, Span)> {
    let content = &text[block.content.start..block.content.end];
    let is_close = |line: &Line<'_>| line.text.trim_end() == "..." || line.text.starts_with("---");
    let line = lines(content).find(is_close)?;
    // What goes on as metadata does is not text of the card.
    let next = lines(&content[line.next..]).find(|line| !line.text.trim().is_empty())?;
    if key_of(next.text).is_some() || next.text.starts_with("- ") {
        return None;
    }
    let at = Span::new(block.content.start + line.span.start, block.content.start + line.span.end);
    let metadata = Span::new(block.content.start, at.start);
    let kind = CardProblem::MalformedFence(MalformedFence::ReadOn { close: block.close });
    let problem = Problem::new(kind, at);
    // Between two carriage returns, it is not the line that is wrong.
    let problem = match line.text {
        "---" => problem,
        _ => problem.repair(Repair::suggested(vec![Edit::replace(at, "---")])),
    };
    (!text[metadata.start..metadata.end].trim().is_empty()).then_some((problem, metadata))
}

/// Metadata behind the block, which is ignored.
pub(super) fn lost_metadata(text: &str, block: Block, card: &mut Card) {
    let body = &text[block.body..];
    let Some(first) = lines(body).find(|line| !line.text.trim().is_empty()) else { return };
    let shift = |span: Span| Span::new(block.body + span.start, block.body + span.end);
    let known = |line: &Line<'_>| key_of(line.text).is_some_and(keys::is_known);
    if first.text.trim_end() == "---" {
        let rest = &body[first.next..];
        let second = lines(rest).next().is_some_and(|line| known(&line)) && lines(rest).any(|line| line.text == "---");
        if second {
            let kind = CardProblem::SecondFrontMatter { first: block.span() };
            card.problems.push(Problem::new(kind, shift(first.span)));
        }
        return;
    }
    let ends_in_text =
        card.metadata.entries().last().is_some_and(|entry| matches!(entry.value.style, Style::Literal | Style::Folded));
    if !ends_in_text {
        return;
    }
    // Prose in the first column would not have been in the text of a key.
    let fits = |line: &Line<'_>| {
        line.text.trim().is_empty() || line.text.starts_with([' ', '\t']) || key_of(line.text).is_some()
    };
    let lost = lines(body).take_while(fits).find(known);
    let closed = lines(body).any(|line| line.text == "---");
    if let Some(lost) = lost.filter(|_| closed) {
        card.problems.push(
            Problem::new(CardProblem::CutShort { lost: shift(lost.span) }, block.close)
                .repair(Repair::suggested(vec![Edit::insert(block.close.start, "  ")])),
        );
    }
}
