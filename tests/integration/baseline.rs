//! Known findings: `--baseline`, `--write-baseline` and `--add-ignores`.

use std::fs;
use std::path::Path;

use cardlint::card::Card;
use cardlint::lint::example;
use cardlint::lint::ignore::add_comments;
use cardlint::rules;
use cardlint::source::SourceFile;
use serde_json::Value as Json;

use crate::run::{Ran, finish, folder, program};

const BASELINE: &str = "--baseline known.json";

fn check(folder: &Path, line: &str) -> Ran {
    finish(program(folder).arg("check").args(line.split_whitespace()), b"")
}

fn known(folder: &Path) -> Vec<Json> {
    let text = fs::read_to_string(folder.join("known.json")).unwrap();
    let json: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(json["version"], 1);
    json["findings"].as_array().unwrap().clone()
}

#[test]
fn what_is_recorded_is_not_reported_wherever_its_line_is_now() {
    let cards = folder(&[
        ("a/README.md", "---\nlicense: nosuch\ntags: [x]\n---\n"),
        ("b/README.md", "---\nlanguage: xx\n---\n"),
    ]);
    let recorded = check(cards.path(), "--baseline known.json --write-baseline .");
    assert_eq!((recorded.code, recorded.out.as_str()), (0, "nothing wrong in 2 cards, 2 known\n"));
    assert_eq!(recorded.err, "recorded 2 findings in known.json\n");
    let text = fs::read_to_string(cards.path().join("known.json")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((&lines[..3], &lines[5..]), (&["{", "  \"version\": 1,", "  \"findings\": ["][..], &["  ]", "}"][..]));
    assert!(lines[3].starts_with("    {\"card\":\"a/README.md\",\"rule\":\"unknown-license\",\"id\":\""), "{text}");
    assert!(lines[4].starts_with("    {\"card\":\"b/README.md\",\"rule\":\"unknown-language\",\"id\":\""), "{text}");
    // One is not counted.
    assert!(!text.contains("count"), "{text}");
    fs::write(cards.path().join("a/README.md"), "---\n# moved\ntags: [x]\nlicense:   nosuch\nlanguage: xx\n---\n")
        .unwrap();
    let ran = check(cards.path(), &format!("{BASELINE} --format concise ."));
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("a/README.md:5:11: error[unknown-language] "), "{}", ran.out);
    assert!(ran.out.ends_with("\n1 error in 1 of 2 cards, 2 known\n"), "{}", ran.out);
    assert_eq!(ran.err, "");
    // Paths are those of the file, from wherever it is used.
    let ran = finish(program(&cards.path().join("b")).args(["check", "--baseline", "../known.json"]), b"");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "nothing wrong in 1 card, 1 known\n", ""));
}

