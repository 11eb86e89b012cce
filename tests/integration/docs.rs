//! What is said about cardlint in README.md and docs/ is what cardlint does. `CARDLINT_BLESS=1` rewrites the parts between
//! markers.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cardlint::rules;

use crate::run::{line, run};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares the part of a file between `<!-- begin NAME -->` and `<!-- end NAME -->`, or writes it.
pub(crate) fn compare(file: &str, name: &str, expected: &str) {
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

/// Compares a whole file, or writes it.
pub(crate) fn compare_file(file: &str, expected: &str) {
    if fs::read_to_string(path(file)).is_ok_and(|text| text == *expected) {
        return;
    }
    if std::env::var_os("CARDLINT_BLESS").is_some() {
        fs::create_dir_all(path(file).parent().unwrap()).unwrap();
        fs::write(path(file), expected).unwrap();
    } else {
        panic!("{file} is stale: run the tests with CARDLINT_BLESS=1\n{expected}");
    }
}

#[test]
fn the_table_of_rules() {
    let mut table = String::new();
    for group in rules::groups() {
        let _ = write!(table, "## {}\n\n| rule | level | summary | rests on |\n|---|---|---|---|\n", group.name);
        for rule in group.rules {
            let [summary, evidence] = [rule.summary(), rules::evidence(rule)].map(|text| text.replace('|', "\\|"));
            let _ = writeln!(table, "| [`{0}`](rules/{0}.md) | {1} | {summary} | {evidence} |", rule.id, rule.severity);
        }
        table.push('\n');
    }
    compare("docs/rules.md", "rules", &table);
}

/// A version of a library, a page of the Hub's documentation as it read on a day, or an answer of the Hub.
#[test]
fn every_rule_rests_on_something_that_can_be_looked_up() {
    let own = |rule: &&cardlint::rule::Rule| {
        ["cardlint itself", "the configuration", "our own bound"].contains(&rule.evidence)
    };
    for rule in rules::all().filter(|rule| !own(rule)) {
        let evidence = rules::evidence(rule);
        assert!(evidence.contains(|char: char| char.is_ascii_digit()), "{}: {evidence}", rule.id);
    }
}

#[test]
fn the_help() {
    for (name, words) in [
        ("help", vec![]),
        ("check-help", vec!["check"]),
        ("gate-show-help", vec!["gate", "show"]),
        ("gate-diff-help", vec!["gate", "diff"]),
        ("gate-apply-help", vec!["gate", "apply"]),
    ] {
        let mut command = cardlint::cli::command().term_width(100);
        command.build();
        let mut target = &mut command;
        for word in words {
            target = target.find_subcommand_mut(word).unwrap();
        }
        let help = target.render_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        compare("docs/command-line.md", name, &format!("```text\n{}\n```\n", help.join("\n")));
    }
}

/// One page a rule, and no page of a rule that is gone: their addresses are in SARIF reports.
#[test]
fn the_pages_of_the_rules() {
    let mut expected = Vec::new();
    for rule in rules::all() {
        let name = format!("{}.md", rule.id);
        compare_file(&format!("docs/rules/{name}"), &rules::page(rule));
        expected.push(name);
    }
    expected.sort();
    let mut found: Vec<String> =
        entries("docs/rules").map(|page| page.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    found.sort();
    assert_eq!(found, expected, "docs/rules holds a page of no rule");
}

fn entries(folder: &str) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path())
}

/// The pages of docs/, those of the rules included.
fn pages() -> Vec<PathBuf> {
    let pages = entries("docs").chain(entries("docs/rules"));
    pages.filter(|page| page.extension().is_some_and(|extension| extension == "md")).collect()
}

/// The table of contents of the site has every page.
#[test]
fn the_contents_of_the_site() {
    let mut list = String::from("- [Rules](rules.md)\n");
    for group in rules::groups() {
        let _ = writeln!(list, "  - [{}]()", group.name);
        for rule in group.rules {
            let _ = writeln!(list, "    - [{0}](rules/{0}.md)", rule.id);
        }
    }
    compare("docs/SUMMARY.md", "rules", &list);
    let summary = fs::read_to_string(path("docs/SUMMARY.md")).unwrap();
    for page in pages() {
        let name = page.strip_prefix(path("docs")).unwrap().to_str().unwrap().replace('\\', "/");
        assert!(name == "SUMMARY.md" || summary.contains(&format!("]({name})")), "docs/SUMMARY.md lacks {name}");
    }
}

/// Each `cardlint …` line of the documentation that checks, explains or lists something runs.
#[test]
fn the_commands_of_the_documentation_are_known() {
    let mut pages = vec![path("README.md")];
    pages.extend(self::pages());
    for page in &pages {
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
    let link = regex::Regex::new(r"\]\(([^)#: ]*)(#[^) ]*)?\)").unwrap();
    let mut pages: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md", "node/README.md", "bench/README.md"].map(path).into();
    pages.extend(self::pages());
    for page in pages {
        let text = prose(&fs::read_to_string(&page).unwrap());
        for found in link.captures_iter(&text) {
            let target = if found[1].is_empty() { page.clone() } else { page.parent().unwrap().join(&found[1]) };
            assert!(target.exists(), "{} links to {}", page.display(), &found[1]);
            if let Some(anchor) = found.get(2).filter(|_| target.extension().is_some_and(|end| end == "md")) {
                let known = headings(&prose(&fs::read_to_string(&target).unwrap()));
                let anchor = &anchor.as_str()[1..];
                assert!(known.iter().any(|id| id == anchor), "{} links to {}#{anchor}", page.display(), &found[1]);
            }
        }
    }
}

/// A page without its blocks of code.
fn prose(page: &str) -> String {
    let mut fence = None;
    let lines = page.lines().filter(|line| {
        let mark = ["```", "~~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        let is_prose = fence.is_none() && mark.is_none();
        if fence.is_none() {
            fence = mark;
        } else if fence == mark {
            fence = None;
        }
        is_prose
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The ids of a page's headings, as forges and mdBook make them.
fn headings(page: &str) -> Vec<String> {
    let titles = page.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let id = |title: &str| {
        let kept = title.to_lowercase().replace(' ', "-");
        kept.chars().filter(|char| char.is_alphanumeric() || matches!(char, '-' | '_')).collect()
    };
    titles.map(id).collect()
}

#[test]
fn the_main_job_works() {
    let ran = line("check fixtures/cards/good.md --no-config");
    assert_eq!((ran.code, ran.out.as_str()), (0, "nothing wrong in 1 card\n"), "{}", ran.err);
    assert_eq!(run(["--version"]).out, format!("cardlint {}\n", env!("CARGO_PKG_VERSION")));
}
