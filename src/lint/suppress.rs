//! Comments that silence rules: `# cardlint: ignore[rule, other] reason` for its line, or for the next one where it
//! stands alone, and `# cardlint: ignore-file[rule]` anywhere in the block for the whole card.

use super::Options;
use super::diagnostic::Diagnostic;
use super::edit;
use super::nearest::nearest;
use super::rule::Findings;
use crate::card::Card;
use crate::rules;
use crate::source::{Edit, Fix, Span};

const UNKNOWN: &str = "unknown-suppression";
const UNUSED: &str = "unused-suppression";

/// A comment for cardlint.
struct Suppression<'a> {
    /// From `#` to the end of the line.
    at: Span,
    /// The lines that it speaks of; `None` is all of them.
    lines: Option<Span>,
    ids: Vec<Id<'a>>,
}

struct Id<'a> {
    text: &'a str,
    at: Span,
    used: bool,
}

/// Drops what comments silence, and reports comments that silence nothing.
pub(super) fn apply(card: &Card, options: &Options, diagnostics: &mut Vec<Diagnostic>) {
    let for_us = card.comments.iter().map(|comment| comment.span).filter(|at| order(card.source.slice(*at)).is_some());
    let (mut suppressions, mut unread) = (Vec::new(), Vec::new());
    for at in for_us {
        match read(card, at) {
            Some(suppression) => suppressions.push(suppression),
            None => unread.push(at),
        }
    }
    if suppressions.is_empty() && unread.is_empty() {
        return;
    }
    diagnostics.retain(|diagnostic| {
        let mut silenced = false;
        for suppression in &mut suppressions {
            if suppression.lines.is_none_or(|lines| lines.touches(diagnostic.at)) {
                for id in suppression.ids.iter_mut().filter(|id| id.text == diagnostic.rule.id) {
                    id.used = true;
                    silenced = true;
                }
            }
        }
        !silenced
    });
    let whole_card =
        |rule: &str| suppressions.iter().any(|each| each.lines.is_none() && each.ids.iter().any(|id| id.text == rule));
    let (tell_unknown, tell_unused) = (!whole_card(UNKNOWN), !whole_card(UNUSED) && card.problems.is_empty());
    if let Some(rule) = rules::find(UNKNOWN).filter(|_| tell_unknown) {
        for at in unread {
            Findings::new(rule, options, diagnostics).report(at, "cardlint does not understand this comment").help(
                "write `# cardlint: ignore[unknown-license]` with every rule in the brackets, or `ignore-file[…]`",
            );
        }
    }
    for suppression in &suppressions {
        if let Some(rule) = rules::find(UNKNOWN).filter(|_| tell_unknown) {
            unknown(suppression, &mut Findings::new(rule, options, diagnostics));
        }
        if let Some(rule) = rules::find(UNUSED).filter(|_| tell_unused) {
            unused(suppression, card, &mut Findings::new(rule, options, diagnostics));
        }
    }
}

/// What stands behind `# cardlint:`, in whatever case; `None` for any other comment.
fn order(comment: &str) -> Option<&str> {
    const NAME: &str = "cardlint:";
    let text = comment.strip_prefix('#')?.trim_start();
    let name = text.get(..NAME.len())?;
    name.eq_ignore_ascii_case(NAME).then(|| text[NAME.len()..].trim_start())
}

/// Reads `# cardlint: ignore[…]`, and no more than that in one comment.
fn read(card: &Card, at: Span) -> Option<Suppression<'_>> {
    let text = card.source.slice(at);
    let order = order(text).filter(|order| !order.contains("# cardlint:"))?;
    let (lines, list) = if let Some(list) = order.strip_prefix("ignore-file") {
        (None, list)
    } else {
        let list = order.strip_prefix("ignore")?;
        (Some(lines(card, at)), list)
    };
    let list = list.trim_start().strip_prefix('[')?;
    let (list, _reason) = list.split_once(']').unwrap_or((list, ""));
    let offset = |part: &str| at.start + (part.as_ptr() as usize - text.as_ptr() as usize);
    let ids = list.split(',').map(str::trim).filter(|id| !id.is_empty());
    let ids = ids.map(|id| Id { text: id, at: Span::new(offset(id), offset(id) + id.len()), used: false });
    Some(Suppression { at, lines, ids: ids.collect() })
}