#[test]
fn what_is_recorded_is_known_behind_a_new_item_of_its_list() {
    let cards = folder(&[("README.md", "---\ntags:\n- [a]\n- [b]\n---\n")]);
    assert_eq!(check(cards.path(), &format!("{BASELINE} --write-baseline .")).code, 0);
    fs::write(cards.path().join("README.md"), "---\ntags:\n- x\n- [c]\n- [b]\n- [a]\n---\n").unwrap();
    let ran = check(cards.path(), &format!("{BASELINE} --format concise ."));
    assert!(ran.out.starts_with("README.md:4:3: error[metadata-shape] `tags[1]`: "), "{}", ran.out);
    assert!(ran.out.ends_with("\n1 error in 1 of 1 card, 2 known\n"), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn as_many_are_known_as_there_were() {
    let cards = folder(&[("README.md", "---\nlicense: [nosuch, nosuch]\n---\n")]);
    assert_eq!(check(cards.path(), &format!("{BASELINE} --write-baseline .")).code, 0);
    assert_eq!(known(cards.path())[0]["count"], 2);
    fs::write(cards.path().join("README.md"), "---\nlicense: [nosuch, nosuch, nosuch]\n---\n").unwrap();
    let ran = check(cards.path(), &format!("{BASELINE} ."));
    assert!(ran.out.ends_with("1 error in 1 of 1 card, 2 known\n"), "{}", ran.out);
}

#[test]
fn what_is_gone_is_reported_and_dropped() {
    let wrong = "---\nlicense: nosuch\nlanguage: xx\n---\n";
    let cards = folder(&[("a/README.md", wrong), ("b/README.md", wrong), ("c/README.md", wrong)]);
    assert_eq!(check(cards.path(), &format!("{BASELINE} --write-baseline .")).code, 0);
    fs::write(cards.path().join("a/README.md"), "---\nlicense: nosuch\n---\n").unwrap();
    fs::remove_dir_all(cards.path().join("b")).unwrap();
    let ran = check(cards.path(), &format!("{BASELINE} ."));
    assert_eq!((ran.code, ran.out.as_str()), (0, "nothing wrong in 2 cards, 3 known\n"));
    let lines: Vec<&str> = ran.err.lines().map(|line| line.split_inclusive(": ").take(2).last().unwrap()).collect();
    assert_eq!(
        lines,
        [
            "3 findings in known.json no longer occur:",
            "unknown-language: ",
            "unknown-language: ",
            "unknown-license: ",
            "`--write-baseline` removes them"
        ]
    );
    assert_eq!(check(cards.path(), &format!("{BASELINE} -q .")).err, "");
    // What this run does not see is not gone.
    assert_eq!(check(cards.path(), &format!("{BASELINE} --select unknown-license a")).err.lines().count(), 4);
    assert_eq!(check(cards.path(), &format!("{BASELINE} --write-baseline --select license a")).code, 0);
    let left = known(cards.path()).iter().map(|each| format!("{} {}", each["card"], each["rule"])).collect::<Vec<_>>();
    assert_eq!(
        left,
        [
            r#""a/README.md" "unknown-language""#,
            r#""a/README.md" "unknown-license""#,
            r#""c/README.md" "unknown-language""#,
            r#""c/README.md" "unknown-license""#
        ]
    );
    let ran = check(cards.path(), &format!("{BASELINE} --write-baseline ."));
    assert_eq!((ran.err.as_str(), known(cards.path()).len()), ("recorded 3 findings in known.json\n", 3));
}

#[test]
fn more_findings_than_are_listed_are_known_too() {
    let licenses: String = (0..1200).map(|at| format!("  - nosuch{}\n", at / 2)).collect();
    let lists = "  - [a]\n".repeat(3000);
    let cards = folder(&[("README.md", &format!("---\nlicense:\n{licenses}tags:\n{lists}---\n"))]);
    let ran = check(cards.path(), &format!("{BASELINE} --write-baseline ."));
    assert_eq!(ran.err, "recorded 4200 findings in known.json\n");
    let ran = check(cards.path(), &format!("{BASELINE} ."));
    assert_eq!((ran.code, ran.out.as_str()), (0, "nothing wrong in 1 card, 4200 known\n"));
}

#[test]
fn the_configuration_names_the_file_for_hooks_too() {
    let cards = folder(&[
        ("cardlint.toml", "baseline = \"lint/known.json\"\n"),
        ("README.md", "---\nlicense: nosuch\n---\n"),
        ("lint/.keep", ""),
    ]);
    let ran = check(cards.path(), ".");
    assert_eq!(ran.code, 2);
    assert!(ran.err.ends_with("lint/known.json: no such file\n  help: `--write-baseline` creates it\n"), "{}", ran.err);
    assert_eq!(check(cards.path(), ". --write-baseline").code, 0);
    assert_eq!(check(cards.path(), ".").out, "nothing wrong in 1 card, 1 known\n");
    assert_eq!(check(cards.path(), ". --no-config").code, 1);
    let git = |line: &str| {
        let mut git = std::process::Command::new("git");
        git.current_dir(cards.path()).args(["-c", "user.name=a", "-c", "user.email=a@b"]).args(line.split(' '));
        assert!(git.output().unwrap().status.success(), "{line}");
    };
    git("init -q");
    git("add README.md");
    let hook = || finish(program(cards.path()).args(["hook", "run", "pre-commit"]), b"");
    assert_eq!(hook().code, 0, "{}", hook().err);
    assert_eq!(check(cards.path(), "--staged").out, "nothing wrong in 1 card, 1 known\n");
    fs::write(cards.path().join("README.md"), "---\nlicense: nosuch2\n---\n").unwrap();
    git("add README.md");
    assert_eq!(hook().code, 1);
}

#[test]
fn what_is_known_is_not_fixed_nor_answered() {
    let wrong = "---\nlicense: MIT\nlanguage: EN\n---\n";
    let cards = folder(&[("cardlint.toml", "baseline = \"known.json\"\n"), ("README.md", "---\nlicense: MIT\n---\n")]);
    assert_eq!(check(cards.path(), "--write-baseline .").code, 0);
    assert_eq!(check(cards.path(), "--diff .").err, "nothing to fix\n");
    fs::write(cards.path().join("README.md"), wrong).unwrap();
    let ran = check(cards.path(), "--diff .");
    assert!(ran.code == 1 && ran.out.contains("+language: en") && !ran.out.contains("+license"), "{ran:?}");
    let line = serde_json::json!({ "text": wrong, "fix": "none" }).to_string() + "\n";
    let answer = |options: &str, line: &str| -> Json {
        let words = format!("check --input json-lines{options}");
        let ran = finish(program(cards.path()).args(words.split(' ')), line.as_bytes());
        serde_json::from_str(&ran.out).unwrap()
    };
    assert_eq!(answer("", &line)["summary"]["errors"], 1);
    assert_eq!(answer(" --no-config", &line)["summary"]["errors"], 2);
    assert_eq!(answer("", &line.replace("none", "safe"))["text"], "---\nlicense: MIT\nlanguage: en\n---\n");
    let ran = check(cards.path(), "--fix .");
    assert_eq!(
        (ran.code, ran.out.lines().last().unwrap()),
        (0, "1 fixed, nothing wrong in 1 card, 1 known"),
        "{ran:?}"
    );
    assert_eq!(fs::read_to_string(cards.path().join("README.md")).unwrap(), wrong.replace("EN", "en"));
    // All of it is fixed where the rest is recorded.
    let ran = check(cards.path(), "--fix --write-baseline .");
    assert!(ran.code == 0 && ran.err.contains("recorded 0 findings in "), "{ran:?}");
    assert_eq!(fs::read_to_string(cards.path().join("README.md")).unwrap(), "---\nlicense: mit\nlanguage: en\n---\n");
}

#[test]
fn more_than_are_listed_are_known_to_fixes_too() {
    let tags = "- MIT\n".repeat(1200);
    let card = format!("---\nlicense:\n{tags}---\n");
    let cards = folder(&[("README.md", &card)]);
    check(cards.path(), &format!("{BASELINE} --write-baseline ."));
    let ran = check(cards.path(), &format!("{BASELINE} --fix ."));
    assert_eq!(fs::read_to_string(cards.path().join("README.md")).unwrap(), card, "{ran:?}");
}

#[test]
fn a_file_that_is_not_a_baseline_is_an_error_and_stays() {
    for (text, error) in [
        (
            "{\"version\": 2, \"findings\": {}}",
            "known.json: a baseline of version 2; this cardlint reads and writes version 1\n  help: use the cardlint that wrote it",
        ),
        ("{\"version\": 2, \"findings\": []}", "known.json: a baseline of version 2"),
        ("{\"version\": 1,\n", "known.json:2:1: not a baseline: EOF while parsing"),
        (
            "{\"version\": 1,\n \"findings\": [{\"card\": 5}]}",
            "known.json:2:24: not a baseline: invalid type: integer `5`, expected a string",
        ),
        ("[]", "known.json: not a baseline: missing `version`"),
        (
            "{\"version\": 1, \"findings\": [{\"card\": \"a\", \"rule\": \"b\", \"id\": \"x\"}]}",
            "known.json: not a baseline: `x` is not an id",
        ),
    ] {
        let cards = folder(&[("known.json", text), ("README.md", "---\nlicense: nosuch\n---\n")]);
        for line in [BASELINE.to_owned(), format!("{BASELINE} --write-baseline")] {
            let ran = check(cards.path(), &line);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""));
            assert!(ran.err.starts_with(&format!("error: {error}")), "{text} {}", ran.err);
        }
        assert_eq!(fs::read_to_string(cards.path().join("known.json")).unwrap(), text);
    }
    let cards = folder(&[("README.md", "---\nlicense: nosuch\n---\n")]);
    fs::write(cards.path().join("known.json"), b"{\"version\": \xff}").unwrap();
    assert!(check(cards.path(), BASELINE).err.starts_with("error: known.json: not UTF-8 text\n"));
    let cards = folder(&[("README.md", "---\nlicense: nosuch\n---\n")]);
    assert!(
        check(cards.path(), "--write-baseline").err.starts_with("error: `--write-baseline` needs a file to write\n")
    );
    let ran = check(cards.path(), "--write-baseline --baseline nosuch/known.json");
    assert!(ran.code == 2 && ran.err.contains("cannot write the baseline `nosuch/known.json`"), "{}", ran.err);
    let ran = check(cards.path(), "--write-baseline --baseline known.json --diff");
    assert!(ran.err.contains("cannot be used with"), "{}", ran.err);
}

