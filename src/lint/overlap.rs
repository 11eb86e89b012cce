//! Keeps one diagnostic where two are about the same value.

use std::collections::HashMap;

use super::collected::Collected;
use crate::rule::Rule;
use crate::rule::places::Places;
use crate::rules::configs::{config_default_not_boolean, several_default_configs};
use crate::rules::front_matter::unclosed_front_matter;
use crate::rules::metadata::template_left_over;
use crate::rules::suppressions::{unknown_suppression, unused_suppression};
use crate::rules::yaml::{
    impossible_date, lost_indentation, unhashable_key, yaml_dialects_disagree, yaml_reserved_value, yaml_syntax,
};
use crate::source::Span;

/// Rules about a value that the Hub reads and Python does not, or not so.
const DISAGREEMENTS: [&Rule; 3] = [&yaml_dialects_disagree::RULE, &impossible_date::RULE, &yaml_reserved_value::RULE];

/// Rules about something else than what the lines mean.
const APART: [&Rule; 3] = [&unknown_suppression::RULE, &unused_suppression::RULE, &unclosed_front_matter::RULE];

/// Leaves one diagnostic, the heavier one, of two about the same value.
pub(super) fn merge(found: &mut Vec<Collected>) {
    lost_lines(found);

    // `{{ name }}` is a placeholder or no entry at all, and a mapping as a key to Python.
    let is_cause = |each: &&Collected| [&template_left_over::RULE, &yaml_syntax::RULE].contains(&each.rule);
    let told = Places::of(found.iter().filter(is_cause).map(|each| each.at));
    found.retain(|each| each.rule != &unhashable_key::RULE || !told.touch(each.at));

    // A string as `default` makes its config the default.
    let strings: Vec<_> = found.extract_if(.., |each| each.rule == &config_default_not_boolean::RULE).collect();
    if !strings.is_empty() {
        let several: HashMap<Span, usize> =
            places(found.iter().enumerate().filter(|(_, each)| each.rule == &several_default_configs::RULE));
        for mut string in strings {
            match several.get(&string.at) {
                Some(index) => found[*index].take_help(&mut string),
                None => found.push(string),
            }
        }
    }

    // A value that is wrong anyway: what fixes it ends the disagreement of the parsers.
    let mut disagreements: Vec<_> = found.extract_if(.., |each| DISAGREEMENTS.contains(&each.rule)).collect();
    let others = places(found.iter().enumerate());
    disagreements.retain_mut(|disagreement| {
        let Some(other) = others.get(&disagreement.at).map(|index| &mut found[*index]) else { return true };
        if other.severity < disagreement.severity {
            std::mem::swap(other, disagreement);
            other.take_help(disagreement);
        } else if let (Some(other), Some(disagreement)) = (&mut other.whole, &mut disagreement.whole) {
            if let Some(aside) = disagreement.aside.take() {
                other.message.push_str("; ");
                other.message.push_str(&aside);
            }
            if disagreement.rule != &yaml_dialects_disagree::RULE {
                other.predicts.append(&mut disagreement.predicts);
            }
        }
        false
    });
    found.append(&mut disagreements);
}

fn places<'a>(found: impl Iterator<Item = (usize, &'a Collected)>) -> HashMap<Span, usize> {
    found.map(|(index, each)| (each.at, index)).collect()
}

/// Lines that have lost their indentation are broken in many ways, which all end when they are indented.
fn lost_lines(found: &mut Vec<Collected>) {
    let mut lost: Vec<_> = found.extract_if(.., |each| each.rule == &lost_indentation::RULE).collect();
    if lost.is_empty() {
        return;
    }
    let start = |lines: &Collected| {
        let key = lines.whole.as_ref().and_then(|lines| lines.labels.first()).map(|key| key.at.start);
        key.map_or(lines.at.start, |key| key.min(lines.at.start))
    };
    lost.sort_by_key(start);
    let starts: Vec<_> = lost.iter().map(start).collect();
    found.retain_mut(|each| {
        let before = starts.partition_point(|start| *start <= each.at.start);
        let Some(lines) = before.checked_sub(1).map(|last| &mut lost[last]) else { return true };
        if each.at.start > lines.at.end || APART.contains(&each.rule) {
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
