//! What is said about cardlint in README.md and docs/ is what cardlint does. `CARDLINT_BLESS=1` rewrites the parts between
//! markers.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cardlint::rule::Rule;
use cardlint::rules;

use crate::run::{line, run};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares the part of a file between `<!-- begin NAME -->` and `<!-- end NAME -->`, or writes it.
fn compare(file: &str, name: &str, expected: &str) {
    let text = fs::read_to_string(path(file)).unwrap();
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let from = text.find(&begin).unwrap_or_else(|| panic!("{file} has no {begin}")) + begin.len();
    let to = from + text[from..].find(&end).unwrap_or_else(|| panic!("{file} has no {end}"));
    if text[from..to] == *expected {
        return;
    }
    if std::env::var_os("CARDLINT_BLESS").is_some() {
        fs::write(path(file), format!("{}{expected}{}", &text[..from], &text[to..])).unwrap();
    } else {
        panic!("`{name}` in {file} is stale: run the tests with CARDLINT_BLESS=1\n{expected}");
    }
}

#[test]
fn the_table_of_rules() {
    let mut table = String::from("| rule | group | level | summary |\n|---|---|---|---|\n");
    for rule in rules::all() {
        let summary = rule.summary().replace('|', "\\|");
        let _ = writeln!(table, "| `{}` | {} | {} | {summary} |", rule.id, group(rule), rule.severity);
    }
    compare("README.md", "rules", &table);
}

#[test]
fn the_help() {
    for (name, words) in [("help", vec![]), ("check-help", vec!["check"])] {
        let mut command = cardlint::cli::command().term_width(100);
        command.build();
        let mut target = &mut command;
        for word in words {
            target = target.find_subcommand_mut(word).unwrap();
        }
        let help = target.render_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        compare("README.md", name, &format!("```text\n{}\n```\n", help.join("\n")));
    }
}

#[test]
fn the_page_of_all_rules() {
    let mut page = String::new();
    for rule in rules::all() {
        let _ = write!(
            page,
            "## {}\n\n{}, group `{}`. {}\n\nEvidence: {}.\n\nExample{}:\n\n{}\n\nUse instead:\n\n{}\n\n",
            rule.id,
            rule.severity,
            group(rule),
            rule.markdown(),
            rule.evidence.trim_end_matches('.'),
            if rule.bad_name == "README.md" { String::new() } else { format!(", `{}`", rule.bad_name) },
            block(rule.bad),
            block(rule.good),
        );
    }
    compare("docs/rules.md", "rules", &page);
}

fn group(rule: &Rule) -> &'static str {
    rules::group_of(rule).unwrap().name
}

/// A card as a block of code, whatever fences it has itself.
fn block(card: &str) -> String {
    format!("~~~~markdown\n{}\n~~~~", card.trim_end())
}

/// Each `cardlint …` line of the documentation that checks, explains or lists something runs.
#[test]
fn the_commands_of_the_documentation_are_known() {
    let mut pages = vec![path("README.md")];
    pages.extend(fs::read_dir(path("docs")).unwrap().map(|entry| entry.unwrap().path()));
    for page in pages.iter().filter(|page| page.extension().is_some_and(|extension| extension == "md")) {
        let text = fs::read_to_string(page).unwrap();
        for command in text.lines().filter_map(|line| line.trim_start_matches("$ ").strip_prefix("cardlint ")) {
            let words = command.split(['|', '#', '>', '<']).next().unwrap_or_default().split_whitespace();
            let words: Vec<&str> = words.take_while(|word| *word != "&").collect();
            let known = cardlint::cli::command().try_get_matches_from(std::iter::once("cardlint").chain(words.clone()));
            if let Err(error) = known {
                assert!(!error.use_stderr(), "{}: cardlint {}\n{error}", page.display(), words.join(" "));
            }
        }
    }
}

#[test]
fn every_link_of_the_documentation_leads_somewhere() {
    let link = regex::Regex::new(r"\]\(([^)#:]+)(#[^)]*)?\)").unwrap();
    for page in ["README.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(path(page)).unwrap();
        for found in link.captures_iter(&text) {
            assert!(path(&found[1]).exists(), "{page} links to {}", &found[1]);
        }
    }
}

#[test]
fn the_main_job_works() {
    let ran = line("check fixtures/cards/good.md --no-config");
    assert_eq!((ran.code, ran.out.as_str()), (0, "nothing wrong in 1 card\n"), "{}", ran.err);
    assert_eq!(run(["--version"]).out, format!("cardlint {}\n", env!("CARGO_PKG_VERSION")));
}
