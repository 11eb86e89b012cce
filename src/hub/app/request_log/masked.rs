//! Paths and queries as the log keeps them: without tokens, and without characters that a terminal obeys.

use std::borrow::Cow;
use std::fmt::Write as _;

use base64::Engine;
use percent_encoding::percent_decode_str;

/// Replaces a token.
const MASKED: &str = "***";

/// The longest text that the log keeps, in bytes.
const LONGEST_TEXT: usize = 2048;

/// Whether a character separates the parts of a path or a query.
fn separates(byte: u8) -> bool {
    matches!(byte, b'/' | b'=' | b'&' | b':' | b'@' | b'?' | b';' | b',' | b'+')
}

/// The longest Basic credentials that are decoded without an allocation, in bytes.
const SHORT_CREDENTIALS: usize = 96;

/// The keys of a query whose values are credentials, whatever they look like.
const CREDENTIAL_KEYS: [&str; 12] = [
    "token",
    "access_token",
    "auth_token",
    "refresh_token",
    "id_token",
    "hf_token",
    "api_key",
    "apikey",
    "password",
    "secret",
    "authorization",
    "sign",
];

/// What a mask has to know of the state.
pub(crate) trait Known {
    /// Whether this is a token of the state.
    fn is_token(&self, text: &str) -> bool;
    /// Whether this is the name of an account or a repo.
    fn is_name(&self, text: &str) -> bool;
}

/// A path, a query or a method as the log keeps it.
pub(crate) fn masked(text: &str, known: &impl Known) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    let mut credential = false;
    loop {
        let end = rest.bytes().position(separates).unwrap_or(rest.len());
        let (part, separator) = (&rest[..end], rest[end..].chars().next());
        let decoded = decode(part);
        if !part.is_empty() && (credential || is_credential(&decoded, known)) {
            kept.push_str(MASKED);
        } else {
            kept.push_str(part);
        }
        match separator {
            Some('=') if CREDENTIAL_KEYS.contains(&decoded.trim_end_matches("[]").to_ascii_lowercase().as_str()) => {
                credential = true;
            }
            // The value goes on: it may be base64, or have a scheme such as `Basic` before it.
            Some('&' | ';' | '?') => credential = false,
            _ => {}
        }
        let Some(separator) = separator else { break };
        kept.push(separator);
        rest = &rest[end + separator.len_utf8()..];
    }
    printable(kept)
}

/// The text behind percent signs, however often it was encoded.
fn decode(part: &str) -> Cow<'_, str> {
    if !part.contains('%') {
        return Cow::Borrowed(part);
    }
    let mut text = part.to_owned();
    for _ in 0..3 {
        let decoded = percent_decode_str(&text).decode_utf8_lossy().into_owned();
        if decoded == text {
            break;
        }
        text = decoded;
    }
    Cow::Owned(text)
}

fn is_credential(text: &str, known: &impl Known) -> bool {
    let parts = || text.split(|c: char| u8::try_from(c).is_ok_and(separates));
    if known.is_token(text) || (text.bytes().any(separates) && parts().any(|part| known.is_token(part))) {
        return true;
    }
    if has_token(text) {
        return !known.is_name(text);
    }
    // The credentials of `Basic`.
    let basic = text.rsplit(' ').next().unwrap_or_default();
    if !basic.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)) {
        return false;
    }
    let (engine, basic) = (base64::engine::general_purpose::STANDARD_NO_PAD, basic.trim_end_matches('='));
    let is_known = |decoded: &[u8]| {
        decoded.contains(&b':')
            && std::str::from_utf8(decoded)
                .is_ok_and(|text| has_token(text) || text.split(':').any(|part| known.is_token(part)))
    };
    // Every part of every path comes here.
    let mut short = [0; SHORT_CREDENTIALS];
    match engine.decode_slice(basic, &mut short) {
        Ok(len) => is_known(&short[..len]),
        Err(base64::DecodeSliceError::OutputSliceTooSmall) => engine.decode(basic).is_ok_and(|long| is_known(&long)),
        Err(base64::DecodeSliceError::DecodeError(_)) => false,
    }
}

/// Whether a string contains something like a token: `hf_` and letters or digits. The name of a file does not.
fn has_token(text: &str) -> bool {
    if !text.as_bytes().windows(3).any(|start| start == b"hf_") {
        return false;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices("hf_").any(|(at, start)| {
        let after = &text[at + start.len()..];
        let end = after.find(|c| !word(c)).unwrap_or(after.len());
        let begins = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        begins && end > 0 && !after[end..].starts_with(['.', '-'])
    })
}

/// The text with what a terminal would obey percent-encoded, and not longer than the log keeps.
fn printable(text: String) -> String {
    if text.len() <= LONGEST_TEXT && text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    for char in text.chars() {
        if kept.len() >= LONGEST_TEXT {
            break;
        }
        if obeyed(char) {
            let mut bytes = [0; 4];
            for byte in char.encode_utf8(&mut bytes).bytes() {
                // Writing to a string does not fail.
                let _ = write!(kept, "%{byte:02X}");
            }
        } else {
            kept.push(char);
        }
    }
    kept
}

/// Whether a character steers a terminal, or the direction of the text around it, or ends a line.
fn obeyed(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    struct State;

    impl Known for State {
        fn is_token(&self, text: &str) -> bool {
            text == "s3cret"
        }

        fn is_name(&self, text: &str) -> bool {
            text == "hf_datasets"
        }
    }

    #[test]
    fn tokens_are_masked_wherever_they_are() {
        for (text, kept) in [
            ("/api/whoami-v2", "/api/whoami-v2"),
            (
                "/datasets/ana/hf_datasets/resolve/main/hf_model.bin",
                "/datasets/ana/hf_datasets/resolve/main/hf_model.bin",
            ),
            ("/s3cret/x", "/***/x"),
            ("/hf_AbCdEf123/x", "/***/x"),
            ("/hf%5FAbCdEf123/x", "/***/x"),
            ("/%68f_AbCdEf123", "/***"),
            ("/http://ana:hf_x1@host/", "/http://ana:***@host/"),
            ("a=1&token=whatever&b=2", "a=1&token=***&b=2"),
            ("access_token=x%20y", "access_token=***"),
            ("Access%5FToken=x", "Access%5FToken=***"),
            ("TOKEN=a=b&c", "TOKEN=***=***&c"),
            ("q=Bearer%20hf_x1", "q=***"),
            ("q=hf_x1,s3cret", "q=***,***"),
            ("next=%2Fx%3Ftoken%3Dhf_y2", "next=***"),
            ("authorization=Basic+YW5hOmhmX2FuYQ==", "authorization=***+***=="),
            ("q=YW5hOmhmX2FuYQ==", "q=***=="),
            ("q=half_hearted", "q=half_hearted"),
        ] {
            assert_eq!(masked(text, &State), kept);
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_encoded() {
        assert_eq!(masked("/a\u{7f}\u{9b}\u{202e}b\u{2028}ü", &State), "/a%7F%C2%9B%E2%80%AEb%E2%80%A8ü");
        assert!(masked(&"ü".repeat(5000), &State).len() <= LONGEST_TEXT + 4);
    }
}
