//! `.eval_results/*.yaml` and `eval.yaml`: found, told apart from other tools' files, and read whole.

use cardlint::card::{Card, RepoType};
use cardlint::lint::fix::fix;
use cardlint::lint::{Options, lint, verdict};
use cardlint::rule::diagnostic::Consumer;
use cardlint::source::SourceFile;

use crate::run::{GOOD, finish, folder, program};

const RESULT: &str = "- dataset:\n    id: cais/hle\n    task_id: hle\n  value: 20.9\n";
const WRONG: &str = "- dataset:\n    id: cais/hle\n  value: 20.9\n";

fn results(text: &str) -> Vec<String> {
    let told = lint(&SourceFile::new(".eval_results/a.yaml", text), &Options::default());
    told.into_iter().map(|diagnostic| format!("{} {}", diagnostic.rule.id, diagnostic.message)).collect()
}

fn checked(files: &[(&str, &str)], words: &[&str]) -> (i32, String) {
    let folder = folder(files);
    let ran = finish(program(folder.path()).arg("check").args(words).args(["--format", "concise", "--quiet"]), b"");
    (ran.code, ran.out + &ran.err)
}

#[test]
fn a_walk_finds_them_and_no_other_hidden_folder() {
    let (code, text) = checked(
        &[
            ("README.md", GOOD),
            (".eval_results/a.yaml", WRONG),
            (".eval_results/a.yml", WRONG),
            (".eval_results/sub/a.yaml", WRONG),
            (".hidden/.eval_results/a.yaml", WRONG),
            (".hidden/README.md", "---\nlicense: x\n---\n"),
            ("other/a.yaml", WRONG),
            ("benchmark/eval.yaml", "evaluation_framework: mteb\n"),
            ("other/eval.yaml", "defaults: [base]\nseed: 1\n"),
            ("skipped/.eval_results/a.yaml", WRONG),
            (".gitignore", "skipped\n"),
        ],
        &["."],
    );
    let told: Vec<&str> = text.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        (code, told),
        (1, vec![".eval_results/a.yaml", "benchmark/eval.yaml", "benchmark/eval.yaml", "benchmark/eval.yaml"]),
        "{text}"
    );
}

#[test]
fn a_folder_with_results_alone_has_something_to_check() {
    assert_eq!(checked(&[(".eval_results/a.yaml", RESULT)], &["."]), (0, String::new()));
    assert_eq!(checked(&[(".eval_results/a.yaml", RESULT)], &[".eval_results/a.yaml"]), (0, String::new()));
}

#[test]
fn a_configuration_excludes_and_ignores_them() {
    let config = ("cardlint.toml", "exclude = [\".eval_results\"]\n");
    assert_eq!(checked(&[("README.md", GOOD), (".eval_results/a.yaml", WRONG), config], &["."]).0, 0);
    let config = ("cardlint.toml", "[per-file-ignores]\n\".eval_results/*\" = [\"eval\"]\n");
    assert_eq!(checked(&[("README.md", GOOD), (".eval_results/a.yaml", WRONG), config], &["."]).0, 0);
    assert_eq!(
        results("- dataset: {id: a/b} # cardlint: ignore[eval-results-shape]\n  value: 1\n"),
        Vec::<String>::new()
    );
}

#[test]
fn standard_input_is_what_its_name_says() {
    let folder = folder(&[]);
    let mut check = program(folder.path());
    let ran = finish(check.args(["check", "-", "--stdin-filename", ".eval_results/a.yaml"]), WRONG.as_bytes());
    assert!(ran.code == 1 && ran.out.contains("eval-results-shape"), "{ran:?}");
}

#[test]
fn an_eval_yaml_of_another_tool_is_checked_only_where_it_is_named() {
    let files = [("eval.yaml", "defaults: [base]\n"), ("README.md", GOOD)];
    assert_eq!(checked(&files, &["."]).0, 0);
    assert_eq!(checked(&files, &["--cards-only", "eval.yaml"]).0, 0);
    assert_eq!(checked(&files, &["eval.yaml"]).0, 1);
    let benchmark = "name: x\ndescription: y\nevaluation_framework: mteb\ntasks: [{id: a}]\nseed: 1\n";
    let found = lint(&SourceFile::new("eval.yaml", benchmark), &Options::default());
    assert_eq!(found.iter().map(|each| &*each.message).collect::<Vec<_>>(), ["unknown key `seed`"]);
    let known = "the known ones are `name`, `description`, `evaluation_framework`, `tasks`";
    assert_eq!(found[0].help.as_deref(), Some(known));
    for other in ["name: x\nseed: 1\n", "tasks: [a]\nmodel: b\n"] {
        assert_eq!(checked(&[("eval.yaml", other), ("README.md", GOOD)], &["."]).0, 0, "{other}");
    }
}

#[test]
fn what_stands_before_and_around_yaml_is_not_read() {
    for good in ["---\n", "---\r\n", "\u{feff}", "# Results\n", "\n\n"] {
        assert_eq!(results(&format!("{good}{RESULT}")), Vec::<String>::new(), "{good:?}");
    }
    assert_eq!(results(""), ["eval-results-shape the file is empty"]);
    assert_eq!(results("# nothing\n"), ["eval-results-shape the file is empty"]);
    assert_eq!(results("[]\n"), Vec::<String>::new());
    assert_eq!(results("text\n"), ["eval-results-shape expected a list of results, found `text`"]);
    assert_eq!(results("- dataset: {id: a/b, task_id: c}\n  value: .5\n"), Vec::<String>::new());
}

