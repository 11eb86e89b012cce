//! The front matter as the Hub and `huggingface_hub` find it, against what both answered to the same texts.

use cardlint::card::{Card, EMPTY_METADATA};
use cardlint::lint::{Options, lint, verdict};
use cardlint::rule::diagnostic::Severity;
use cardlint::source::SourceFile;
use serde_json::Value as Json;

/// The texts, what the Hub's pattern and js-yaml make of them, and what `huggingface_hub` 2.4.0 does.
const CASES: &str = include_str!("data/front-matter-cases.json");

/// What cardlint says to each text.
const RULES: [(&str, &str); 50] = [
    ("plain", ""),
    ("no front matter", "missing-front-matter"),
    ("empty file", "missing-front-matter"),
    ("only fence open", "unclosed-front-matter"),
    ("unclosed", "unclosed-front-matter"),
    ("unclosed then hr in body", "unclosed-front-matter"),
    ("empty block ---\\n---", "empty-front-matter"),
    ("blank block ---\\n\\n---", "blank-front-matter"),
    ("blank x2", "blank-front-matter"),
    ("comment only", "blank-front-matter"),
    ("null", "blank-front-matter"),
    ("scalar", "metadata-not-a-map"),
    ("list", "metadata-not-a-map"),
    ("leading blank line", "blank-before-front-matter"),
    ("leading blank lines+spaces", "blank-before-front-matter"),
    ("leading space before fence", "blank-before-front-matter"),
    ("leading tab", "blank-before-front-matter"),
    ("leading text", "text-before-front-matter"),
    ("leading html comment", "text-before-front-matter"),
    ("BOM", "invisible-before-front-matter"),
    ("BOM + newline", "invisible-before-front-matter"),
    ("zwsp", "invisible-before-front-matter"),
    ("nbsp", "blank-before-front-matter"),
    ("NEL before", "invisible-before-front-matter"),
    ("FS before", "invisible-before-front-matter"),
    ("CRLF", ""),
    ("CR only", "odd-line-ends"),
    ("CR only EOF close", ""),
    ("mixed open LF close CRLF", ""),
    ("CRCRLF (double converted)", "odd-line-ends"),
    ("CRLF empty", "blank-front-matter"),
    ("close at EOF no newline", ""),
    ("close trailing space", "malformed-fence"),
    ("close trailing tab", "malformed-fence"),
    ("close trailing text", "malformed-fence"),
    ("close 4 dashes", "malformed-fence"),
    ("close indented", "malformed-fence"),
    ("close with dots", "malformed-fence"),
    ("open trailing space", "malformed-fence"),
    ("open 4 dashes", "malformed-fence"),
    ("open with text", "malformed-fence"),
    ("open +++ (toml)", "malformed-fence"),
    ("fence in yaml code block", "text-before-front-matter"),
    ("dash line inside block scalar", "front-matter-cut-short"),
    ("indented --- in block scalar", ""),
    ("two docs", "second-front-matter"),
    ("dup fence", ""),
    ("code fence json", ""),
    ("blank lines inside", ""),
    ("trailing ws line before close", ""),
];

struct Case {
    name: String,
    text: String,
    hub: String,
    python: String,
}

fn cases() -> Vec<Case> {
    let cases: Vec<Json> = serde_json::from_str(CASES).unwrap();
    let field = |case: &Json, key: &str| case[key].as_str().unwrap().to_owned();
    cases
        .iter()
        .map(|case| Case {
            name: field(case, "case"),
            text: field(case, "text"),
            hub: field(case, "hub"),
            python: field(case, "python"),
        })
        .collect()
}

fn rules_of(text: &str) -> Vec<&'static str> {
    let of_the_block = |rule: &str| {
        RULES.iter().any(|(_, id)| *id == rule)
            || ["unfenced-metadata", "lfs-pointer", "merge-conflict", "yaml-syntax"].contains(&rule)
    };
    let found = lint(&SourceFile::new("README.md", text), &Options::default());
    found.iter().map(|diagnostic| diagnostic.rule.id).filter(|rule| of_the_block(rule)).collect()
}

