//! Keeps secrets and people out of a recording.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Tokens of the Hub (`hf_…`, `api_org_…`), and e-mail addresses; `git@host` is nobody's.
static PRIVATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<token>\b(?:hf|api_org)_(?:[a-z]+_)?[A-Za-z0-9]{20,})",
        r"|(?P<name>[A-Za-z0-9._%+-]+)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
    ))
    .ok()
});

/// A file with its tokens and e-mail addresses replaced, if it is text.
pub(super) fn masked(content: Vec<u8>) -> Vec<u8> {
    let Some(private) = PRIVATE.as_ref() else { return content };
    let Ok(text) = std::str::from_utf8(&content) else { return content };
    let replaced = private.replace_all(text, |found: &Captures<'_>| match (found.name("token"), found.name("name")) {
        (Some(_), _) => "hf_masked".to_owned(),
        (None, Some(name)) if name.as_str() == "git" => found[0].to_owned(),
        _ => "someone@example.com".to_owned(),
    });
    replaced.into_owned().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        String::from_utf8_lossy(&masked(text.as_bytes().to_vec())).into_owned()
    }

    #[test]
    fn tokens_and_addresses_are_replaced_and_nothing_else() {
        let token = format!("hf_{}", "aB3".repeat(12));
        let said = text(&format!("HF_TOKEN={token} write to Ana Lima <ana.lima+x@mail.example.org>.\n"));
        assert_eq!(said, "HF_TOKEN=hf_masked write to Ana Lima <someone@example.com>.\n");
        for kept in ["git clone git@hf.co:datasets/ana/voices", "@ana at 3@5", "hf_transfer and hf_hub_download", "é@"]
        {
            assert_eq!(text(kept), kept);
        }
        let binary = [b"\xff\xfe".as_slice(), token.as_bytes()].concat();
        assert_eq!(masked(binary.clone()), binary);
    }
}
