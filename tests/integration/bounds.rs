//! No card is too much: what there is more of than anybody reads is counted, and what would take without end is left.

use cardlint::lint::{Options, lint};
use cardlint::rule::RepoFiles;
use cardlint::source::SourceFile;
use serde_json::Value;

use crate::run::{Ran, finish, folder, program};

/// A card with so many words that are no languages.
fn languages(count: usize, line: &str) -> String {
    format!("---\nlanguage:\n{}---\n# Voices\n", format!("- {line}\n").repeat(count))
}

fn check(card: &str, words: &[&str]) -> Ran {
    let folder = folder(&[("README.md", card)]);
    finish(program(folder.path()).arg("check").args(words), b"")
}

#[test]
fn every_format_says_that_diagnostics_were_left_out() {
    let card = languages(1500, "zzz");
    for (format, said) in [
        ("full", "README.md: and 500 errors more in this card, counted but not shown"),
        ("concise", "README.md: and 500 errors more in this card, counted but not shown"),
        ("json", "\"omitted\":500"),
        ("json-lines", r#"{"schema_version":1,"path":"README.md","omitted":{"errors":500,"warnings":0,"infos":0}}"#),
        ("sarif", "500 more results were counted, but not listed"),
        ("github", "::notice file=README.md,title=cardlint::and 500 errors more in this card"),
        ("gitlab", "and 500 errors more in this card"),
        ("junit", "and 500 errors more in this card"),
    ] {
        let ran = check(&card, &["--format", format]);
        assert_eq!(ran.code, 1, "{format}");
        assert!(ran.out.contains(said), "{format}: {}", &ran.out[ran.out.len() - 500..]);
        if format.starts_with("json") || format == "sarif" || format == "gitlab" {
            let lines: Vec<&str> = if format == "json-lines" { ran.out.lines().collect() } else { vec![&ran.out] };
            assert!(lines.iter().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{format}");
        }
    }
    let few = check(&languages(1000, "zzz"), &["--format", "concise"]);
    assert!(few.out.ends_with("1000 errors in 1 of 1 card\n") && !few.out.contains("counted"), "{}", few.out);
}

#[test]
fn what_is_left_out_counts() {
    let card = languages(1500, "zzz");
    assert!(check(&card, &["--statistics"]).out.contains("   1500  unknown-language\n1500 errors in 1 of 1 card\n"));
    let names = check(&languages(1500, "English"), &[]);
    assert!(names.out.ends_with("1500 errors in 1 of 1 card (1500 fixable with --fix)\n"), "{}", names.out);
    let typos = format!("---\ntask_categories:\n{}---\n", "- audio-clasification\n".repeat(1500));
    let ran = check(&typos, &[]);
    assert!(ran.out.ends_with("1500 warnings in 1 of 1 card (1500 fixable with --unsafe-fixes)\n"), "{}", ran.out);
    // What is found last may stand first.
    let first = format!("---\nlicense: mit\nlicense: mit\nlanguage:\n{}---\n", "- zzz\n".repeat(2500));
    let ran = check(&first, &["--format", "concise"]);
    assert!(ran.out.starts_with("README.md:3:1: error[duplicate-key] duplicate key `license`"), "{}", ran.out);
    // Only the last lines are errors: they fail the run although none of them is shown.
    let late = format!("---\ntags:\n{}license: nope\n---\n", "- 2020-01-01\n".repeat(1500));
    let ran = check(&late, &["--ignore", "metadata", "--format", "concise"]);
    assert!(ran.code == 1 && !ran.out.contains("unknown-license"), "{}", ran.out);
    // Comments silence what would be left out, too.
    let silenced = languages(1500, "zzz # cardlint: ignore[unknown-language]");
    let ran = check(&silenced, &[]);
    assert_eq!((ran.code, &*ran.out), (0, "nothing wrong in 1 card\n"));
}

#[test]
fn any_number_of_comments_is_read_over() {
    let comments = "  # why\n\n".repeat(70_000);
    let card = format!("---\n{comments}license: nope\n{comments}language: zzz\n---\n");
    let ran = check(&card, &["--format", "concise"]);
    assert!(ran.out.starts_with("README.md:140002:10: error[unknown-license]"), "{}", ran.out);
    assert!(ran.out.contains("2 errors in 1 of 1 card"), "{}", ran.out);
}

#[test]
fn a_key_whose_alias_stands_for_too_much_is_left_out() {
    let mut yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..8 {
        let below = level - 1;
        yaml.push_str(&format!("a{level}: &a{level} {{b: *a{below}, c: *a{below}, d: *a{below}, e: *a{below}, f: *a{below}, g: *a{below}}}\n"));
    }
    let card = format!("---\n{yaml}license: nope\n---\n");
    let found = lint(&SourceFile::new("README.md", card), &Options::default());
    let rules: Vec<_> = found.iter().map(|each| each.rule.id).collect();
    assert_eq!(rules, ["oversized-metadata", "unknown-license"]);
}

#[test]
fn fixes_beyond_what_is_shown_are_made_in_the_same_run() {
    let folder = folder(&[("README.md", &languages(3000, "English"))]);
    let ran = finish(program(folder.path()).args(["check", "--fix"]), b"");
    assert_eq!((ran.code, &*ran.out), (0, "3000 fixed, nothing wrong in 1 card\n"));
    assert_eq!(std::fs::read_to_string(folder.path().join("README.md")).unwrap(), languages(1, "en"));
}

#[test]
fn fixes_beyond_what_is_shown_are_counted_beside_a_baseline() {
    let folder = folder(&[("README.md", &languages(1, "zzz"))]);
    let check = |words: &[&str]| {
        finish(
            program(folder.path()).args(["check", "--format", "concise", "--baseline", "known.json"]).args(words),
            b"",
        )
    };
    assert_eq!(check(&["--write-baseline"]).code, 0);
    let repeated = |tag: &str| format!("- {tag}\n").repeat(1500);
    let card = format!(
        "---\nlanguage:\n- zzz\n{}task_categories:\n{}---\n# Voices\n",
        repeated("English"),
        repeated("audio-clasification")
    );
    std::fs::write(folder.path().join("README.md"), card).unwrap();
    let ran = check(&[]);
    let end = "1500 errors and 1500 warnings in 1 of 1 card (1500 fixable with --fix, 1500 more with --unsafe-fixes), 1 known\n";
    assert!(ran.out.ends_with(end), "{}", &ran.out[ran.out.len() - 300..]);
}

#[test]
fn aliases_are_written_out_once_for_all_parts_of_a_broken_card() {
    let levels: Vec<char> = ('a'..='j').collect();
    let double = |pair: &[char]| format!("{1}: &{1} [*{0},*{0},*{0},*{0}]\n", pair[0], pair[1]);
    let bomb: String = levels.windows(2).map(double).collect();
    let uses: String = (0..50).map(|index| format!("k{index}: [*j]\n")).collect();
    let ran = check(&format!("---\nx\na: &a [x,x,x]\n{bomb}{uses}---\n"), &["--format", "concise"]);
    let told = ran.out.lines().filter(|line| line.contains("[oversized-metadata]")).count();
    assert_eq!((ran.code, told), (1, 1), "{}", ran.out);
}

#[test]
fn nothing_is_said_of_aliases_that_are_too_many_to_expand() {
    let card = format!("---\na: &a x\ntags:\n{}license: mit\n---\n# Voices\n", "- *a\n".repeat(60_000));
    let found = lint(&SourceFile::new("README.md", card), &Options::default());
    let rules: Vec<_> = found.iter().map(|diagnostic| diagnostic.rule.id).collect();
    assert_eq!(rules, ["oversized-metadata"]);
}

#[test]
fn a_long_text_is_not_copied_without_end() {
    let card = |copies| {
        let text = "x".repeat(100_000);
        let card = format!("---\na: &a {text}\nb:\n{}license: mit\n---\n# Voices\n", "- *a\n".repeat(copies));
        let found = lint(&SourceFile::new("README.md", card), &Options::default());
        found.iter().map(|diagnostic| diagnostic.rule.id).collect::<Vec<_>>()
    };
    assert!(card(90).is_empty());
    assert_eq!(card(200), ["oversized-metadata"]);
}

#[test]
fn what_is_broken_in_too_many_places_is_given_up_with_one_message() {
    let broken: String = (0..20_000).map(|index| format!("k{index}: a: b\n")).collect();
    let ran = check(&format!("---\nlicense: nope\n{broken}---\n"), &["--statistics"]);
    assert!(ran.code == 1 && ran.out.contains("      1  oversized-metadata\n"), "{}", ran.out);
    // What is before them is judged.
    assert!(ran.out.contains("      1  unknown-license\n"), "{}", ran.out);
    assert!(ran.out.contains("   1001  yaml-syntax\n"), "{}", ran.out);
}

#[test]
fn the_files_of_a_large_repo_are_not_listed_for_a_card_that_names_none() {
    let card = "---\nlicense: mit\nlanguage: en\ntags:\n- audio\ndataset_info:\n  features:\n  - name: text\n    dtype: string\n\
        extra_gated_fields:\n  Company: text\n---\n# Voices\n";
    let files = RepoFiles::new(|| panic!("a hundred thousand files were listed")).at_most(100_000);
    let options = Options { files: Some(files), ..Options::default() };
    let found = lint(&SourceFile::new("README.md", card), &options);
    assert!(found.iter().all(|each| each.rule.id != "data-files-no-match"), "{found:?}");
}