#[test]
fn a_result_without_its_dash_becomes_one() {
    let text = "dataset:\n  id: cais/hle\n  task_id: hle\nvalue: 20.9\n# as in the paper\n";
    let fixed = fix(&SourceFile::new(".eval_results/a.yaml", text), &Options::default(), true);
    let right = "- dataset:\n    id: cais/hle\n    task_id: hle\n  value: 20.9\n# as in the paper\n";
    assert_eq!(fixed.source.text, right);
    let other = SourceFile::new(".eval_results/a.yaml", "value: 20.9\n");
    assert_eq!(fix(&other, &Options::default(), true).applied, 0);
}

#[test]
fn the_hub_says_what_is_wrong_as_zod_does() {
    let says = |name: &str, text: &str| {
        let answer = verdict(&Card::read(SourceFile::new(name, text), None));
        answer.errors.into_iter().map(|error| error.message).collect::<Vec<_>>()
    };
    // huggingface_hub#4924 quotes this one.
    let entries = format!("{}{}", RESULT.repeat(18), RESULT) + "  source:\n    url: null\n";
    let quoted = "✖ Invalid input: expected string, received null\n  → at [18].source.url";
    assert_eq!(says(".eval_results/mdpbench.yaml", &entries), [quoted]);
    assert_eq!(
        says("eval.yaml", "name: x\ndescription: y\nevaluation_framework: mteb\ntasks: [{}]\n"),
        ["✖ Invalid input: expected string, received undefined\n  → at tasks[0].id"]
    );
    assert_eq!(
        says("eval.yaml", "name: x\ndescription: y\nevaluation_framework: mteb\ntasks: []\n"),
        ["✖ Too small: expected array to have >=1 items\n  → at tasks"]
    );
    assert_eq!(
        says("eval.yaml", "name: ''\ndescription: y\nevaluation_framework: mteb\ntasks: [{id: a}]\n"),
        ["✖ Too small: expected string to have >=1 characters\n  → at name"]
    );
    for (text, reason) in [
        ("---\nname: x\n  y: z\n", "bad indentation of a mapping entry (3:4)"),
        ("---\r\n\r\na: b: c\r\n", "bad indentation of a mapping entry (3:5)"),
        ("\u{feff}---\nname: [a\nb: c\n", "missed comma between flow collection entries (3:1)"),
        ("---\nname: \"x\n", "unexpected end of the stream within a double quoted scalar (3:1)"),
        ("--- # all\na: b: c", "bad indentation of a mapping entry (2:5)"),
        ("a: b: c", "bad indentation of a mapping entry (1:5)"),
    ] {
        let said = says("eval.yaml", text);
        assert!(said[0].starts_with(&format!("Invalid YAML in eval.yaml: {reason}\n")), "{text:?}: {said:?}");
    }
    let broken = says(".eval_results/a.yaml", "- dataset: {\n");
    assert!(broken[0].starts_with("Invalid YAML in .eval_results/a.yaml: "), "{broken:?}");
}

#[test]
fn huggingface_hub_passes_over_a_source_that_python_takes_for_none() {
    for (source, stops) in [
        ("''", false),
        ("[]", false),
        ("false", false),
        ("0", false),
        ("0.0", false),
        ("text", true),
        ("[a]", true),
        ("true", true),
        ("1", true),
        ("1.5", true),
        ("{name: a}", true),
    ] {
        let source = SourceFile::new(".eval_results/a.yaml", format!("{RESULT}  source: {source}\n"));
        let found = lint(&source, &Options::default());
        assert_eq!(found.len(), 1, "the Hub takes none of them: {found:?}");
        assert!(found[0].predicts.contains(&Consumer::Hub));
        assert_eq!(found[0].predicts.contains(&Consumer::HuggingfaceHub), stops, "{}", source.text);
    }
    for (source, stops) in [("{url: https://x.example, name: a}", false), ("{name: a}", true), ("{}", false)] {
        let text = format!("{RESULT}  source: {source}\n  date: soon\n");
        let found = lint(&SourceFile::new(".eval_results/a.yaml", text), &Options::default());
        let date = found.iter().find(|each| each.message.contains("soon")).unwrap();
        assert_eq!(date.predicts.contains(&Consumer::HuggingfaceHub), stops, "{source}");
    }
    // Each result by itself.
    let text = format!("{RESULT}- dataset: {{id: cais/hle}}\n  value: 20.9\n");
    let found = lint(&SourceFile::new(".eval_results/a.yaml", text), &Options::default());
    assert!(found.len() == 1 && found[0].predicts.contains(&Consumer::HuggingfaceHub), "{found:?}");
}

#[test]
fn huggingface_hub_passes_over_a_file_that_python_takes_for_none() {
    for (text, stops) in [("{}\n", false), ("''\n", false), ("a: 1\n", true), ("text\n", true)] {
        let found = lint(&SourceFile::new(".eval_results/a.yaml", text), &Options::default());
        let shape = found.iter().find(|each| each.rule.id == "eval-results-shape").unwrap();
        assert_eq!(shape.predicts.contains(&Consumer::HuggingfaceHub), stops, "{text}");
    }
}

#[test]
fn they_are_files_of_models_and_of_datasets() {
    let kind = |name: &str| Card::read(SourceFile::new(name, "a: 1\n"), Some(RepoType::Space)).repo_type;
    assert_eq!(kind(".eval_results/a.yaml"), RepoType::Model);
    assert_eq!(kind("eval.yaml"), RepoType::Dataset);
    assert_eq!(kind("README.md"), RepoType::Space);
}
