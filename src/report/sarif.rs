//! SARIF 2.1.0: one run whose results come first and whose rules, only those with results, come last, so that results
//! are streamed. Columns count UTF-16 code units, as `columnKind` says.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Tally;
use super::effect::effect_of;
use super::fingerprint::Fingerprints;
use crate::lint::MAX_KEPT;
use crate::printable;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::rules;
use crate::source::{Edit, Fix, SourceFile, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic], between: &str) -> String {
    let mut fingerprints = Fingerprints::of(source);
    let results = diagnostics.iter().map(|diagnostic| printable::json(&result(source, diagnostic, &mut fingerprints)));
    results.collect::<Vec<_>>().join(between)
}

pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"columnKind":"utf16CodeUnits","results":["#)
}

pub(super) fn end(out: &mut dyn Write, tally: &Tally) -> io::Result<()> {
    let rules: Vec<Value> = rules::all().filter(|rule| tally.rules.contains_key(rule.id)).map(rule).collect();
    let tool = json!({ "driver": {
        "name": "cardlint",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    }});
    let mut invocation = json!({ "executionSuccessful": tally.failed == 0 });
    if tally.omitted > 0 {
        let text = format!(
            "{} more results were counted, but not listed: only the first {MAX_KEPT} of each card are kept",
            tally.omitted
        );
        invocation["toolExecutionNotifications"] = json!([{ "level": "warning", "message": { "text": text } }]);
    }
    let invocations = json!([invocation]);
    let tool = printable::json(&tool);
    writeln!(out, "\n],\"tool\":{tool},\"invocations\":{invocations}}}]}}")
}

fn rule(rule: &'static crate::rule::Rule) -> Value {
    let mut about = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary() },
        "fullDescription": { "text": rule.markdown() },
        "help": { "text": format!("cardlint explain {}", rule.id) },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "predicts": rule.predicts, "evidence": rule.evidence },
    });
    if let Some(address) = rules::address(rule) {
        about["helpUri"] = address.into();
    }
    about
}

fn result<'a>(
    source: &'a SourceFile,
    diagnostic: &'a Diagnostic,
    fingerprints: &mut Fingerprints<'_>,
) -> ResultObject<'a> {
    let message = match &diagnostic.help {
        Some(help) => format!("{}\n\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.rule.id,
        "level": level(diagnostic.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": place(source, diagnostic.at) }],
        "partialFingerprints": { "cardlint/v1": fingerprints.next(diagnostic) },
        "properties": { "predicts": diagnostic.predicts, "likely": diagnostic.likely, "verdict": effect_of(diagnostic) },
    });
    if !diagnostic.labels.is_empty() {
        let labels = diagnostic.labels.iter();
        result["relatedLocations"] = labels
            .map(|label| json!({ "message": { "text": label.text }, "physicalLocation": place(source, label.at) }))
            .collect();
    }
    let fixes = diagnostic.fix.as_ref().map(|fix| {
        let artifact_changes =
            [ArtifactChange { artifact_location: location(source), replacements: Replacements { source, fix } }];
        let description = json!({ "text": fix.title });
        [FixObject { description, artifact_changes, properties: json!({ "safe": fix.safe }) }]
    });
    ResultObject { result, fixes }
}

/// A result and its fix, which is written edit by edit: there may be many thousands.
#[derive(Serialize)]
struct ResultObject<'a> {
    #[serde(flatten)]
    result: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[FixObject<'a>; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'a> {
    description: Value,
    artifact_changes: [ArtifactChange<'a>; 1],
    properties: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Value,
    replacements: Replacements<'a>,
}

struct Replacements<'a> {
    source: &'a SourceFile,
    fix: &'a Fix,
}

impl Serialize for Replacements<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.fix.edits.iter().map(|edit| replacement(self.source, edit)))
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn place(source: &SourceFile, span: Span) -> Value {
    json!({ "artifactLocation": location(source), "region": region(source, span) })
}

fn location(source: &SourceFile) -> Value {
    json!({ "uri": uri(&source.name) })
}

fn region(source: &SourceFile, span: Span) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({
        "startLine": start.line, "startColumn": start.utf16_column,
        "endLine": end.line, "endColumn": end.utf16_column,
        "byteOffset": span.start, "byteLength": span.len(),
    })
}

fn replacement(source: &SourceFile, edit: &Edit) -> Value {
    json!({ "deletedRegion": region(source, edit.span), "insertedContent": { "text": edit.text } })
}

/// A path as a URI: percent-encoded, relative as it was given, `file://` where it is absolute.
fn uri(path: &str) -> String {
    const UNESCAPED: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    let path = path.replace('\\', "/");
    let encoded = percent_encoding::utf8_percent_encode(&path, UNESCAPED);
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded.to_string() }
}
