//! The answers to a stream of cards: docs/streams.md describes them.

use serde::Serialize;

use super::json::{DiagnosticObject, SCHEMA_VERSION};
use super::{Tally, printable_diagnostics};
use crate::lint::fix::Applied;
use crate::printable;
use crate::rule::diagnostic::Diagnostic;
use crate::source::SourceFile;

/// What is answered to one line of the input.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The number of the line, from 1.
    pub line: usize,
    /// The card, after its fixes.
    pub source: &'a SourceFile,
    /// What is wrong with it.
    pub diagnostics: &'a [Diagnostic],
    /// The counts, with those of diagnostics that are not listed.
    pub tally: &'a Tally,
    /// The exit status of a run that checks this card alone.
    pub status: u8,
    /// The gate form, where it was asked for: null if the Hub cannot read the metadata.
    pub gate: Option<Option<serde_json::Value>>,
    /// The fixes that were applied, where fixes were asked for.
    pub fixes: Option<&'a [Applied]>,
}

#[derive(Serialize)]
struct AnswerObject<'a> {
    schema_version: u32,
    line: usize,
    path: &'a str,
    status: u8,
    diagnostics: Vec<DiagnosticObject<'a>>,
    summary: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<&'a Option<serde_json::Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<Vec<FixedObject<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
    fixed: usize,
    omitted: usize,
}

#[derive(Serialize)]
struct FixedObject<'a> {
    rule: &'static str,
    title: &'a str,
}

#[derive(Serialize)]
struct FormObject<'a> {
    schema_version: u32,
    line: usize,
    path: &'a str,
    status: u8,
    gate: serde_json::Value,
}

#[derive(Serialize)]
struct ErrorObject<'a> {
    schema_version: u32,
    line: usize,
    path: Option<&'a str>,
    status: u8,
    error: ErrorText<'a>,
}

#[derive(Serialize)]
struct ErrorText<'a> {
    message: &'a str,
    help: Option<&'a str>,
}

impl Answer<'_> {
    /// The answer as one line of JSON, without its end.
    pub fn json(&self) -> String {
        let diagnostics = &*printable_diagnostics(self.diagnostics);
        let Tally { errors, warnings, infos, fixed, omitted, .. } = *self.tally;
        let fixes =
            self.fixes.map(|fixes| fixes.iter().map(|fix| FixedObject { rule: fix.rule, title: &fix.title }).collect());
        printable::json(&AnswerObject {
            schema_version: SCHEMA_VERSION,
            line: self.line,
            path: &self.source.name,
            status: self.status,
            diagnostics: diagnostics.iter().map(|found| DiagnosticObject::of(self.source, found)).collect(),
            summary: Summary { errors, warnings, infos, fixed, omitted },
            gate: self.gate.as_ref(),
            text: fixes.is_some().then_some(self.source.text.as_str()),
            fixes,
        })
    }
}

/// The answer to a line whose gate form is asked for, as one line of JSON without its end.
pub fn form(line: usize, path: &str, gate: serde_json::Value) -> String {
    printable::json(&FormObject { schema_version: SCHEMA_VERSION, line, path, status: 0, gate })
}

/// The answer to a line that is not a card, as one line of JSON without its end.
pub fn error(line: usize, path: Option<&str>, message: &str, help: Option<&str>) -> String {
    let message = &printable::line(message);
    printable::json(&ErrorObject {
        schema_version: SCHEMA_VERSION,
        line,
        path,
        status: 2,
        error: ErrorText { message, help },
    })
}
