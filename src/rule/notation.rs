//! Values in a notation that YAML does not have: bulleted lists, bare lines, comments of other languages.

use super::diagnostic::Diagnostic;
use crate::source::{Edit, Fix, SourceFile, Span};
use crate::yaml::{BULLETS, Node, Style};

/// Helps with a plain string in any of these notations, all of whose items are `known`; `false` for any other value.
pub(crate) fn help(
    source: &SourceFile,
    node: &Node,
    known: impl Fn(&str) -> bool,
    diagnostic: &mut Diagnostic,
) -> bool {
    bullets(source, node, diagnostic)
        || lines(source, node, &known, diagnostic)
        || comment(source, node, &known, diagnostic)
}

/// Helps with a plain string whose lines begin with bullets, where a list was meant; `false` for any other value.
pub(crate) fn bullets(source: &SourceFile, node: &Node, diagnostic: &mut Diagnostic) -> bool {
    let text = source.slice(node.span);
    let Some(bullet) = text.chars().next().filter(|sign| BULLETS.contains(sign)) else { return false };
    let item = |line: &str| {
        let item = line.strip_prefix(bullet).filter(|item| item.starts_with([' ', '\t']))?;
        Some(line.len() - item.trim_start_matches([' ', '\t']).len())
    };
    items(source, node, item, format!("write `- ` before each item, not `{bullet}`"), diagnostic)
}

/// Helps with a plain string over several lines, each of which is `known`, where a list was meant; `false` for any other value.
pub(crate) fn lines(
    source: &SourceFile,
    node: &Node,
    known: impl Fn(&str) -> bool,
    diagnostic: &mut Diagnostic,
) -> bool {
    let item = |line: &str| (!line.trim().is_empty() && known(line.trim())).then_some(0);
    source.slice(node.span).lines().count() > 1
        && items(source, node, item, "write `- ` before each item".to_owned(), diagnostic)
}

/// Makes an item of each line of a plain string. `mark` is how many bytes to replace at the start of a line, if it is an item.
fn items(
    source: &SourceFile,
    node: &Node,
    mark: impl Fn(&str) -> Option<usize>,
    title: String,
    diagnostic: &mut Diagnostic,
) -> bool {
    if node.style != Style::Plain {
        return false;
    }
    let mut end = node.span.start;
    let dash = |line: &str| {
        end += line.len();
        let item = line.trim_start();
        let start = end - item.len();
        Some(Edit::replace(Span::new(start, start + mark(item)?), "- "))
    };
    let Some(edits) = source.slice(node.span).split_inclusive('\n').map(dash).collect() else { return false };
    diagnostic.help(&*title);
    // A list cannot begin on the line of its key.
    let line = source.line_at(node.span.start);
    let is_apart = source.slice(Span::new(line.start, node.span.start)).trim().is_empty();
    diagnostic.fix = is_apart.then(|| Fix::suggested(title, edits));
    true
}

/// Helps with a known value that a comment of another language follows, as in `mit // see LICENSE`; `false` for any other value.
pub(crate) fn comment(
    source: &SourceFile,
    node: &Node,
    is_known: impl Fn(&str) -> bool,
    diagnostic: &mut Diagnostic,
) -> bool {
    let text = source.slice(node.span);
    let parts = [" //", " <!--", " /*", " --"].iter().find_map(|sign| text.split_once(sign));
    let Some((value, comment)) = parts.filter(|(value, _)| node.style == Style::Plain && is_known(value.trim_end()))
    else {
        return false;
    };
    let comment = comment.trim_end_matches("-->").trim_end_matches("*/").trim();
    let title = format!("write `{} # {comment}`", value.trim_end());
    diagnostic.help(&*title);
    // Behind it, nothing may become a part of the comment.
    let rest = source.slice(Span::new(node.span.end, source.line_at(node.span.end).end));
    let is_apart = rest.trim().is_empty() && !text.contains('\n');
    let edit = Edit::replace(node.span, format!("{} # {comment}", value.trim_end()));
    diagnostic.fix = is_apart.then(|| Fix::suggested(title, vec![edit]));
    true
}
