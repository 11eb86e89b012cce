//! Workflow commands of GitHub Actions: annotations on the lines of a pull request.
//! (docs.github.com, "Workflow commands for GitHub Actions")

use std::fmt::Write;

use super::omitted::sentence;
use crate::lint::Omitted;
use crate::printable;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let (start, end) = (source.position(diagnostic.at.start), source.position(diagnostic.at.end));
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let _ = write!(
            text,
            "::{command} file={},line={},endLine={}",
            property(&printable::line(&source.name)),
            start.line,
            end.line
        );
        // GitHub takes columns only within one line.
        if start.line == end.line {
            let _ = write!(text, ",col={},endColumn={}", start.column, end.column);
        }
        let title = format!("cardlint: {}", diagnostic.rule.id);
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let message = format!("{}{help}", diagnostic.message);
        let _ = writeln!(text, ",title={}::{}", property(&title), data(&message));
    }
    text
}

/// The notice that some diagnostics were omitted.
pub(super) fn omitted(source: &SourceFile, omitted: &Omitted) -> String {
    format!("::notice file={},title=cardlint::{}\n", property(&printable::line(&source.name)), data(&sentence(omitted)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
