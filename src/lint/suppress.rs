//! Comments that suppress rules: `# cardlint: ignore[rule, other] reason` for its line, or for the next one if it is
//! on a line of its own, and `# cardlint: ignore-file[rule]` anywhere in the block for the whole card.

use std::collections::HashMap;

use crate::card::Card;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Context, Findings, Rule, Sink};
use crate::rules;
use crate::rules::configs::{data_files_mixed_formats, data_files_no_match};
use crate::rules::license::dead_license_link;
use crate::rules::suppressions::{unknown_suppression, unused_suppression};
use crate::source::{Edit, Fix, Span};

/// The comments for cardlint in a card.
pub(super) struct Suppressions<'a> {
    card: &'a Card,
    comments: Vec<Suppression<'a>>,
    /// Those that could not be read.
    unread: Vec<Span>,
    /// The names of each rule, in the order of the card.
    by_rule: HashMap<&'a str, Vec<RuleName>>,
}

/// A comment for cardlint.
struct Suppression<'a> {
    /// From `#` to the end of the line.
    at: Span,
    /// The lines that it applies to; `None` is all of them.
    lines: Option<Span>,
    ids: Vec<Id<'a>>,
}

struct Id<'a> {
    text: &'a str,
    at: Span,
    used: bool,
}

/// A rule's name in a comment that applies to certain lines, or to all.
struct RuleName {
    lines: Option<Span>,
    comment: usize,
    id: usize,
}

impl<'a> Suppressions<'a> {
    /// Reads them; `None` where there are none.
    pub(super) fn read(card: &'a Card) -> Option<Self> {
        let mut found = Self { card, comments: Vec::new(), unread: Vec::new(), by_rule: HashMap::new() };
        let mut alone = Span::default();
        for at in card.comments.iter().map(|comment| comment.span) {
            if order(card.source.slice(at)).is_none() {
                continue;
            }
            match read(card, at, &mut alone) {
                Some(suppression) => found.comments.push(suppression),
                None => found.unread.push(at),
            }
        }
        for (comment, suppression) in found.comments.iter().enumerate() {
            for (id, each) in suppression.ids.iter().enumerate() {
                found.by_rule.entry(each.text).or_default().push(RuleName { lines: suppression.lines, comment, id });
            }
        }
        // Comments of the whole card first; the lines of the others begin and end in the order of the card.
        found.by_rule.values_mut().for_each(|named| named.sort_by_key(|each| each.lines.map(|lines| lines.start)));
        (!found.comments.is_empty() || !found.unread.is_empty()).then_some(found)
    }

    /// Whether a comment suppresses a rule at a place.
    pub(super) fn suppresses(&mut self, rule: &str, at: Span) -> bool {
        let Some(named) = self.by_rule.get(rule) else { return false };
        let all = named.partition_point(|each| each.lines.is_none());
        let end = named.partition_point(|each| each.lines.is_none_or(|lines| lines.start <= at.end));
        let start = named[..end].partition_point(|each| each.lines.is_none_or(|lines| lines.end < at.start));
        let applicable = (0..all).chain(start.max(all)..end);
        let mut suppressed = false;
        for each in applicable.map(|index| &named[index]) {
            suppressed = true;
            self.comments[each.comment].ids[each.id].used = true;
        }
        suppressed
    }

    /// Reports comments that suppress nothing.
    pub(super) fn report(&self, context: Context<'_>, to: &mut dyn Sink) {
        let whole_card = |rule: &Rule| {
            self.by_rule.get(rule.id).and_then(|named| named.first()).is_some_and(|first| first.lines.is_none())
        };
        let reports_unknown = !whole_card(&unknown_suppression::RULE);
        let reports_unused = !whole_card(&unused_suppression::RULE) && self.card.problems.is_empty();
        if reports_unknown {
            let mut findings = Findings::new(&unknown_suppression::RULE, context, to);
            for at in &self.unread {
                findings
                    .report(*at, "invalid cardlint comment (it is ignored)")
                    .help("write `# cardlint: ignore[rule]` with all rules in the brackets, or `ignore-file[rule]`");
            }
            self.comments.iter().for_each(|suppression| unknown(suppression, &mut findings));
        }
        if reports_unused {
            let mut findings = Findings::new(&unused_suppression::RULE, context, to);
            self.comments.iter().for_each(|suppression| unused(suppression, self.card, &mut findings));
        }
    }
}

/// Where the list of rules ends in a comment that suppresses some for its line, with its bracket.
pub(super) fn list_end(comment: &str) -> Option<usize> {
    let list = order(comment)?.strip_prefix("ignore")?.trim_start().strip_prefix('[')?;
    let is_empty = list.split(']').next().is_some_and(|list| list.trim().is_empty());
    let start = comment.len() - list.len();
    (!is_empty).then(|| start + list.find(']').unwrap_or(list.trim_end().len()))
}

/// What follows `# cardlint:`, in any case; `None` for any other comment.
fn order(comment: &str) -> Option<&str> {
    const NAME: &str = "cardlint:";
    let text = comment.strip_prefix('#')?.trim_start();
    let name = text.get(..NAME.len())?;
    name.eq_ignore_ascii_case(NAME).then(|| text[NAME.len()..].trim_start())
}

