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
struct Object<'a> {
    schema_version: u32,
    path: &'a str,
    rule: &'static str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    place: Place,
    predicts: &'a [Consumer],
    likely: bool,
    hub: Option<&'a str>,
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Place {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

impl Place {
    fn of(source: &SourceFile, span: Span) -> Self {
        let point = |offset| {
            let position = source.position(offset);
            Point { line: position.line, column: position.column, offset }
        };
        Self { start: point(span.start), end: point(span.end) }
    }
}

impl<'a> Object<'a> {
    fn of(source: &'a SourceFile, diagnostic: &'a Diagnostic) -> Self {
        let labels = diagnostic.labels.iter();
        Object {
            schema_version: SCHEMA_VERSION,
            path: &source.name,
            rule: diagnostic.rule.id,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            place: Place::of(source, diagnostic.at),
            predicts: &diagnostic.predicts,
            likely: diagnostic.likely,
            hub: diagnostic.hub.as_ref().map(HubReply::text),
            related: labels.map(|label| Related { message: &label.text, place: Place::of(source, label.at) }).collect(),
            fix: diagnostic.fix.as_ref().map(|fix| Fix {
                title: &fix.title,
                safe: fix.safe,
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| Edit { place: Place::of(source, edit.span), text: &edit.text })
                    .collect(),
            }),
        }
    }
}

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic], between: &str) -> String {
    let object = |diagnostic| printable::json(&Object::of(source, diagnostic));
    diagnostics.iter().map(object).collect::<Vec<_>>().join(between)
}

/// The object that follows the diagnostics of a card of which some were left out.
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