/// The comment's line; where it stands alone, up to the next line that is not empty and no comment.
fn lines(card: &Card, at: Span) -> Span {
    let source = &card.source;
    let mut lines = source.line_at(at.start);
    let mut alone = source.slice(Span::new(lines.start, at.start)).trim().is_empty();
    while alone && lines.end < card.block.end {
        let next = source.line_at(edit::after_line(source, lines.end));
        let text = source.slice(next).trim();
        alone = (text.is_empty() || text.starts_with('#')) && next.end > lines.end;
        lines.end = next.end.max(lines.end);
    }
    lines
}

fn unknown(suppression: &Suppression<'_>, findings: &mut Findings<'_>) {
    if suppression.ids.is_empty() {
        findings
            .report(suppression.at, "this comment names no rule")
            .help("write the rule's name in brackets: `# cardlint: ignore[unknown-license]`");
    }
    for id in suppression.ids.iter().filter(|id| rules::find(id.text).is_none()) {
        if rules::group(id.text).is_some() {
            let help = format!("name its rules one by one: `cardlint explain {}` lists them", id.text);
            findings
                .report(id.at, format!("`{}` is a group of rules, and comments take single ones", id.text))
                .help(help);
            continue;
        }
        let diagnostic = findings.report(id.at, format!("there is no rule `{}`", id.text));
        match nearest(id.text, rules::all().map(|rule| rule.id)) {
            Some(near) => {
                let edit = Edit::replace(id.at, near);
                diagnostic
                    .help(format!("did you mean `{near}`?"))
                    .fix(Fix::suggested(format!("write `{near}`"), vec![edit]));
            }
            None => _ = diagnostic.help("`cardlint rules` lists them"),
        }
    }
}

/// Rules that are silent where the files of the repo are not known.
const NEEDS_FILES: [&str; 3] = ["dead-license-link", "data-files-no-match", "data-files-mixed-formats"];

fn unused(suppression: &Suppression<'_>, card: &Card, findings: &mut Findings<'_>) {
    let idle: Vec<_> = suppression.ids.iter().filter(|id| !id.used && rules::find(id.text).is_some()).collect();
    let whole = idle.len() == suppression.ids.len();
    let place = if suppression.lines.is_none() { "in this card" } else { "here" };
    // What is not read yet may still break the rule, and a reason is worth keeping.
    let reason = card.source.slice(suppression.at).split_once(']').is_some_and(|(_, reason)| !reason.trim().is_empty());
    let certain = card.problems.is_empty() && findings.options.files.is_some() && !(whole && reason);
    for (index, id) in idle.into_iter().enumerate() {
        let edit = if whole { comment(card, suppression.at) } else { one_id(suppression, id) };
        // Of several that go with one comment, the first takes it away.
        let certain = certain || (card.problems.is_empty() && !reason && !NEEDS_FILES.contains(&id.text));
        let fix = (!whole || index == 0).then(|| Fix { safe: certain, ..Fix::suggested("remove it", vec![edit]) });
        let diagnostic = findings.report(id.at, format!("`{}` reports nothing {place}", id.text));
        diagnostic.help("remove it from the comment").fix = fix;
    }
}

/// The edit that takes a comment away: with its line where it stands alone.
fn comment(card: &Card, at: Span) -> Edit {
    let line = card.source.line_at(at.start);
    let before = card.source.slice(Span::new(line.start, at.start));
    match before.trim_end().len() {
        0 => edit::delete_lines(&card.source, at),
        length => Edit::delete(Span::new(line.start + length, at.end)),
    }
}

/// The edit that takes one of several names away, with a comma.
fn one_id(suppression: &Suppression<'_>, id: &Id<'_>) -> Edit {
    let position = suppression.ids.iter().position(|each| each.at == id.at).unwrap_or_default();
    match (suppression.ids.get(position + 1), position.checked_sub(1).and_then(|before| suppression.ids.get(before))) {
        (Some(next), _) => Edit::delete(Span::new(id.at.start, next.at.start)),
        (None, Some(before)) => Edit::delete(Span::new(before.at.end, id.at.end)),
        (None, None) => Edit::delete(id.at),
    }
}
