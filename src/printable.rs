//! Text that somebody else wrote, on a terminal or in a report: no card, path, seed or branch name may control what shows it.
//!
//! Here, and nowhere else, is decided which characters those are. Output for people shows them as escapes such as
//! `\u{202e}`; JSON has an escape of its own for each of them, so that programs get the exact text.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

/// Whether a character can control what shows it: a control character (ESC, CR, U+009B…), a line or paragraph separator,
/// or one that is invisible and changes the order or shape of the text around it (Unicode's `Bidi_Control`, the
/// deprecated format characters, interlinear annotations, the byte order mark).
pub(crate) fn is_control(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

/// A text of several lines, with an escape for each control character but the line feed.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    escape(text, |char| is_control(char) && char != '\n')
}

/// A text on one line: a name, or a message in a format of lines.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    escape(text, is_control)
}

fn escape(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    replace(text, is_escaped, |plain, char| plain.extend(char.escape_default()))
}

/// The text in which `show` writes something for each character that is replaced.
fn replace(text: &str, is_replaced: impl Fn(char) -> bool, show: impl Fn(&mut String, char)) -> Cow<'_, str> {
    // Most texts are of characters that everybody shows.
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) || !text.contains(&is_replaced) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        if is_replaced(char) { show(&mut plain, char) } else { plain.push(char) }
    }
    Cow::Owned(plain)
}

/// A block of text, such as a patch or a card: tabs and line ends stay, so that a patch can be applied if nothing else in it
/// has to be escaped.
pub(crate) fn block(text: &str) -> Cow<'_, str> {
    layout(text, |plain, char| plain.extend(char.escape_default()))
}

/// A text in which every byte offset and every column stays: each control character becomes a visible one of its length.
pub(crate) fn snippet(text: &str) -> Cow<'_, str> {
    layout(text, |plain, char| {
        plain.push(match char.len_utf8() {
            1 => '?',
            2 => '¿',
            _ => '\u{fffd}',
        });
    })
}

/// A text whose tabs and line ends stay, while `show` writes something for each other control character.
fn layout(text: &str, show: impl Fn(&mut String, char)) -> Cow<'_, str> {
    if !text.contains(|char| is_control(char) && !matches!(char, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\n' | '\t' => plain.push(char),
            '\r' if chars.peek() == Some(&'\n') => plain.push(char),
            char if is_control(char) => show(&mut plain, char),
            char => plain.push(char),
        }
    }
    Cow::Owned(plain)
}

/// A value as JSON on one line, in which each control character is an escape. Line separators are among them: programs
/// that split lines as Python's `str.splitlines` does get one object per line.
pub(crate) fn json(value: &impl Serialize) -> String {
    // What is serialized here has string keys and finite numbers.
    json_text(&serde_json::to_string(value).unwrap_or_default()).into_owned()
}

/// A JSON text with an escape for each control character in its strings. serde_json itself escapes those below U+0020.
pub(crate) fn json_text(text: &str) -> Cow<'_, str> {
    // All of them are in the Basic Multilingual Plane, and outside strings there is only the line feed.
    let unicode = |plain: &mut String, char| plain.push_str(&format!("\\u{:04x}", u32::from(char)));
    replace(text, |char| is_control(char) && char != '\n', unicode)
}

/// A stream for messages: escapes each control character but the line feed in whatever is written to it.
pub(crate) struct Messages<'a>(&'a mut dyn Write);

impl<'a> Messages<'a> {
    /// Messages that are written to `out`.
    pub(crate) fn to(out: &'a mut dyn Write) -> Self {
        Self(out)
    }
}

impl Write for Messages<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(text(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind, and the first and last of each range.
    const CONTROLS: &str = "\0\t\u{b}\u{c}\r\u{1b}\u{1c}\u{1e}\u{7f}\u{80}\u{85}\u{9b}\u{9f}\u{61c}\u{200e}\u{200f}\
        \u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}\u{206f}\u{feff}\u{fff9}\u{fffb}";

    #[test]
    fn nothing_that_controls_is_left() {
        let shown = [text(CONTROLS).into_owned(), line(CONTROLS).into_owned(), json(&CONTROLS)];
        for shown in shown {
            assert!(!shown.contains(is_control), "{shown:?}");
        }
        assert_eq!(line("a\r\nb\u{202e}"), "a\\r\\nb\\u{202e}");
        assert_eq!(text("a\r\nb"), "a\\r\nb");
    }

    #[test]
    fn what_people_write_stays() {
        for kept in ["Ünïcode 語 😀", "می\u{200c}خواهم", "👩\u{200d}🔬", "a\u{a0}b", "soft\u{ad}hyphen"]
        {
            assert_eq!(line(kept), kept);
            assert_eq!(json(&kept), format!("\"{kept}\""));
        }
    }

    #[test]
    fn json_reads_back_as_it_was() {
        let all = format!("{CONTROLS}\"\\\u{8}\u{10ffff}end");
        assert_eq!(serde_json::from_str::<String>(&json(&all)).ok(), Some(all));
    }

    #[test]
    fn a_snippet_keeps_every_offset() {
        let shown = snippet(CONTROLS);
        assert_eq!((shown.len(), shown.chars().count()), (CONTROLS.len(), CONTROLS.chars().count()));
        assert!(!shown.contains(|char| is_control(char) && char != '\t'), "{shown:?}");
        assert_eq!(snippet("a\r\nb\rc\td"), "a\r\nb?c\td");
        assert_eq!(block("+a\r\n b\rc\td\u{202e}"), "+a\r\n b\\rc\td\\u{202e}");
    }
}
