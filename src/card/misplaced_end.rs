//! Front matter that ends too late or too early: it swallows Markdown, or leaves metadata behind.

use super::front_matter::Block;
use super::lines::{Line, close_at, key_of, lines};
use super::{Card, Problem, keys};
use crate::source::{Edit, Fix, Span};
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
            return Some((
                Problem::new(
                    "unclosed-front-matter",
                    block.open,
                    "the front matter is not closed before the text begins",
                )
                .label(prose, "text, read as YAML")
                .label(block.close, "the Hub and Python take this line for its end")
                .help("end the metadata with a line `---`")
                .fix(close_at(text, metadata.end)),
                metadata,
            ));
        }
        after_gap = false;
        end = Some(line.next);
    }
    None
}

/// Metadata behind the block that nobody reads.
pub(super) fn lost_metadata(text: &str, block: Block, card: &mut Card) {
    let body = &text[block.body..];
    let Some(first) = lines(body).find(|line| !line.text.trim().is_empty()) else { return };
    let shift = |span: Span| Span::new(block.body + span.start, block.body + span.end);
    let known = |line: &Line<'_>| key_of(line.text).is_some_and(keys::is_known);
    if first.text.trim_end() == "---" {
        let rest = &body[first.next..];
        let second = lines(rest).next().is_some_and(|line| known(&line)) && lines(rest).any(|line| line.text == "---");
        if second {
            card.problems.push(
                Problem::new(
                    "second-front-matter",
                    shift(first.span),
                    "a second block of metadata: everyone reads the first one only",
                )
                .label(block.span(), "the first block")
                .help("move its keys into the first block"),
            );
        }
        return;
    }
    let ends_in_text =
        card.metadata.entries().last().is_some_and(|entry| matches!(entry.value.style, Style::Literal | Style::Folded));
    if !ends_in_text {
        return;
    }
    // Prose in the first column would not have stood in the text of a key.
    let fits = |line: &Line<'_>| {
        line.text.trim().is_empty() || line.text.starts_with([' ', '\t']) || key_of(line.text).is_some()
    };
    let lost = lines(body).take_while(|line| line.text.trim_end() != "---" && fits(line)).find(known);
    let closed = lines(body).any(|line| line.text == "---");
    if let Some(lost) = lost.filter(|_| closed) {
        card.problems.push(
            Problem::new(
                "front-matter-cut-short",
                block.close,
                "this line ends the front matter in the middle of a text: the keys below it are lost",
            )
            .label(shift(lost.span), "no longer metadata")
            .help("indent the line as the text around it, or write `***` for a rule")
            .fix(Fix::suggested("indent it", vec![Edit::insert(block.close.start, "  ")])),
        );
    }
}
