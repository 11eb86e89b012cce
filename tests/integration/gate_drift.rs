//! `[gate]` in the configuration: a card whose form differs from the organization's is reported, and fixed.

use std::fs;

use crate::run::{Ran, finish, folder, program};

const FORM: &str = "extra_gated_prompt: Agree.\nextra_gated_fields:\n  A: text\n  B: checkbox\n";
const CONFIG: &str = "[gate]\nform = \"forms/gate.yaml\"\n";

fn check(files: &[(&str, &str)], line: &str) -> (tempfile::TempDir, Ran) {
    let cards = folder(files);
    let ran = finish(program(cards.path()).arg("check").args(line.split(' ')), b"");
    (cards, ran)
}

fn with_card<'a>(config: &'a str, card: &'a str) -> [(&'a str, &'a str); 3] {
    [("cardlint.toml", config), ("forms/gate.yaml", FORM), ("a/README.md", card)]
}

#[test]
fn a_card_whose_form_differs_is_an_error() {
    for (card, expected) in [
        ("license: mit\nextra_gated_fields: {A: text, B: checkbox}\nextra_gated_prompt: 'Agree.'\n", ""),
        (
            "license: mit\n",
            "a/README.md:1:1: error[gate-drift] the gate form differs from `forms/gate.yaml` in `extra_gated_prompt` and `extra_gated_fields`",
        ),
        (
            "license: mit\nextra_gated_heading: H\nextra_gated_prompt: Agree.\nextra_gated_fields: {A: text, B: text}\n",
            "a/README.md:3:1: error[gate-drift] the gate form differs from `forms/gate.yaml` in `extra_gated_heading` and `extra_gated_fields`",
        ),
        (
            "license: mit\nextra_gated_prompt: Agree.\nextra_gated_fields:\n  A: text\n  C: text\n  B: checkbox\n",
            "a/README.md:6:3: error[gate-drift] the gate form differs from `forms/gate.yaml` in `extra_gated_fields`",
        ),
        // Other rules say what keeps it from being read.
        ("license: [\n", "a/README.md:2:10: error[yaml-syntax] unclosed `[`"),
        ("license: mit\n# cardlint: ignore-file[gate-drift]\n", ""),
    ] {
        let card = format!("---\n{card}---\n");
        let (_cards, ran) = check(&with_card(CONFIG, &card), "--format concise -q .");
        assert_eq!((ran.out.trim_end().split(": help").next(), ran.err.as_str()), (Some(expected), ""), "{card}");
    }
}

#[test]
fn the_fix_writes_the_form() {
    let card =
        "---\r\nlicense: mit # x\r\nextra_gated_fields:\r\n  A: text\r\n  # c\r\n  C: text\r\n  D: text\r\n---\r\n";
    let (cards, ran) = check(&with_card(CONFIG, card), "--fix .");
    assert_eq!(ran.code, 1, "it is what the author wrote: not a safe fix");
    let ran = finish(program(cards.path()).args(["check", "--fix", "--unsafe-fixes", "."]), b"");
    assert_eq!(ran.code, 0, "{}", ran.out);
    let fixed = fs::read_to_string(cards.path().join("a/README.md")).unwrap();
    assert_eq!(
        fixed,
        "---\r\nlicense: mit # x\r\nextra_gated_fields:\r\n  A: text\r\n  B: checkbox\r\n  # c\r\nextra_gated_prompt: Agree.\r\n---\r\n"
    );
}

#[test]
fn only_included_cards_have_to_have_the_form() {
    let config = format!("{CONFIG}include = [\"b/**\"]\n");
    let card = "---\nlicense: mit\n---\n";
    let (_cards, ran) =
        check(&[&with_card(&config, card)[..], &[("b/README.md", card)]].concat(), "--format concise -q .");
    assert!(ran.out.starts_with("b/README.md:1:1: error[gate-drift]"), "{}", ran.out);
}

#[test]
fn a_wrong_setting_is_reported_at_its_place() {
    for (config, error) in [
        ("gate = 1", "1:8: `gate`: expected a table, found a number"),
        ("[gate]", "1:1: `gate`: missing `form`"),
        ("[gate]\nform = 1", "2:8: `form`: expected the path of a file, found a number"),
        ("[gate]\nform = \"nosuch.yaml\"", "2:8: `form`: nosuch.yaml: no such file"),
        ("[gate]\nform = \"bad.yaml\"", "2:8: `form`: bad.yaml:1:1: `x` is not a key of a gate form"),
        (
            "[gate]\nform = \"forms/gate.yaml\"\ninlcude = []",
            "3:1: unknown key `inlcude`\n  help: did you mean `include`?",
        ),
    ] {
        let files = [&with_card(config, "---\nlicense: mit\n---\n")[..], &[("bad.yaml", "x: 1\n")]].concat();
        let (cards, ran) = check(&files, ".");
        let folder = cards.path().canonicalize().unwrap();
        let said = ran.err.replace(&format!("{}/", folder.display()), "");
        assert_eq!(ran.code, 2, "{config}");
        assert!(said.starts_with(&format!("error: cardlint.toml:{error}")), "{config}: {said}");
    }
}