#[test]
fn comments_are_added_and_every_other_byte_stays() {
    let card = "---\r\nlicense: nosuch # as is\r\nlanguage: xx\r\ntags: null\r\nextra_gated_prompt: |\r\n  I agree\r\n  to it\r\nextra_gated_fields:\r\n    A: number  # cardlint: ignore[gate-label-empty] why\r\ntask_ids: [\r\n  singing,\r\n  dancing]\r\n---\r\n# Voices\r\n";
    let cards = folder(&[("README.md", card)]);
    let ran = check(cards.path(), "--add-ignores --format concise .");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let after = fs::read_to_string(cards.path().join("README.md")).unwrap();
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    insta::assert_snapshot!(after.replace("\r\n", "\n"), @r"
    ---
    # cardlint: ignore-file[gate-consent-in-prose]
    # cardlint: ignore[unknown-license]
    license: nosuch # as is
    language: xx  # cardlint: ignore[unknown-language]
    tags: null  # cardlint: ignore[null-value]
    extra_gated_prompt: |
      I agree
      to it
    extra_gated_fields:
        A: number  # cardlint: ignore[gate-label-empty, gate-field-type] why
    task_ids: [
      singing,  # cardlint: ignore[unknown-task-id]
      dancing]  # cardlint: ignore[unknown-task-id]
    ---
    # Voices
    ");
    assert_eq!(check(cards.path(), "--ignore unused-suppression .").out, "nothing wrong in 1 card\n");
    assert_eq!(check(cards.path(), "--add-ignores .").err, "");
    assert_eq!(fs::read_to_string(cards.path().join("README.md")).unwrap(), after);
}

#[test]
fn a_comment_above_a_line_is_indented_as_the_line() {
    let cards = folder(&[("README.md", "---\nlanguage:\n  - \"klingon\n    tongue\"\n---\n")]);
    assert_eq!(check(cards.path(), "--add-ignores .").code, 0);
    assert_eq!(
        fs::read_to_string(cards.path().join("README.md")).unwrap(),
        "---\nlanguage:\n  # cardlint: ignore[unknown-language]\n  - \"klingon\n    tongue\"\n---\n"
    );
    let cards = folder(&[("README.md", "---\nlanguage: [\n\"klingon\ntongue\"]\n---\n")]);
    assert_eq!(check(cards.path(), "--add-ignores .").code, 0);
    assert_eq!(
        fs::read_to_string(cards.path().join("README.md")).unwrap(),
        "---\nlanguage: [\n# cardlint: ignore[unknown-language]\n\"klingon\ntongue\"]\n---\n"
    );
}

#[test]
fn only_what_no_line_of_the_metadata_is_about_is_ignored_in_the_whole_card() {
    let cards = folder(&[("README.md", "\n---\nlicense: nosuch\n---\n")]);
    assert_eq!(check(cards.path(), "--add-ignores .").code, 0);
    assert_eq!(
        fs::read_to_string(cards.path().join("README.md")).unwrap(),
        "\n---\n# cardlint: ignore-file[blank-before-front-matter]\nlicense: nosuch  # cardlint: ignore[unknown-license]\n---\n"
    );
}

#[test]
fn more_than_are_listed_are_ignored_too() {
    let lines = |comment: &str| format!("---\nlanguage:\n{}---\n", format!("- xx{comment}\n").repeat(2500));
    let cards = folder(&[("README.md", &lines(""))]);
    let ran = check(cards.path(), "--add-ignores .");
    assert_eq!((ran.code, ran.err.as_str()), (0, "README.md: ignored 2500 problems\n"));
    let text = fs::read_to_string(cards.path().join("README.md")).unwrap();
    assert_eq!(text, lines("  # cardlint: ignore[unknown-language]"));
}

#[test]
fn only_selected_rules_are_ignored() {
    let cards = folder(&[("README.md", "---\nlicense: nosuch\nlanguage: xx\n---\n"), ("b/README.md", "# Code\n")]);
    let ran = check(cards.path(), "--add-ignores --select license .");
    assert_eq!((ran.code, ran.err.as_str()), (0, "README.md: ignored 1 problem\n"));
    assert_eq!(
        fs::read_to_string(cards.path().join("README.md")).unwrap(),
        "---\nlicense: nosuch  # cardlint: ignore[unknown-license]\nlanguage: xx\n---\n"
    );
}

#[test]
fn what_comments_cannot_ignore_is_reported() {
    let card = "---\nlicense: [\n---\n";
    let cards = folder(&[("README.md", card)]);
    let ran = check(cards.path(), "--add-ignores .");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert_eq!(fs::read_to_string(cards.path().join("README.md")).unwrap(), card);
    assert_eq!(check(cards.path(), "--add-ignores -").code, 2);
    let cards = folder(&[("README.md", "---\nlicense: nosuch\nb: *none\ntags: [a\n---\n")]);
    let ran = check(cards.path(), "--add-ignores --format concise .");
    assert_eq!((ran.code, ran.err.as_str()), (1, "README.md: ignored 2 problems\n"), "{}", ran.out);
}

#[test]
fn every_bad_card_is_silent_after_its_comments_or_stays() {
    let mut silent = 0;
    let of_comments = rules::group("suppressions").unwrap().rules;
    for rule in rules::all().filter(|rule| !of_comments.contains(rule)) {
        let (source, options) = (SourceFile::new(rule.bad_name, rule.bad), example::options(rule));
        let ignored = add_comments(&source, &options, |_| true);
        let left = cardlint::lint::lint(&ignored.source, &options);
        if ignored.count == 0 {
            assert_eq!(ignored.source.text, rule.bad);
            assert!(!left.is_empty());
            continue;
        }
        assert!(left.is_empty(), "{}: {left:?}\n{}", rule.id, ignored.source.text);
        silent += 1;
        // Without its comments, the card is what it was.
        let card = Card::read(ignored.source.clone(), None);
        let before = Card::read(source, None);
        assert_eq!(card.metadata.to_json(), before.metadata.to_json());
        assert_eq!(card.source.slice(card.body), before.source.slice(before.body));
        let again = add_comments(&ignored.source, &options, |_| true);
        assert_eq!((again.count, again.source.text), (0, ignored.source.text));
    }
    assert!(silent > 80, "{silent}");
}
