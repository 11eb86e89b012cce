//! One diagnostic where two speak of the same value.

use super::diagnostic::Diagnostic;

const DIFFERS: &str = "yaml-dialects-disagree";
const UNHASHABLE: &str = "unhashable-key";
const PLACEHOLDER: &str = "template-left-over";

/// Leaves one diagnostic, the heavier one, of two about the same value.
pub(super) fn merge(diagnostics: &mut Vec<Diagnostic>) {
    // `{{ name }}` is a placeholder, and a map as a key to Python.
    let placeholders: Vec<_> =
        diagnostics.iter().filter(|each| each.rule.id == PLACEHOLDER).map(|each| each.at).collect();
    diagnostics.retain(|each| each.rule.id != UNHASHABLE || !placeholders.iter().any(|at| at.touches(each.at)));

    // A value that is wrong anyway: what mends it, ends the disagreement of the parsers.
    let differing: Vec<_> = diagnostics.extract_if(.., |each| each.rule.id == DIFFERS).collect();
    for mut differing in differing {
        let Some(other) = diagnostics.iter().position(|each| each.at == differing.at) else {
            diagnostics.push(differing);
            continue;
        };
        if diagnostics[other].severity < differing.severity {
            let other = diagnostics.remove(other);
            if other.fix.is_some() {
                (differing.help, differing.fix) = (other.help, other.fix);
            }
            diagnostics.push(differing);
        } else if let Some((_, python)) = differing.message.rsplit_once(", Python reads ")
            // A date is a date to both.
            && !python.starts_with("the date")
        {
            diagnostics[other].message.push_str(&format!("; Python reads {python}"));
        }
    }
}