/// Reads `# cardlint: ignore[…]`, and no more than that in one comment.
fn read<'a>(card: &'a Card, at: Span, alone: &mut Span) -> Option<Suppression<'a>> {
    let text = card.source.slice(at);
    let order = order(text).filter(|order| !order.contains("# cardlint:"))?;
    let (lines, list) = if let Some(list) = order.strip_prefix("ignore-file") {
        (None, list)
    } else {
        let list = order.strip_prefix("ignore")?;
        (Some(lines(card, at, alone)), list)
    };
    let list = list.trim_start().strip_prefix('[')?;
    let (list, _reason) = list.split_once(']').unwrap_or((list, ""));
    let offset = |part: &str| at.start + (part.as_ptr() as usize - text.as_ptr() as usize);
    let ids = list.split(',').map(str::trim).filter(|id| !id.is_empty());
    let ids = ids.map(|id| Id { text: id, at: Span::new(offset(id), offset(id) + id.len()), used: false });
    Some(Suppression { at, lines, ids: ids.collect() })
}

/// The comment's line; if nothing else is on it, up to the next line that is neither empty nor a comment. `alone` are the
/// lines of the last such comment: those of the comments among them end with theirs.
fn lines(card: &Card, at: Span, alone: &mut Span) -> Span {
    let source = &card.source;
    let line = source.line_at(at.start);
    if !source.slice(Span::new(line.start, at.start)).trim().is_empty() {
        return line;
    }
    let mut end = line.end;
    if at.start < alone.end {
        end = alone.end;
    } else {
        let mut goes_on = true;
        while goes_on && end < card.block.end {
            let next = source.line_at(source.after_line(end));
            let text = source.slice(next).trim();
            crate::work::done(next.len());
            goes_on = (text.is_empty() || text.starts_with('#')) && next.end > end;
            end = next.end.max(end);
        }
    }
    *alone = Span::new(line.start, end);
    *alone
}

fn unknown(suppression: &Suppression<'_>, findings: &mut Findings<'_>) {
    if suppression.ids.is_empty() {
        findings
            .report(suppression.at, "this comment does not name a rule")
            .help("write the rule in brackets: `# cardlint: ignore[unknown-license]`");
    }
    for id in suppression.ids.iter().filter(|id| rules::find(id.text).is_none()) {
        if rules::group(id.text).is_some() {
            let help = format!("list its rules one by one: `cardlint explain {}` shows them", id.text);
            findings
                .report(id.at, format!("`{}` is a group of rules, but a comment takes single rules", id.text))
                .help(help);
            continue;
        }
        let diagnostic = findings.report(id.at, format!("unknown rule `{}`", id.text));
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

/// Rules that report nothing if the files of the repo are not known.
const NEEDS_FILES: [&Rule; 3] = [&dead_license_link::RULE, &data_files_no_match::RULE, &data_files_mixed_formats::RULE];

fn needs_files(id: &str) -> bool {
    NEEDS_FILES.iter().any(|rule| rule.id == id)
}

fn unused(suppression: &Suppression<'_>, card: &Card, findings: &mut Findings<'_>) {
    let is_idle = |id: &Id<'_>| !id.used && rules::find(id.text).is_some();
    let whole = suppression.ids.iter().all(is_idle);
    let place = if suppression.lines.is_none() { "in this card" } else { "here" };
    // What could not be read may still break the rule, and a reason is worth keeping.
    let reason = card.source.slice(suppression.at).split_once(']').is_some_and(|(_, reason)| !reason.trim().is_empty());
    let certain = card.problems.is_empty() && findings.context.has_files() && !(whole && reason);
    for (index, id) in suppression.ids.iter().enumerate().filter(|(_, id)| is_idle(id)) {
        let edit = if whole { comment(card, suppression.at) } else { one_id(suppression, index) };
        // If several are removed with one comment, the first fix removes it.
        let certain = certain || (card.problems.is_empty() && !reason && !needs_files(id.text));
        let fix = (!whole || index == 0).then(|| Fix { safe: certain, ..Fix::suggested("remove it", vec![edit]) });
        let diagnostic = findings.report(id.at, format!("`{}` reports nothing {place}", id.text));
        diagnostic.help("remove it from the comment").fix = fix;
    }
}

/// The edit that removes a comment, with its line if nothing else is on it.
fn comment(card: &Card, at: Span) -> Edit {
    let line = card.source.line_at(at.start);
    let before = card.source.slice(Span::new(line.start, at.start));
    match before.trim_end().len() {
        0 => edit::delete_lines(&card.source, at),
        length => Edit::delete(Span::new(line.start + length, at.end)),
    }
}

/// The edit that removes one of several names, with a comma.
fn one_id(suppression: &Suppression<'_>, index: usize) -> Edit {
    let at = suppression.ids[index].at;
    let before = index.checked_sub(1).and_then(|before| suppression.ids.get(before));
    match (suppression.ids.get(index + 1), before) {
        (Some(next), _) => Edit::delete(Span::new(at.start, next.at.start)),
        (None, Some(before)) => Edit::delete(Span::new(before.at.end, at.end)),
        (None, None) => Edit::delete(at),
    }
}
