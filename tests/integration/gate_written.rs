//! Forms that are generated: what `gate apply` writes is read back, and every other line of the card stays.

use std::fmt::Write as _;
use std::fs;

use cardlint::card::Card;
use cardlint::lint::form_file;
use cardlint::source::SourceFile;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::gate_command::form as form_of;
use crate::run::run;

/// Strings as people write them, and as nobody should.
fn words(lines: bool) -> impl Strategy<Value = String> {
    let breaks = if lines { "\n" } else { " " };
    let parts = [
        "a",
        "Company",
        "yes",
        "no",
        "null",
        "1.5",
        "2024-01-01",
        ": ",
        " #",
        "'",
        "\"",
        "\\",
        "- ",
        "所属",
        "é",
        "👍",
        "?",
        "!x",
        "&a",
        "*a",
        "{",
        "]",
        "%",
        "@",
        "`",
        "|",
        ">",
        "---",
        "...",
        "\t",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{202e}",
        "\u{7f}",
        "~",
        "=",
        "<<",
        " ",
    ];
    let part = proptest::sample::select(parts.to_vec()).prop_map(str::to_owned);
    let part = prop_oneof![8 => part, 3 => Just(breaks.to_owned())];
    proptest::collection::vec(part, 1..7)
        .prop_map(|parts| parts.concat())
        .prop_filter("blank", |text| !text.trim().is_empty())
}

fn field() -> impl Strategy<Value = Json> {
    let option = prop_oneof![
        words(false).prop_map(Json::from),
        (words(false), words(false)).prop_map(|(label, value)| json!({"label": label, "value": value})),
    ];
    prop_oneof![
        3 => proptest::sample::select(vec!["text", "checkbox", "date_picker", "country", "ip_location"]).prop_map(Json::from),
        1 => proptest::collection::vec(option, 2..4).prop_map(|options| json!({"type": "select", "options": options})),
    ]
}

fn forms() -> impl Strategy<Value = Json> {
    let text = || proptest::option::of(words(true));
    let fields = proptest::collection::vec((words(false), field()), 0..5);
    (text(), text(), text(), text(), any::<bool>(), fields).prop_map(
        |(heading, description, prompt, button, eu, fields)| {
            let texts =
                [("heading", heading), ("description", description), ("prompt", prompt), ("button_content", button)];
            let mut form = serde_json::Map::new();
            for (key, text) in texts {
                form.extend(text.map(|text| (format!("extra_gated_{key}"), Json::from(text))));
            }
            if eu {
                form.insert("extra_gated_eu_disallowed".to_owned(), json!(true));
            }
            if !fields.is_empty() {
                form.insert("extra_gated_fields".to_owned(), Json::Object(fields.into_iter().collect()));
            }
            Json::Object(form)
        },
    )
}

/// A form as somebody else might write it.
fn written(form: &Json, style: usize) -> String {
    let mut yaml = String::new();
    for (key, value) in form.as_object().unwrap() {
        match value {
            Json::Object(fields) if style.is_multiple_of(2) => {
                let _ = writeln!(yaml, "{key}:");
                for (label, field) in fields {
                    let indent = [" ", "   "][style % 4 / 2];
                    let _ = writeln!(yaml, "{indent}{}:  {}", escaped(&json!(label)), escaped(field));
                }
            }
            value => _ = writeln!(yaml, "{key}: {}", escaped(value)),
        }
    }
    yaml
}

fn escaped(value: &Json) -> String {
    let plain = |each: char| each.is_ascii() && each != '\u{7f}';
    value
        .to_string()
        .chars()
        .map(
            |each| {
                if plain(each) || each as u32 > 0xffff { each.to_string() } else { format!("\\u{:04x}", each as u32) }
            },
        )
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_form_that_is_written_is_read_back(form in forms(), other in forms(), style in 0usize..4, crlf: bool, bom: bool, place in 0usize..3) {
        let source = SourceFile::new("gate.yaml", escaped(&form));
        let parsed = form_file::parse(source);
        prop_assume!(parsed.is_ok());
        let form = parsed.unwrap();
        // Another YAML parser reads the same.
        let yaml = form.to_yaml();
        let read: Json = serde_yaml::from_str(&yaml).map_err(|error| TestCaseError::fail(format!("{error}: {yaml}")))?;
        prop_assert_eq!(read, form.to_json(), "{}", yaml);
        prop_assert_eq!(form_file::parse(SourceFile::new("gate.yaml", yaml.as_str())).unwrap().to_yaml(), yaml.as_str());

        let mut keys = vec!["# one\nlicense:  'mit' # a\n".to_owned(), "tags:\n- a\n\n# two\n- b\n".to_owned(), "x: |+\n  kept\n\n\n".to_owned()];
        keys.insert(place, written(&other, style));
        let mut card = format!("---\n{}---\n# Text\n\n---\n", keys.concat());
        if crlf {
            card = card.replace('\n', "\r\n");
        }
        if bom {
            card.insert(0, '\u{feff}');
        }
        let dir = tempfile::tempdir().unwrap();
        let (file, readme) = (dir.path().join("gate.yaml"), dir.path().join("README.md"));
        fs::write(&file, yaml.as_str()).unwrap();
        fs::write(&readme, &card).unwrap();
        let applied = run(["gate".as_ref(), "apply".as_ref(), file.as_os_str(), readme.as_os_str()]);
        prop_assert_eq!(applied.code, 0, "{} {}", applied.err, card);
        let after = fs::read_to_string(&readme).unwrap();
        prop_assert_eq!(form_of(&after).to_yaml(), yaml, "{}", after);
        let shown = run(["gate".as_ref(), "show".as_ref(), readme.as_os_str()]);
        prop_assert_eq!(&shown.out, &form.to_yaml());
        if crlf {
            prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        }
        // Every other line is as it was, and where it was.
        let kept = |text: &str| {
            let card = Card::read(SourceFile::new("README.md", text), None);
            let mut kept = text.to_owned();
            for entry in card.metadata.entries().iter().rev().filter(|entry| entry.key.key_text().starts_with("extra_gated_")) {
                let start = entry.key.span.start;
                let end = text[..entry.value.span.end].trim_end_matches(['\r', '\n']).len();
                let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
                kept.replace_range(start..end, "");
            }
            kept
        };
        prop_assert_eq!(kept(&after), kept(&card));
    }
}
