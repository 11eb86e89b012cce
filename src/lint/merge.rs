//! One diagnostic where two speak of the same value.

use std::collections::HashMap;

use super::diagnostic::Diagnostic;
use crate::source::Span;

const DIFFERS: &str = "yaml-dialects-disagree";
/// Rules about a value that the Hub reads and Python does not, or not so.
const DISAGREEMENTS: [&str; 3] = [DIFFERS, "impossible-date", "yaml-reserved-value"];
const UNHASHABLE: &str = "unhashable-key";
const NOT_BOOLEAN: &str = "config-default-not-boolean";
const SEVERAL: &str = "several-default-configs";
const SYNTAX: &str = "yaml-syntax";
const PLACEHOLDER: &str = "template-left-over";
const LOST: &str = "lost-indentation";
/// Rules about something else than what the lines mean.
const APART: [&str; 3] = ["unknown-suppression", "unused-suppression", "unclosed-front-matter"];

/// Leaves one diagnostic, the heavier one, of two about the same value.
pub(super) fn merge(diagnostics: &mut Vec<Diagnostic>) {
    lost_lines(diagnostics);

    // `{{ name }}` is a placeholder or no entry at all, and a map as a key to Python.
    let told: Vec<_> =
        diagnostics.iter().filter(|each| [PLACEHOLDER, SYNTAX].contains(&each.rule.id)).map(|each| each.at).collect();
    diagnostics.retain(|each| each.rule.id != UNHASHABLE || !told.iter().any(|at| at.touches(each.at)));

    // A text as `default` makes its config the default.
    let texts: Vec<_> = diagnostics.extract_if(.., |each| each.rule.id == NOT_BOOLEAN).collect();
    for text in texts {
        match diagnostics.iter_mut().find(|each| each.rule.id == SEVERAL && each.at == text.at) {
            Some(several) => (several.help, several.fix) = (text.help, text.fix),
            None => diagnostics.push(text),
        }
    }

    // A value that is wrong anyway: what mends it, ends the disagreement of the parsers.
    let mut disagreements: Vec<_> = diagnostics.extract_if(.., |each| DISAGREEMENTS.contains(&each.rule.id)).collect();
    let others: HashMap<Span, usize> = diagnostics.iter().enumerate().map(|(index, each)| (each.at, index)).collect();
    disagreements.retain_mut(|disagreement| {
        let Some(other) = others.get(&disagreement.at).map(|index| &mut diagnostics[*index]) else { return true };
        if other.severity < disagreement.severity {
            std::mem::swap(other, disagreement);
            (other.help, other.fix) = (disagreement.help.take(), disagreement.fix.take());
        } else if disagreement.rule.id != DIFFERS {
            other.message.push_str("; Python refuses the card");
            other.predicts.append(&mut disagreement.predicts);
        } else if let Some((_, python)) = disagreement.message.rsplit_once(", Python reads ")
            // A date is a date to both.
            && !python.starts_with("the date")
        {
            other.message.push_str(&format!("; Python reads {python}"));
        }
        false
    });
    diagnostics.append(&mut disagreements);
}

/// Lines that have lost their indentation are broken in many ways, which all end when they are indented.
fn lost_lines(diagnostics: &mut Vec<Diagnostic>) {
    let mut lost: Vec<_> = diagnostics.extract_if(.., |each| each.rule.id == LOST).collect();
    for lines in &mut lost {
        let start = lines.labels.first().map_or(lines.at.start, |key| key.at.start.min(lines.at.start));
        let within = |at: Span| start <= at.start && at.start <= lines.at.end;
        let same: Vec<_> =
            diagnostics.extract_if(.., |each| within(each.at) && !APART.contains(&each.rule.id)).collect();
        for each in same {
            lines.hub = lines.hub.take().or(each.hub);
            lines.predicts.extend(each.predicts);
        }
        lines.predicts.sort_unstable();
        lines.predicts.dedup();
    }
    diagnostics.append(&mut lost);
}
