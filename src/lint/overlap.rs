//! One diagnostic where two speak of the same value.

use std::collections::HashMap;

use super::collect::Found;
use crate::rule::places::Places;
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
pub(super) fn merge(found: &mut Vec<Found>) {
    lost_lines(found);

    // `{{ name }}` is a placeholder or no entry at all, and a map as a key to Python.
    if found.iter().any(|each| each.rule.id == UNHASHABLE) {
        let told =
            Places::of(found.iter().filter(|each| [PLACEHOLDER, SYNTAX].contains(&each.rule.id)).map(|each| each.at));
        found.retain(|each| each.rule.id != UNHASHABLE || !told.touch(each.at));
    }

    // A text as `default` makes its config the default.
    let texts: Vec<_> = found.extract_if(.., |each| each.rule.id == NOT_BOOLEAN).collect();
    if !texts.is_empty() {
        let several: HashMap<Span, usize> =
            places(found.iter().enumerate().filter(|(_, each)| each.rule.id == SEVERAL));
        for mut text in texts {
            match several.get(&text.at) {
                Some(index) => found[*index].take_help(&mut text),
                None => found.push(text),
            }
        }
    }

    // A value that is wrong anyway: what mends it, ends the disagreement of the parsers.
    let mut disagreements: Vec<_> = found.extract_if(.., |each| DISAGREEMENTS.contains(&each.rule.id)).collect();
    let others = places(found.iter().enumerate());
    disagreements.retain_mut(|disagreement| {
        let Some(other) = others.get(&disagreement.at).map(|index| &mut found[*index]) else { return true };
        if other.severity < disagreement.severity {
            std::mem::swap(other, disagreement);
            other.take_help(disagreement);
        } else if let (Some(other), Some(disagreement)) = (&mut other.whole, &mut disagreement.whole) {
            if disagreement.rule.id != DIFFERS {
                other.message.push_str("; Python refuses the card");
                other.predicts.append(&mut disagreement.predicts);
            } else if let Some((_, python)) = disagreement.message.rsplit_once(", Python reads ")
                // A date is a date to both.
                && !python.starts_with("the date")
            {
                other.message.push_str(&format!("; Python reads {python}"));
            }
        }
        false
    });
    found.append(&mut disagreements);
}

fn places<'a>(found: impl Iterator<Item = (usize, &'a Found)>) -> HashMap<Span, usize> {
    found.map(|(index, each)| (each.at, index)).collect()
}

/// Lines that have lost their indentation are broken in many ways, which all end when they are indented.
fn lost_lines(found: &mut Vec<Found>) {
    let mut lost: Vec<_> = found.extract_if(.., |each| each.rule.id == LOST).collect();
    if lost.is_empty() {
        return;
    }
    let start = |lines: &Found| {
        let key = lines.whole.as_ref().and_then(|lines| lines.labels.first()).map(|key| key.at.start);
        key.map_or(lines.at.start, |key| key.min(lines.at.start))
    };
    lost.sort_by_key(start);
    let starts: Vec<_> = lost.iter().map(start).collect();
    found.retain_mut(|each| {
        let before = starts.partition_point(|start| *start <= each.at.start);
        let Some(lines) = before.checked_sub(1).map(|last| &mut lost[last]) else { return true };
        if each.at.start > lines.at.end || APART.contains(&each.rule.id) {
            return true;
        }
        if let (Some(lines), Some(each)) = (&mut lines.whole, &mut each.whole) {
            lines.hub = lines.hub.take().or(each.hub.take());
            lines.predicts.append(&mut each.predicts);
        }
        false
    });
    for lines in lost.iter_mut().filter_map(|lines| lines.whole.as_mut()) {
        lines.predicts.sort_unstable();
        lines.predicts.dedup();
    }
    found.append(&mut lost);
}
