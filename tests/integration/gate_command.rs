//! `cardlint gate`: what `apply` writes, `show` reads back, and every other byte of a card stays.

use std::fs;
use std::path::Path;

use cardlint::card::Card;
use cardlint::gate::GateForm;
use cardlint::lint::form_file;
use cardlint::source::SourceFile;
use serde_json::{Value as Json, json};

use crate::run::{Ran, files_below, finish, folder, program, run};

const FORM: &str = "\
extra_gated_prompt: |
  You agree to:

  - identify no speaker
extra_gated_fields:
  Company: text
  Purpose:
    type: select
    options: [Research, {label: Something else, value: other}]
extra_gated_button_content: Acknowledge
";

fn gate(folder: &Path, line: &str) -> Ran {
    finish(program(folder).arg("gate").args(line.split(' ')), b"")
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn a_form_is_shown_as_yaml_and_as_json() {
    let cards = folder(&[("README.md", &format!("---\nlicense: mit\n{FORM}---\n"))]);
    let shown = gate(cards.path(), "show");
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    insta::assert_snapshot!(shown.out, @r"
    extra_gated_prompt: |
      You agree to:

      - identify no speaker
    extra_gated_fields:
      Company: text
      Purpose:
        type: select
        options:
          - Research
          - label: Something else
            value: other
    extra_gated_button_content: Acknowledge
    ");
    let shown = gate(cards.path(), "show README.md --format json");
    let form: Json = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(
        form,
        json!({
            "extra_gated_prompt": "You agree to:\n\n- identify no speaker\n",
            "extra_gated_fields": {
                "Company": "text",
                "Purpose": {"type": "select", "options": ["Research", {"label": "Something else", "value": "other"}]},
            },
            "extra_gated_button_content": "Acknowledge",
        })
    );
    fs::write(cards.path().join("form.json"), shown.out).unwrap();
    assert_eq!(gate(cards.path(), "diff form.json README.md"), Ran { code: 0, out: String::new(), err: String::new() });
}

#[test]
fn the_forms_of_many_cards_are_shown_one_by_one() {
    let cards = folder(&[
        ("a/README.md", "---\nextra_gated_fields: {A: text}\n---\n"),
        ("b/README.md", "---\nlicense: mit\n---\n"),
        ("c/README.md", "# Code\n"),
        ("d/README.md", "---\nlicense: [\n---\n"),
    ]);
    let shown = gate(cards.path(), "show . --format json");
    let lines: Vec<Json> = shown.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let forms = [
        json!({"path": "a/README.md", "gate": {"extra_gated_fields": {"A": "text"}}}),
        json!({"path": "b/README.md", "gate": {}}),
    ];
    assert_eq!((shown.code, lines.as_slice()), (2, forms.as_slice()));
    assert!(shown.err.starts_with("error: d/README.md:2:10: the front matter cannot be read: "), "{}", shown.err);
    let shown = gate(cards.path(), "show a b");
    assert_eq!(shown.out, "# a/README.md\nextra_gated_fields:\n  A: text\n---\n# b/README.md\n{}\n");
    assert_eq!(gate(cards.path(), "show c").err.lines().next(), Some("error: no cards in `c`"));
}

#[test]
fn forms_that_differ_are_shown_as_a_diff() {
    let cards =
        folder(&[("gate.yaml", FORM), ("README.md", "---\nextra_gated_fields: {\"Company\": country} # ours\n---\n")]);
    let shown = gate(cards.path(), "diff README.md gate.yaml");
    assert_eq!((shown.code, shown.err.as_str()), (1, ""));
    insta::assert_snapshot!(shown.out, @r"
    --- README.md
    +++ gate.yaml
    @@ -1,2 +1,13 @@
    +extra_gated_prompt: |
    +  You agree to:
    +
    +  - identify no speaker
     extra_gated_fields:
    -  Company: country
    +  Company: text
    +  Purpose:
    +    type: select
    +    options:
    +      - Research
    +      - label: Something else
    +        value: other
    +extra_gated_button_content: Acknowledge
    ");
}

#[test]
fn a_form_is_written_and_every_other_byte_stays() {
    let before = "\u{feff}---\r\n# ours\r\nlicense:   'mit'   # as the code\r\nextra_gated_fields: # asked\r\n    Company:   country # where\r\n    # below\r\n    Old: text\r\ntags: [a,  b]\r\nextra_gated_heading: Old\r\n---\r\ntext  \r\n---\r\n";
    let cards = folder(&[("gate.yaml", FORM), ("README.md", before)]);
    let checked = gate(cards.path(), "apply gate.yaml README.md --check");
    assert_eq!(checked.code, 1);
    assert_eq!(
        checked.out,
        "README.md: differs in `extra_gated_heading`, `extra_gated_prompt`, `extra_gated_fields` and `extra_gated_button_content`\n"
    );
    assert_eq!(checked.err, "1 card would be changed, 0 already had the form\n");
    assert_eq!(text(cards.path(), "README.md"), before, "--check writes");
    let applied = gate(cards.path(), "apply gate.yaml README.md");
    assert_eq!(
        applied,
        Ran { code: 0, out: String::new(), err: "1 card changed, 0 already had the form\n".to_owned() }
    );
    let after = text(cards.path(), "README.md");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    insta::assert_snapshot!(after.replace("\r\n", "\n"), @r"
    ﻿---
    # ours
    license:   'mit'   # as the code
    extra_gated_fields: # asked
        Company: text # where
        Purpose:
          type: select
          options:
            - Research
            - label: Something else
              value: other
        # below
    tags: [a,  b]
    extra_gated_prompt: |
      You agree to:

      - identify no speaker
    extra_gated_button_content: Acknowledge
    ---
    text  
    ---
    ");
    let again = gate(cards.path(), "apply gate.yaml README.md --check");
    assert_eq!(
        again,
        Ran { code: 0, out: String::new(), err: "0 cards would be changed, 1 already had the form\n".to_owned() }
    );
}

#[test]
fn what_is_the_same_to_a_reader_is_left_as_it_is_written() {
    let form = "extra_gated_fields:\n  Company: text\n  I agree: checkbox\nextra_gated_prompt: \"a\\nb\\n\"\n";
    let card = "---\nextra_gated_prompt: |\n    a\n    b\nextra_gated_fields: {'Company': \"text\", I agree: {type: checkbox}}\nextra_gated_eu_disallowed: false\n---\n";
    let cards = folder(&[("gate.yaml", form), ("README.md", card)]);
    assert_eq!(gate(cards.path(), "apply gate.yaml .").err, "0 cards changed, 1 already had the form\n");
    assert_eq!(text(cards.path(), "README.md"), card);
}

#[test]
fn fields_in_brackets_are_written_anew_line_by_line() {
    let form = "extra_gated_fields:\n  Company: text\n  Country: country\n";
    let card = "---\nextra_gated_fields: {\n  Company: text,\n  Age: text\n  }\nlicense: mit\n---\n";
    let cards = folder(&[("gate.yaml", form), ("README.md", card)]);
    assert_eq!(gate(cards.path(), "apply gate.yaml .").err, "1 card changed, 0 already had the form\n");
    assert_eq!(text(cards.path(), "README.md"), format!("---\n{form}license: mit\n---\n"));
}

#[test]
fn a_comment_moves_with_the_first_line_of_its_value() {
    for (before, form, after) in [
        ("extra_gated_prompt: One # c\n", "extra_gated_prompt: \"a\\nb\"\n", "extra_gated_prompt: |- # c\n  a\n  b\n"),
        (
            "extra_gated_prompt: |  # c\n  a\n  b\n\n# d\n",
            "extra_gated_prompt: One\n",
            "extra_gated_prompt: One  # c\n\n# d\n",
        ),
        ("extra_gated_prompt: One # c\n", "extra_gated_prompt: Two\n", "extra_gated_prompt: Two # c\n"),
        (
            "extra_gated_fields: # c\n  A: text\n",
            "extra_gated_fields:\n  B: text\n",
            "extra_gated_fields: # c\n  B: text\n",
        ),
        (
            "extra_gated_fields:\n  # a\n  A: text\n  # b\n  B: {type: text} # too\n  # c\n  C: text\n# d\n",
            "extra_gated_fields:\n  0A: text\n  A: country\n  B: text\n  C2: text\n",
            "extra_gated_fields:\n  # a\n  \"0A\": text\n  A: country\n  # b\n  B: {type: text} # too\n  C2: text\n  # c\n# d\n",
        ),
        // Fields in another order are written again.
        (
            "extra_gated_fields:\n  A: text\n  B: text\n",
            "extra_gated_fields:\n  B: text\n  A: text\n",
            "extra_gated_fields:\n  B: text\n  A: text\n",
        ),
        // What an empty line belongs to stays what it is.
        (
            "extra_gated_prompt: |+\n  a\n\n\ntags: [a]\n",
            "extra_gated_prompt: \"a\\n\\n\\n\"\nextra_gated_heading: H\n",
            "extra_gated_prompt: |+\n  a\n\n\nextra_gated_heading: H\ntags: [a]\n",
        ),
    ] {
        let card = format!("---\n{before}license: mit\n---\n");
        let cards = folder(&[("gate.yaml", form), ("README.md", &card)]);
        let applied = gate(cards.path(), "apply gate.yaml README.md");
        assert_eq!((applied.code, applied.out.as_str()), (0, ""), "{card}{}", applied.err);
        assert_eq!(text(cards.path(), "README.md"), format!("---\n{after}license: mit\n---\n"));
    }
}

#[test]
fn only_a_file_that_is_named_gets_front_matter() {
    let cards = folder(&[
        ("gate.yaml", "extra_gated_heading: H\n"),
        ("new/README.md", "\u{feff}# New\r\n"),
        ("empty/README.md", "---\n---\n# Empty\n"),
        ("blank/README.md", "---\n\n---\n# Blank\n"),
        ("old/README.md", "---\nlicense: mit\n---\n"),
    ]);
    let applied = gate(cards.path(), "apply gate.yaml old new empty");
    assert_eq!(
        (applied.code, applied.err.as_str()),
        (
            0,
            "1 card changed, 0 already had the form\nskipped 2 README.md files without front matter: name a file to add it\n"
        )
    );
    let applied = gate(cards.path(), "apply gate.yaml new/README.md empty/README.md blank/README.md");
    assert_eq!((applied.code, applied.err.as_str()), (0, "3 cards changed, 0 already had the form\n"));
    assert_eq!(text(cards.path(), "new/README.md"), "\u{feff}---\r\nextra_gated_heading: H\r\n---\r\n# New\r\n");
    assert_eq!(text(cards.path(), "empty/README.md"), "---\nextra_gated_heading: H\n---\n# Empty\n");
    assert_eq!(text(cards.path(), "blank/README.md"), "---\n\nextra_gated_heading: H\n---\n# Blank\n");
    let applied = gate(cards.path(), "apply gate.yaml --cards-only gate.yaml");
    assert_eq!((applied.code, applied.err.as_str()), (0, "0 cards changed, 0 already had the form\n"));
    assert_eq!(gate(cards.path(), "apply gate.yaml nothing").code, 2);
}

#[test]
fn the_configuration_says_where_cards_are() {
    let cards = folder(&[
        ("cardlint.toml", "exclude = [\"old\"]\nrequire-front-matter = [\"new\"]\n"),
        ("gate.yaml", "extra_gated_heading: H\n"),
        ("new/README.md", "# New\n"),
        ("old/README.md", "---\nlicense: mit\n---\n"),
    ]);
    assert_eq!(gate(cards.path(), "apply gate.yaml .").err, "1 card changed, 0 already had the form\n");
    assert_eq!(text(cards.path(), "new/README.md"), "---\nextra_gated_heading: H\n---\n# New\n");
}

#[test]
fn a_card_that_cannot_be_changed_does_not_stop_the_others() {
    let shared = "---\nextra_gated_prompt: &p Old\nx: *p\n---\n";
    let cards = folder(&[
        ("gate.yaml", FORM),
        ("a/README.md", "---\nlicense: [\n---\n"),
        ("b/README.md", shared),
        ("c/README.md", "---\nlicense: mit\n---\n"),
    ]);
    let applied = gate(cards.path(), "apply gate.yaml .");
    assert_eq!(applied.code, 2);
    insta::assert_snapshot!(applied.err, @r"
    error: a/README.md:2:10: the front matter cannot be read: unclosed `[`
      help: `cardlint check` shows what is wrong with it
    error: b/README.md: the form cannot be changed without changing something else
      help: write the keys of the form in lines of their own, without anchors that other keys use
    1 card changed, 0 already had the form
    ");
    assert_eq!(text(cards.path(), "b/README.md"), shared);
}

#[test]
fn a_file_that_is_not_a_form_is_rejected_at_its_place() {
    for (form, error) in [
        (
            "extra_gated_field:\n  A: text\n",
            "gate.yaml:1:1: `extra_gated_field` is not a key of a gate form\n  help: did you mean `extra_gated_fields`?",
        ),
        ("license: mit\n", "gate.yaml:1:1: `license` is not a key of a gate form\n  help: the keys are "),
        ("# nothing\n", "gate.yaml: no gate form in this file"),
        ("extra_gated_fields:\n  Age: number\n", "gate.yaml:2:8: "),
        ("extra_gated_fields: [\n", "gate.yaml:1:21: "),
        ("- a\n", "gate.yaml:1:1: "),
        ("---\nextra_gated_prompt: 5\n", "gate.yaml:2:21: "),
    ] {
        let cards = folder(&[("gate.yaml", form), ("README.md", "---\nlicense: mit\n---\n")]);
        for line in ["apply gate.yaml README.md", "show gate.yaml", "diff README.md gate.yaml"] {
            let ran = gate(cards.path(), line);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{form}");
            assert!(ran.err.starts_with(&format!("error: {error}")), "{form}{}", ran.err);
        }
    }
    let cards = folder(&[("README.md", "---\nlicense: mit\n---\n")]);
    assert_eq!(gate(cards.path(), "apply nosuch.yaml README.md").err, "error: nosuch.yaml: no such file\n");
    assert_eq!(
        gate(cards.path(), "apply README.md README.md").err.lines().next(),
        Some("error: README.md: no gate form in this card")
    );
}

#[cfg(unix)]
#[test]
fn a_card_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let cards = folder(&[("gate.yaml", FORM), ("README.md", "---\nlicense: mit\n---\n")]);
    let card = cards.path().join("README.md");
    fs::set_permissions(&card, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(gate(cards.path(), "apply gate.yaml README.md").code, 0);
    assert_eq!(fs::metadata(card).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(cards.path()).unwrap().count(), 2, "files are left");
}

#[test]
fn every_fixture_gets_the_form_or_stays_as_it_is() {
    let cards = folder(&[("gate.yaml", FORM)]);
    let mut changed = 0;
    for file in files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), "md") {
        let before = fs::read(&file).unwrap();
        let card = cards.path().join("README.md");
        fs::write(&card, &before).unwrap();
        let paths = [cards.path().join("gate.yaml"), card.clone()];
        let applied =
            run(["gate".into(), "apply".into()].into_iter().chain(paths.map(std::path::PathBuf::into_os_string)));
        if applied.code == 0 {
            changed += 1;
            let after = fs::read_to_string(&card).unwrap();
            assert_eq!(
                form(&after).to_yaml(),
                form_file::parse(SourceFile::new("gate.yaml", FORM)).unwrap().to_yaml(),
                "{}",
                file.display()
            );
            assert_eq!(rest(&after), rest(&String::from_utf8(before).unwrap()), "{}", file.display());
        } else {
            assert_eq!(fs::read(&card).unwrap(), before, "{}", file.display());
        }
    }
    assert!(changed > 200, "{changed}");
}

pub(crate) fn form(text: &str) -> GateForm {
    Card::read(SourceFile::new("README.md", text), None).gate_form()
}

/// A card without its form: its other keys by value, and its text.
fn rest(text: &str) -> (Vec<(String, String)>, String) {
    let card = Card::read(SourceFile::new("README.md", text), None);
    let entries = card.metadata.entries().iter().map(|entry| (entry.key.key_text(), entry.value.to_json().to_string()));
    let others = entries.filter(|(key, _)| !key.starts_with("extra_gated_") || key == "extra_gated_other");
    let body = card.source.slice(card.body).trim_start_matches('\u{feff}');
    (others.collect(), body.strip_prefix("---\n---\n").unwrap_or(body).to_owned())
}
