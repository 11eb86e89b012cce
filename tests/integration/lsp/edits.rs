//! After any edits the server says what `check` says about the same text.

use std::ops::Range;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::client::Client;
use crate::run::{finish, folder, program};

/// What edits put in: what makes and breaks cards.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "---\n",
        "license: MIT\n",
        "language: no\n",
        "extra_gated_fields:\n",
        "  Country: ",
        "country",
        "- ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        ":",
        "\"",
        "é🎙",
        "{",
        "]",
        "|\n  text\n",
        "# cardlint: ignore[unknown-license]",
        "\u{2028}",
        "&a ",
        "*a",
        "license: mit\n---\n# T\n",
        "configs:\n- config_name: a\n",
    ];
    prop_oneof![8 => prop::sample::select(KNOWN).prop_map(str::to_owned), 1 => "[ -~é🎙\r\n]{0,8}"]
}

/// Where a position is in the text, counted anew from the protocol's words: lines end with `\n`, `\r\n` or `\r`.
fn position(text: &str, offset: usize) -> Json {
    let (mut line, mut start) = (0, 0);
    let bytes = text.as_bytes();
    for at in 0..offset {
        if bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
            line += 1;
            start = at + 1;
        }
    }
    json!({ "line": line, "character": text[start..offset].encode_utf16().count() })
}

/// A place where a client can edit: on a character, and not between `\r` and `\n`.
fn boundary(text: &str, share: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a length"
    )]
    let mut at = (text.len() as f64 * share) as usize;
    while !text.is_char_boundary(at) || text[..at].ends_with('\r') && text[at..].starts_with('\n') {
        at += 1;
    }
    at
}

/// A diagnostic: its rule, place, words and level.
type Said = (String, String, String, u64);

/// What `check` says about a card; nothing of a README.md that is none.
fn of_check(folder: &Path, text: &str) -> Vec<Said> {
    let words = ["check", "--cards-only", "--format", "json", "--stdin-filename", "README.md", "-"];
    let ran = finish(program(folder).args(words), text.as_bytes());
    let report: Json = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let diagnostics = report["diagnostics"].as_array().unwrap().iter().map(|diagnostic| {
        let word = |key: &str| diagnostic[key].as_str().unwrap_or_default().to_owned();
        let help = diagnostic["help"].as_str().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let level = ["error", "warning", "info"].iter().position(|level| diagnostic["severity"] == *level).unwrap();
        let offset = |end: &str| usize::try_from(diagnostic[end]["offset"].as_u64().unwrap()).unwrap();
        let range = json!({ "start": position(text, offset("start")), "end": position(text, offset("end")) });
        (word("rule"), range.to_string(), word("message") + &help, level as u64 + 1)
    });
    let mut said: Vec<Said> = diagnostics.collect();
    said.sort();
    said
}

fn of_server(report: &Json) -> Vec<Said> {
    let diagnostics = report["items"].as_array().unwrap().iter().map(|diagnostic| {
        let word = |key: &str| diagnostic[key].as_str().unwrap().to_owned();
        let range = &diagnostic["range"];
        let range = json!({ "start": range["start"], "end": range["end"] });
        (word("code"), range.to_string(), word("message"), diagnostic["severity"].as_u64().unwrap())
    });
    let mut said: Vec<Said> = diagnostics.collect();
    said.sort();
    said
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn diagnostics_after_edits_are_those_of_check(
        edits in prop::collection::vec((0.0..=1.0f64, 0.0..=0.2f64, piece()), 1..12),
    ) {
        let folder = folder(&[]);
        let card = folder.path().join("README.md");
        let mut text = "---\nlicense: mit\nextra_gated_fields:\n  Company: text\n---\n# Voices\n".to_owned();
        let mut client = Client::with(json!({ "textDocument": { "diagnostic": {} } }));
        client.open(&card, &text);
        for (version, (start, length, new)) in edits.into_iter().enumerate() {
            let at = boundary(&text, start);
            let range: Range<usize> = at..boundary(&text, (start + length).min(1.0)).max(at);
            let change = json!({
                "range": { "start": position(&text, range.start), "end": position(&text, range.end) },
                "text": new,
            });
            client.change(&card, i32::try_from(version).unwrap() + 2, json!([change]));
            text.replace_range(range, &new);
        }
        let uri = super::client::uri(&card);
        let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        prop_assert_eq!(of_server(&report), of_check(folder.path(), &text), "{:?}", text);
    }
}
