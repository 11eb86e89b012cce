//! One line per diagnostic, for people and for the many programs that read `path:line:column:`.

use std::fmt::Write;

use super::RenderStyle;
use crate::printable;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic], style: RenderStyle) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let start = source.position(diagnostic.at.start);
        let paint = if style.color { color(diagnostic.severity) } else { anstyle::Style::new() };
        let _ = writeln!(
            text,
            "{}:{}:{}: {paint}{}[{}]{paint:#} {}",
            printable::line(&source.name),
            start.line,
            start.column,
            diagnostic.severity,
            diagnostic.rule.id,
            diagnostic.message.replace('\n', " "),
        );
    }
    text
}

/// The color of a severity, the one that miette's themes use.
pub(super) fn color(severity: Severity) -> anstyle::Style {
    let color = match severity {
        Severity::Error => anstyle::AnsiColor::Red,
        Severity::Warning => anstyle::AnsiColor::Yellow,
        Severity::Info => anstyle::AnsiColor::Cyan,
    };
    color.on_default().bold()
}
