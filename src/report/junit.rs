//! `JUnit` XML: a suite a card, a test case a diagnostic. A card without diagnostics is one passed test, a warning fails
//! its test as an error does, and a note is a passed test with the note as its output.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::lint::diagnostic::{Diagnostic, Severity};
use crate::source::SourceFile;

const INDENT: (u8, usize) = (b' ', 2);

pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cardlint\">")
}

pub(super) fn end(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "</testsuites>")
}

pub(super) fn render(source: &SourceFile, diagnostics: &[Diagnostic]) -> String {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    let _ = suite(&mut Writer::new_with_indent(&mut bytes, INDENT.0, INDENT.1), source, diagnostics);
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

fn suite(writer: &mut Writer<&mut Vec<u8>>, source: &SourceFile, diagnostics: &[Diagnostic]) -> io::Result<()> {
    let name = valid(&source.name);
    let tests = diagnostics.len().max(1).to_string();
    let failures = diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Info).count().to_string();
    let suite = writer.create_element("testsuite").with_attributes([
        ("name", name.as_str()),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", "0"),
    ]);
    suite.write_inner_content(|writer| {
        if diagnostics.is_empty() {
            let case = writer.create_element("testcase");
            case.with_attributes([("name", "card"), ("classname", &name)]).write_empty()?;
        }
        diagnostics.iter().try_for_each(|diagnostic| case(writer, source, &name, diagnostic))
    })?;
    Ok(())
}

fn case(writer: &mut Writer<&mut Vec<u8>>, source: &SourceFile, name: &str, diagnostic: &Diagnostic) -> io::Result<()> {
    let start = source.position(diagnostic.at.start);
    let title = format!("{} at {}:{}", diagnostic.rule.id, start.line, start.column);
    let line = start.line.to_string();
    let attributes = [("name", title.as_str()), ("classname", name), ("file", name), ("line", &line)];
    writer.create_element("testcase").with_attributes(attributes).write_inner_content(|writer| {
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let message = valid(&diagnostic.message);
        let text = valid(&format!("{}:{}:{}: {}{help}", source.name, start.line, start.column, diagnostic.message));
        if diagnostic.severity == Severity::Info {
            writer.create_element("system-out").write_text_content(BytesText::new(&text))?;
        } else {
            let severity = diagnostic.severity.to_string();
            let attributes = [("message", message.as_str()), ("type", &severity)];
            let failure = writer.create_element("failure").with_attributes(attributes);
            failure.write_text_content(BytesText::new(&text))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// XML 1.0 has no way to write most control characters.
fn valid(text: &str) -> String {
    let allowed = |char: char| !char.is_control() || matches!(char, '\t' | '\n' | '\r');
    text.chars()
        .map(|char| if allowed(char) && char < '\u{fffe}' || char > '\u{ffff}' { char } else { '\u{fffd}' })
        .collect()
}
