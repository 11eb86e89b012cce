//! Every format says the same, each in its own way.

use std::collections::HashSet;

use cardlint::rules;
use serde_json::Value;

use crate::run::{Ran, WRONG, finish, folder, program};

/// A card whose licence stands behind characters of two UTF-16 units, and a second mistake.
const CARD: &str = "---\n{\"🎉🎉\": 1, license: Apache-2.0, task_ids: [nope, nope]}\n---\n";

fn check(files: &[(&str, &str)], format: &str) -> Ran {
    let folder = folder(files);
    finish(program(folder.path()).args(["check", "--format", format]), b"")
}

fn json(files: &[(&str, &str)], format: &str) -> Value {
    let ran = check(files, format);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error} in {}", ran.out))
}

#[test]
fn json_places_are_bytes_lines_and_scalars() {
    let report = json(&[("README.md", CARD)], "json");
    let found = report["diagnostics"].as_array().unwrap();
    let license = found.iter().find(|each| each["rule"] == "unknown-license").unwrap();
    let (start, end) = (&license["start"], &license["end"]);
    let bytes = usize::try_from(start["offset"].as_u64().unwrap()).unwrap()
        ..usize::try_from(end["offset"].as_u64().unwrap()).unwrap();
    assert_eq!(&CARD[bytes], "Apache-2.0");
    assert_eq!((&start["line"], &start["column"]), (&2.into(), &20.into()));
    assert_eq!((&license["path"], &license["severity"]), (&"README.md".into(), &"error".into()));
    assert_eq!(license["predicts"][0], "hub");
    assert_eq!(license["fix"]["safe"], true);
    assert_eq!(license["fix"]["edits"][0]["text"], "apache-2.0");
    assert_eq!(report["summary"]["cards"], 1);
    assert_eq!(report["schema_version"], 1);
}

#[test]
fn json_lines_are_the_same_objects() {
    let files = [("a/README.md", CARD), ("b/README.md", WRONG)];
    let lines: Vec<Value> =
        check(&files, "json-lines").out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json(&files, "json")["diagnostics"], Value::from(lines));
}

#[test]
fn the_object_in_the_documentation_is_a_real_one() {
    let page = include_str!("../../docs/json.md");
    let shown = page.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap();
    let card = "---\nlicense: other\n---\n";
    assert_eq!(check(&[("README.md", card)], "json-lines").out, format!("{shown}\n"));
    let keys: HashSet<String> =
        serde_json::from_str::<serde_json::Map<String, Value>>(shown).unwrap().keys().cloned().collect();
    for key in &keys {
        assert!(page.contains(&format!("`{key}`")), "{key} is not described");
    }
}

#[test]
fn formats_without_diagnostics_are_whole_too() {
    let files = [("README.md", "---\nlicense: mit\n---\n")];
    assert_eq!(json(&files, "json")["diagnostics"], Value::from(Vec::<Value>::new()));
    assert_eq!(json(&files, "sarif")["runs"][0]["results"], Value::from(Vec::<Value>::new()));
    assert_eq!(json(&files, "gitlab"), Value::from(Vec::<Value>::new()));
    assert_eq!(check(&files, "json-lines").out, "");
    assert_eq!(check(&files, "github").out, "");
    assert!(check(&files, "junit").out.contains("<testcase name=\"card\" classname=\"README.md\"/>"));
}

/// The schema is the official one as `@microsoft/jest-sarif` carries it (MIT), without its descriptions and without the
/// pattern of language tags, which is no valid regular expression.
#[test]
fn sarif_is_valid() {
    is_valid("sarif", include_str!("data/sarif-2.1.0.schema.json"));
}

#[test]
fn gitlab_reports_are_valid() {
    is_valid("gitlab", include_str!("data/gitlab-code-quality.schema.json"));
}

