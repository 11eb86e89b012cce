//! A gate form in a file of its own, which many cards are to show.

use std::path::Path;

use super::config::{ConfigError, ConfigProblem};
use super::unread::unread;
use super::{Options, lint_card};
use crate::card::{Card, CardProblem, Problem};
use crate::gate::GateForm;
use crate::gate::write::FORM_KEYS;
use crate::rule::diagnostic::Severity;
use crate::rule::nearest::nearest;
use crate::source::SourceFile;

/// Reads the form of a file: of a card, by its name; any other holds the form's keys in YAML or JSON, and nothing else.
///
/// # Errors
///
/// If the file cannot be read, if it has no form, or if the Hub would reject it or show another one.
pub fn load(path: &Path) -> Result<GateForm, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::whole(path, unread(&error)))?;
    parse(SourceFile::new(path.display().to_string(), text))
}

/// As [`load`], for a file that is read already.
pub fn parse(source: SourceFile) -> Result<GateForm, ConfigError> {
    let is_card = is_card(Path::new(&source.name));
    let card = if is_card { Card::read(source, None) } else { Card::of_metadata(source) };
    let mut problems = Vec::new();
    if !is_card {
        let keys = card.metadata.entries().iter().map(|entry| (entry.key.key_text(), entry.key.span));
        problems.extend(keys.filter(|(key, _)| !FORM_KEYS.contains(&key.as_str())).map(|(key, at)| ConfigProblem {
            at: Some(at),
            message: format!("`{key}` is not a key of a gate form"),
            help: Some(match nearest(&key, FORM_KEYS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are {}", FORM_KEYS.join(", ")),
            }),
        }));
    }
    let is_blank = |problem: &Problem| problem.kind == CardProblem::BlankFrontMatter;
    let is_empty = !is_card && card.problems.iter().all(is_blank) && card.metadata.entries().is_empty();
    let diagnostics = if is_empty { Vec::new() } else { lint_card(&card, &Options::default()) };
    let errors = diagnostics.into_iter().filter(|each| each.severity == Severity::Error);
    problems.extend(errors.map(|each| ConfigProblem { at: Some(each.at), message: each.message, help: each.help }));
    problems.sort_by_key(|problem| problem.at);
    problems.dedup_by_key(|problem| problem.at);
    let form = card.gate_form();
    if problems.is_empty() && form.shows_the_same(&GateForm::default()) {
        let help = Some("write the form's keys at the top, such as `extra_gated_fields:`".to_owned());
        problems.push(ConfigProblem { at: None, message: "no gate form in this file".to_owned(), help });
    }
    if problems.is_empty() { Ok(form) } else { Err(ConfigError::new(card.source, problems)) }
}

/// Whether a file with a form is a card: others have no fences.
pub fn is_card(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}
