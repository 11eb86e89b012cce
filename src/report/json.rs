//! `json` and `json-lines`: the objects that docs/json.md describes.

use std::io::{self, Write};

use serde::Serialize;

use super::Tally;
use crate::lint::Omitted;
use crate::printable;
use crate::rule::diagnostic::{Consumer, Diagnostic, HubReply, Severity};
use crate::source::{SourceFile, Span};

/// The version of the objects. It grows when a key changes or is removed, not when one is added.
pub(super) const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
pub(super) struct DiagnosticObject<'a> {
    schema_version: u32,
    path: &'a str,
    rule: &'static str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    range: Range,
    predicts: &'a [Consumer],
    likely: bool,
    hub: Option<&'a str>,
    related: Vec<RelatedObject<'a>>,
    fix: Option<FixObject<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct RelatedObject<'a> {
    message: &'a str,
    #[serde(flatten)]
    range: Range,
}

#[derive(Serialize)]
struct FixObject<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    #[serde(flatten)]
    range: Range,
    text: &'a str,
}

impl Range {
    fn of(source: &SourceFile, span: Span) -> Self {
        let point = |offset| {
            let position = source.position(offset);
            Position { line: position.line, column: position.column, offset }
        };
        Self { start: point(span.start), end: point(span.end) }
    }
}

impl<'a> DiagnosticObject<'a> {
    pub(super) fn of(source: &'a SourceFile, diagnostic: &'a Diagnostic) -> Self {
        let labels = diagnostic.labels.iter();
        DiagnosticObject {
            schema_version: SCHEMA_VERSION,
            path: &source.name,
            rule: diagnostic.rule.id,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            range: Range::of(source, diagnostic.at),
            predicts: &diagnostic.predicts,
            likely: diagnostic.likely,
            hub: diagnostic.hub.as_ref().map(HubReply::text),
            related: labels
                .map(|label| RelatedObject { message: &label.text, range: Range::of(source, label.at) })
                .collect(),
            fix: diagnostic.fix.as_ref().map(|fix| FixObject {
                title: &fix.title,
                safe: fix.safe,
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| EditObject { range: Range::of(source, edit.span), text: &edit.text })
                    .collect(),
            }),
        }
    }
}

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic], between: &str) -> String {
    let object = |diagnostic| printable::json(&DiagnosticObject::of(source, diagnostic));
    diagnostics.iter().map(object).collect::<Vec<_>>().join(between)
}

/// The object that follows the diagnostics of a card if some were omitted.
pub(super) fn omitted(source: &SourceFile, omitted: &Omitted) -> String {
    let [errors, warnings, infos] = [Severity::Error, Severity::Warning, Severity::Info].map(|each| omitted.of(each));
    printable::json(&serde_json::json!({
        "schema_version": SCHEMA_VERSION, "path": source.name,
        "omitted": { "errors": errors, "warnings": warnings, "infos": infos },
    }))
}

pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\"schema_version\":{SCHEMA_VERSION},\"diagnostics\":[")
}

pub(super) fn end(out: &mut dyn Write, tally: &Tally) -> io::Result<()> {
    let summary = serde_json::json!({
        "cards": tally.cards, "errors": tally.errors, "warnings": tally.warnings, "infos": tally.infos,
        "fixed": tally.fixed, "failed": tally.failed, "omitted": tally.omitted, "rules": tally.rules,
    });
    writeln!(out, "\n],\"summary\":{summary}}}")
}
