//! Writes strings as scalars that js-yaml and PyYAML read as these strings.

use crate::printable;

/// Words that one of the parsers takes for something else than a string.
const NOT_STRINGS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

/// A string on one line: bare where no parser sees anything else in it, else in double quotes.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// The value of a key in a block mapping, behind the colon: a string of several lines as a literal block whose lines begin with
/// `indent`, which ends with `\n`; any other as a [`scalar`] without one.
pub(crate) fn value(text: &str, indent: &str) -> String {
    let content = text.strip_suffix('\n').unwrap_or(text);
    // The first line tells the indentation; further empty lines at the end would take those below them for their own.
    let is_block = content.contains('\n')
        && !content.starts_with(['\n', ' ', '\t'])
        && !content.ends_with('\n')
        && content.split('\n').all(|line| line.is_empty() || !line.trim().is_empty())
        && text.chars().all(|each| each == '\n' || each == '\t' || !is_special(each));
    if !is_block {
        return format!(" {}", scalar(text));
    }
    let chomping = if content.len() == text.len() { "-" } else { "" };
    let lines = content.split('\n').map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("{indent}{line}\n"),
    });
    format!(" |{chomping}\n{}", lines.collect::<String>())
}

/// As [`scalar`], where it may be in brackets, too: bare only where it is ASCII without commas, quotes and brackets.
pub(crate) fn flow_scalar(text: &str) -> String {
    let is_bare = text
        .starts_with(|first: char| first.is_ascii_alphabetic() || (first.is_ascii_digit() && text.contains('<')))
        && text.chars().all(|each| each.is_ascii_alphanumeric() || "._/<>+- ".contains(each))
        && !text.ends_with(' ')
        && !NOT_STRINGS.contains(&text.to_ascii_lowercase().as_str());
    if is_bare { text.to_owned() } else { quoted(text) }
}

fn is_plain(text: &str) -> bool {
    let inside = |each: char| each.is_alphanumeric() || "._/<>+-()?!,;'’ ".contains(each);
    text.starts_with(char::is_alphabetic)
        && text.chars().all(|each| inside(each) && !is_special(each))
        && !text.ends_with(' ')
        && !NOT_STRINGS.contains(&text.to_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    // JSON's escapes are YAML's, too.
    for each in serde_json::Value::from(text).to_string().chars() {
        match u32::from(each) {
            code @ ..=0xffff if is_special(each) => quoted.push_str(&format!("\\u{code:04x}")),
            _ => quoted.push(each),
        }
    }
    quoted
}

/// Whether a character has to be escaped: YAML forbids it, a parser drops it or takes it for a line end, or nobody sees it.
fn is_special(each: char) -> bool {
    printable::is_control(each) || matches!(each, '\u{fffe}' | '\u{ffff}')
}