#[test]
fn every_recorded_text_gets_its_diagnostic() {
    let cases = cases();
    assert_eq!(cases.len(), 50);
    let mut wrong = Vec::new();
    for case in &cases {
        let expected = RULES.iter().find(|(name, _)| *name == case.name).map(|(_, rule)| *rule);
        let expected: Vec<&str> = expected.unwrap_or("not listed").split(' ').filter(|rule| !rule.is_empty()).collect();
        let found = rules_of(&case.text);
        if found != expected {
            wrong.push(format!("{}: {found:?}, not {expected:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_consumer_reads_is_read() {
    for case in cases() {
        let read = [&case.hub, &case.python].into_iter().find(|text| text.starts_with('{'));
        let Some(expected) = read.map(|text| serde_json::from_str::<Json>(text).unwrap()) else { continue };
        let card = Card::read(SourceFile::new("README.md", &*case.text), None);
        let (mut read, mut expected) = (card.metadata.to_json(), expected);
        for value in [&mut read, &mut expected] {
            if let Some(prompt) = value.get_mut("extra_gated_prompt") {
                *prompt = Json::from(prompt.as_str().unwrap().trim_end());
            }
        }
        assert_eq!(read, expected, "{}", case.name);
    }
}

#[test]
fn the_block_ends_before_the_line_end_above_its_fence() {
    for fence in ["---", "---  "] {
        for end in ["\n", "\r\n"] {
            let text = ["---", "license: mit", "tags: [a]", fence, "# Voices"].join(end);
            let card = Card::read(SourceFile::new("README.md", text), None);
            assert_eq!(card.source.slice(card.block), ["license: mit", "tags: [a]"].join(end));
            assert_eq!(card.source.slice(card.body), "# Voices");
        }
    }
}

#[test]
fn metadata_that_one_consumer_loses_is_an_error_that_names_it() {
    for case in cases() {
        let (hub, python) = (case.hub.starts_with('{'), case.python.starts_with('{'));
        if hub == python {
            continue;
        }
        let found = lint(&SourceFile::new("README.md", &*case.text), &Options::default());
        let loser = if hub { "`huggingface_hub`" } else { "the Hub" };
        assert!(
            found.iter().any(|d| d.severity == Severity::Error && d.message.contains(loser) && d.fix.is_some()),
            "{}: {found:?}",
            case.name
        );
    }
}

#[test]
fn the_hub_answers_as_recorded() {
    for case in cases() {
        let card = Card::read(SourceFile::new("README.md", &*case.text), None);
        let answer = card.hub_answer().map(|answer| answer.text().to_owned());
        match case.hub.as_str() {
            "NO-MATCH" => assert_eq!(answer.as_deref(), Some(EMPTY_METADATA), "{}", case.name),
            "undefined" | "null" | "\"hello\"" => {
                assert_eq!(answer.as_deref(), Some("The YAML metadata of your README.md is invalid."), "{}", case.name);
            }
            "[\"a\"]" => assert_eq!(answer.as_deref(), Some("\"value\" must be of type object"), "{}", case.name),
            text if text.starts_with("YAML-ERR") => {
                assert!(
                    answer.is_some_and(|answer| answer.starts_with("Invalid YAML in README.md: ")),
                    "{}",
                    case.name
                );
            }
            _ => assert_eq!(answer, None, "{}", case.name),
        }
    }
}

#[test]
fn a_verdict_on_an_unreadable_card_is_one_message() {
    let card = |text: &str| Card::read(SourceFile::new("README.md", text), None);
    let broken = verdict(&card("---\nlicense: [\nlanguage: XX\nlanguage: no\n---\n"));
    assert_eq!(broken.errors.len(), 1);
    assert_eq!(broken.warnings, []);
    let lost = verdict(&card("---\nlicense: asdf\n----\n"));
    assert_eq!(lost.errors, []);
    assert_eq!(lost.warnings[0].message, EMPTY_METADATA);
}

#[test]
fn a_fix_makes_lost_metadata_found() {
    for (text, expected) in [
        ("---\nlicense: mit\n---  \n", "---\nlicense: mit\n---\n"),
        ("---\nlicense: mit\n----\n", "---\nlicense: mit\n---\n"),
        ("---\nlicense: mit\n...\n# Voices\n", "---\nlicense: mit\n---\n# Voices\n"),
        ("---\nlicense: mit\n---x\n# Voices\n", "---\nlicense: mit\n---x\n# Voices\n"),
        // What is below the dashes goes on with the metadata.
        ("---\nlicense: mit\n----\nlanguage: en\n", "---\nlicense: mit\n----\nlanguage: en\n"),
        ("---\nlicense: mit\n----\n  more\n", "---\nlicense: mit\n----\n  more\n"),
        ("\u{feff}---\r\nlicense: mit\r\n---\r\n", "---\r\nlicense: mit\r\n---\r\n"),
        ("\u{200b}---\nlicense: mit\n---\n", "---\nlicense: mit\n---\n"),
        ("---\r\r\nlicense: mit\r\r\n---\r\r\n", "---\nlicense: mit\n---\n"),
        ("  ---\nlicense: mit\n---\n", "---\nlicense: mit\n---\n"),
        ("---\rlicense: mit\r\n---\r# Voices\r\n", "---\nlicense: mit\r\n---\n# Voices\r\n"),
        (
            &format!("---\rlicense: mit\r---\r{}é", "a\r".repeat(2000)),
            &format!("---\nlicense: mit\n---\n{}é", "a\n".repeat(2000)),
        ),
    ] {
        let fixed = cardlint::lint::fix::fix(&SourceFile::new("README.md", text), &Options::default(), false);
        assert_eq!(fixed.source.text, expected, "{text:?}");
    }
}

#[test]
fn line_ends_are_replaced_one_by_one_unless_they_are_many() {
    for (lines, edits) in [(1, 4), (2000, 1)] {
        let text = format!("---\rlicense: mit\r---\r{}", "a\r".repeat(lines));
        let found = lint(&SourceFile::new("README.md", text), &Options::default());
        let ends = found.iter().find(|each| each.rule.id == "odd-line-ends").unwrap();
        assert_eq!(ends.fix.as_ref().unwrap().edits.len(), edits);
    }
}

#[test]
fn a_fence_is_added_behind_the_last_line_of_metadata() {
    for (text, expected) in [
        ("---\nlicense: mit\nFor research.\n", "---\nlicense: mit\n---\nFor research.\n"),
        ("---\nlicense: mit", "---\nlicense: mit\n---\n"),
        ("---\ntags:\n- audio\n\n- not a tag\n", "---\ntags:\n- audio\n\n- not a tag\n---\n"),
        ("---\nlicense: mit\n\n# Voices\n- of all\n", "---\nlicense: mit\n---\n\n# Voices\n- of all\n"),
        ("---\n- not metadata\n", "---\n---\n- not metadata\n"),
        ("---\nlicense: mit\nNote well: be kind\n", "---\nlicense: mit\n---\nNote well: be kind\n"),
        ("---\nlicense: mit\n2024: a year\n", "---\nlicense: mit\n---\n2024: a year\n"),
    ] {
        let fixed = cardlint::lint::fix::fix(&SourceFile::new("README.md", text), &Options::default(), true);
        assert_eq!(fixed.source.text, expected, "{text:?}");
    }
}

#[test]
fn a_conflict_in_the_text_is_at_its_first_line() {
    let text = "---\nlicense: mit\n---\n# Voices\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n";
    let card = SourceFile::new("README.md", text);
    let found = lint(&card, &Options::default());
    let places: Vec<_> = found.iter().map(|each| (each.rule.id, card.slice(each.at))).collect();
    assert_eq!(places, [("merge-conflict", "<<<<<<< HEAD")]);
}

#[test]
fn texts_without_metadata_are_told_apart() {
    for (text, rules) in [
        ("license: mit\n\n# Voices\n", &["unfenced-metadata"][..]),
        ("# Voices\n\nextra_gated_prompt: be kind\n", &["unfenced-metadata"]),
        ("# A tool\n\n---\n\nNote: see below\n\n---\n", &["missing-front-matter"]),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", &["lfs-pointer"]),
        ("<<<<<<< HEAD\n---\nlicense: mit\n---\n=======\n---\nlicense: mit\n---\n>>>>>>> b\n", &["merge-conflict"]),
        ("---\n<<<<<<< HEAD\nlicense: mit\n=======\nlanguage: en\nlicense: [\n>>>>>>> b\n---\n", &["merge-conflict"]),
        ("---\nlicense: mit\nlanguage: en\n\n# Voices\n\nSome text: with a colon.\n", &["unclosed-front-matter"]),
        ("---\nextra_gated_prompt: |\n  a\n\n  b\n---\n\n---\n", &[]),
        ("---\n----\n", &["malformed-fence"]),
        ("---\nlicense: mit\n--- \n# Voices\n\n---\n", &["malformed-fence"]),
        ("---\n\n---\nlicense: mit\n---\n", &["empty-front-matter"]),
        ("---\r\n--- \n# Voices\n", &["blank-front-matter", "malformed-fence"]),
        ("---\nlicense: mit\n...\n# Voices\n---\n", &["malformed-fence"]),
        ("---\n...\n# Voices\n---\n", &["blank-front-matter"]),
        ("---\nlicense: mit\n---\n\n---\nlanguage: en\n---\n", &["second-front-matter"]),
        ("---\nlicense: mit\n---\n\n---\nlanguage: en\n", &[]),
        ("---\nextra_gated_prompt: |\n  a\n---\n  b\nlicense: mit\n---\n", &["front-matter-cut-short"]),
        ("---\nextra_gated_prompt: |\n  a\n---\n  b\nlicense: mit\n", &[]),
    ] {
        assert_eq!(rules_of(text), rules, "{text:?}");
    }
}
