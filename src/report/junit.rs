//! JUnit XML: a suite per card, a test case per diagnostic. A test fails where the run does: errors are failures, and so
//! are warnings with `--warnings-as-errors`. Otherwise a warning is a skipped test with its message, and a note is a
//! passed test with the note as its output. A card without diagnostics is one passed test.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::RenderStyle;
use super::omitted::sentence;
use crate::lint::Omitted;
use crate::printable;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

const INDENT: (u8, usize) = (b' ', 2);

/// What becomes of a diagnostic's test.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Failure,
    Skipped,
    Passed,
}

impl Verdict {
    fn of(severity: Severity, style: RenderStyle) -> Self {
        match severity {
            Severity::Error => Self::Failure,
            Severity::Warning if style.warnings_fail => Self::Failure,
            Severity::Warning => Self::Skipped,
            Severity::Info => Self::Passed,
        }
    }
}

pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cardlint\">")
}

pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</testsuites>")
}

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic], style: RenderStyle) -> String {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = suite(&mut Writer::new_with_indent(&mut bytes, INDENT.0, INDENT.1), source, diagnostics, style);
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

fn suite(
    writer: &mut Writer<&mut Vec<u8>>,
    source: &SourceFile,
    diagnostics: &[Diagnostic],
    style: RenderStyle,
) -> io::Result<()> {
    let name = valid(&printable::line(&source.name));
    let count =
        |verdict| diagnostics.iter().filter(|found| Verdict::of(found.severity, style) == verdict).count().to_string();
    let suite = writer.create_element("testsuite").with_attributes([
        ("name", name.as_str()),
        ("tests", &diagnostics.len().max(1).to_string()),
        ("failures", &count(Verdict::Failure)),
        ("errors", "0"),
        ("skipped", &count(Verdict::Skipped)),
    ]);
    suite.write_inner_content(|writer| {
        if diagnostics.is_empty() {
            let case = writer.create_element("testcase");
            case.with_attributes([("name", "card"), ("classname", &name)]).write_empty()?;
        }
        diagnostics.iter().try_for_each(|diagnostic| case(writer, source, &name, diagnostic, style))
    })?;
    Ok(())
}

fn case(
    writer: &mut Writer<&mut Vec<u8>>,
    source: &SourceFile,
    name: &str,
    diagnostic: &Diagnostic,
    style: RenderStyle,
) -> io::Result<()> {
    let start = source.position(diagnostic.at.start);
    let title = format!("{} at {}:{}", diagnostic.rule.id, start.line, start.column);
    let line = start.line.to_string();
    let attributes = [("name", title.as_str()), ("classname", name), ("file", name), ("line", &line)];
    writer.create_element("testcase").with_attributes(attributes).write_inner_content(|writer| {
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let message = valid(&diagnostic.message);
        let text = valid(&format!("{name}:{}:{}: {}{help}", start.line, start.column, diagnostic.message));
        let severity = diagnostic.severity.to_string();
        let element = match Verdict::of(diagnostic.severity, style) {
            Verdict::Failure => {
                let attributes = [("message", message.as_str()), ("type", &severity)];
                writer.create_element("failure").with_attributes(attributes)
            }
            Verdict::Skipped => writer.create_element("skipped").with_attributes([("message", message.as_str())]),
            Verdict::Passed => writer.create_element("system-out"),
        };
        element.write_text_content(BytesText::new(&text))?;
        Ok(())
    })?;
    Ok(())
}

/// The suite that says that some diagnostics were omitted: its result is that of the most severe one.
pub(super) fn omitted(source: &SourceFile, omitted: &Omitted, style: RenderStyle) -> String {
    let mut bytes = Vec::new();
    let write = |writer: &mut Writer<&mut Vec<u8>>| -> io::Result<()> {
        let (name, text) = (valid(&printable::line(&source.name)), sentence(omitted));
        let gravest = [Severity::Error, Severity::Warning].into_iter().find(|severity| omitted.of(*severity) > 0);
        let verdict = Verdict::of(gravest.unwrap_or(Severity::Info), style);
        let count = |each| if verdict == each { "1" } else { "0" };
        let suite = writer.create_element("testsuite").with_attributes([
            ("name", name.as_str()),
            ("tests", "1"),
            ("failures", count(Verdict::Failure)),
            ("errors", "0"),
            ("skipped", count(Verdict::Skipped)),
        ]);
        suite.write_inner_content(|writer| {
            let case =
                writer.create_element("testcase").with_attributes([("name", "more"), ("classname", name.as_str())]);
            case.write_inner_content(|writer| {
                let message = ("message", text.as_str());
                let element = match verdict {
                    Verdict::Failure => {
                        writer.create_element("failure").with_attributes([message, ("type", "omitted")])
                    }
                    Verdict::Skipped => writer.create_element("skipped").with_attributes([message]),
                    Verdict::Passed => writer.create_element("system-out"),
                };
                element.write_text_content(BytesText::new(&text)).map(|_| ())
            })?;
            Ok(())
        })?;
        Ok(())
    };
    // Writing to memory does not fail.
    let _ = write(&mut Writer::new_with_indent(&mut bytes, INDENT.0, INDENT.1));
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// XML 1.0 cannot contain the two noncharacters at the end of the Basic Multilingual Plane. Control characters are escaped
/// before.
fn valid(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