/// Whether reports of every rule's bad card, of cards with odd names and of no card have the shape of a schema.
fn is_valid(format: &str, schema: &str) {
    let validator = jsonschema::options().build(&serde_json::from_str(schema).unwrap()).unwrap();
    let names: Vec<_> = rules::all().map(|rule| format!("{}/{}", rule.id, rule.bad_name)).collect();
    let bad: Vec<_> = names.iter().map(String::as_str).zip(rules::all().map(|rule| rule.bad)).collect();
    for files in [&bad[..], &[("ä b/README.md", CARD), ("c/README.md", WRONG)], &[]] {
        let report = json(files, format);
        let errors: Vec<String> =
            validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn sarif_counts_utf_16_and_carries_rules_and_fixes() {
    let report = json(&[("ä b/README.md", CARD)], "sarif");
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let results = run["results"].as_array().unwrap();
    let license = results.iter().find(|result| result["ruleId"] == "unknown-license").unwrap();
    let place = &license["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "%C3%A4%20b/README.md");
    assert_eq!(place["region"]["startColumn"], 22);
    let replacement = &license["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "apache-2.0");
    let used: HashSet<&str> = results.iter().filter_map(|result| result["ruleId"].as_str()).collect();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let described: HashSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(used, described);
}

#[test]
fn github_commands_are_escaped() {
    let ran = check(&[("a,b:100%/README.md", "---\nlicense: Apache-2.0%\n---\n")], "github");
    let line = ran.out.lines().find(|line| line.contains("unknown-license")).unwrap();
    assert!(
        line.starts_with("::error file=a%2Cb%3A100%25/README.md,line=2,endLine=2,col=10,endColumn=21,title="),
        "{line}"
    );
    assert!(line.split("::").nth(2).unwrap().contains("Apache-2.0%25"), "{line}");
}

#[test]
fn gitlab_fingerprints_are_unique_and_survive_lines_above() {
    let prints = |text: &str| -> Vec<String> {
        let report = json(&[("README.md", text)], "gitlab");
        let entries = report.as_array().unwrap().iter();
        entries.map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints("---\ntask_ids:\n- nope\n- nope\n---\n");
    assert!(before.len() > 1);
    assert_eq!(before.iter().collect::<HashSet<_>>().len(), before.len());
    assert_eq!(prints("---\n# new\nlicense: mit\ntask_ids:\n- nope\n- nope\n---\n"), before);
}

#[test]
fn junit_is_xml_whatever_the_card_holds() {
    let ran = check(&[("a<&\"/README.md", "---\nlicense: \"<\\e]&\\\"\"\n---\n"), ("b/README.md", WRONG)], "junit");
    let mut reader = quick_xml::Reader::from_str(&ran.out);
    let (mut suites, mut failures) = (0, 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) => match tag.name().as_ref() {
                b"testsuite" => suites += 1,
                b"failure" => failures += 1,
                _ => {}
            },
            _ => {}
        }
    }
    assert_eq!(suites, 2);
    assert!(failures >= 2);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
}

/// One run writes what code scanning, the annotations and the log of CI need.
#[test]
fn a_run_writes_several_reports() {
    let folder = crate::run::folder(&[("README.md", crate::run::WRONG), ("good/README.md", crate::run::GOOD)]);
    let check = |words: &[&str]| {
        let mut program = crate::run::program(folder.path());
        crate::run::finish(program.arg("check").args(words), b"")
    };
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let files = ["sarif=a.sarif", "github=b.txt", "json=c.json", "junit=d.xml", "concise=e.txt", "full=f.txt"];
    let words: Vec<&str> =
        files.iter().flat_map(|file| ["--output-file", file]).chain([".", "--color", "always"]).collect();
    let ran = check(&words);
    assert_eq!(ran.code, 1, "{ran:?}");
    for (format, name) in files.iter().map(|file| file.split_once('=').unwrap()) {
        let alone = check(&[".", "--format", format, "--color", "never"]);
        assert_eq!(read(name), alone.out, "{format}");
    }
    // Statistics are for people: the files have every diagnostic.
    assert_eq!(check(&[".", "--statistics", "--output-file", "json=c.json"]).code, 1);
    assert!(read("c.json").contains("unknown-license"));
    for (words, why) in [
        (&["--output-file", "sarif=nowhere/a.sarif"][..], "cannot write the report `nowhere/a.sarif`"),
        (&["--output-file", "sarif=README.md"], "would overwrite a card"),
        (&["--output-file", "yaml=a"], "unknown format `yaml`"),
        (&["--output-file", "a.sarif"], "expected FORMAT=PATH"),
        (&["--output-file", "json=a", "--output-file", "sarif=a"], "names `a` twice"),
    ] {
        let ran = check(words);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(why), "{ran:?}");
    }
    assert_eq!(read("README.md"), crate::run::WRONG);
}
