//! GitLab's Code Quality report. (docs.gitlab.com, "Code Quality report format")

use serde_json::json;

use super::fingerprint::{Fingerprints, fingerprint};
use super::omitted::sentence;
use crate::lint::Omitted;
use crate::printable;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic], between: &str) -> String {
    let mut fingerprints = Fingerprints::of(source);
    let entries = diagnostics.iter().map(|diagnostic| {
        let (start, end) = (source.position(diagnostic.at.start), source.position(diagnostic.at.end));
        let severity = match diagnostic.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        json!({
            "check_name": diagnostic.rule.id,
            "description": diagnostic.message,
            "fingerprint": fingerprints.next(diagnostic),
            "severity": severity,
            "location": {
                "path": source.name.strip_prefix("./").unwrap_or(&source.name),
                "positions": {
                    "begin": { "line": start.line, "column": start.column },
                    "end": { "line": end.line, "column": end.column },
                },
            },
        })
    });
    entries.map(|entry| printable::json(&entry)).collect::<Vec<_>>().join(between)
}

/// The entry that says that some diagnostics were omitted.
pub(super) fn omitted(source: &SourceFile, omitted: &Omitted) -> String {
    printable::json(&json!({
        "check_name": "cardlint",
        "description": sentence(omitted),
        "fingerprint": fingerprint(&[&source.name, "omitted"]),
        "severity": "info",
        "location": {
            "path": source.name.strip_prefix("./").unwrap_or(&source.name),
            "positions": { "begin": { "line": 1, "column": 1 }, "end": { "line": 1, "column": 1 } },
        },
    }))
}
