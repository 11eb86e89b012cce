//! `check --input json-lines`: an answer for each line, in order, while the lines come.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::run::{GOOD, Ran, WARNED, WRONG, finish, folder, program};

const STREAM: [&str; 4] = ["check", "--no-config", "--input", "json-lines"];

fn stream(input: &[u8], options: &[&str]) -> (Ran, Vec<Value>) {
    let ran = finish(program(Path::new(".")).args(STREAM).args(options), input);
    let answers = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (ran, answers)
}

fn lines(requests: &[Value]) -> Vec<u8> {
    requests.iter().flat_map(|request| format!("{request}\n").into_bytes()).collect()
}

#[test]
fn each_line_has_an_answer_and_the_worst_is_the_exit_status() {
    let requests = [
        json!({ "path": "a/README.md", "text": GOOD }),
        json!({ "text": WRONG, "path": null }),
        json!({ "text": WARNED }),
    ];
    let (ran, answers) = stream(&lines(&requests), &[]);
    let seen = |key: &str| answers.iter().map(|answer| answer[key].clone()).collect::<Vec<_>>();
    assert_eq!(seen("path"), ["a/README.md", "README.md", "README.md"]);
    assert_eq!(seen("line"), [1, 2, 3]);
    assert_eq!(seen("status"), [0, 1, 0]);
    assert_eq!(answers[0]["diagnostics"], json!([]));
    assert_eq!(answers[0]["summary"], json!({ "errors": 0, "warnings": 0, "infos": 0, "fixed": 0, "omitted": 0 }));
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert_eq!(stream(&lines(&requests), &["--exit-zero"]).0.code, 0);
    let (ran, answers) = stream(&lines(&requests[2..]), &["--warnings-as-errors"]);
    assert_eq!((ran.code, &answers[0]["status"]), (1, &json!(1)));
    assert_eq!(stream(&lines(&requests[..1]), &[]).0.code, 0);
    assert_eq!(stream(b"", &[]).0, Ran { code: 0, out: String::new(), err: String::new() });
}

#[test]
fn the_diagnostics_are_those_of_the_file() {
    let folder = folder(&[("README.md", WRONG)]);
    let of_file = finish(program(folder.path()).args(["check", "--format", "json", "README.md"]), b"");
    let of_file: Value = serde_json::from_str(&of_file.out).unwrap();
    let (_, answers) = stream(&lines(&[json!({ "text": WRONG })]), &[]);
    assert_eq!(answers[0]["diagnostics"], of_file["diagnostics"]);
}

#[test]
fn a_line_can_say_what_is_known_of_its_repo() {
    let card = "---\nconfigs:\n- config_name: default\n  data_files: data/*.csv\n---\n";
    let rules = |request: Value, options: &[&str]| {
        let (_, answers) = stream(&lines(&[request]), options);
        let diagnostics = answers[0]["diagnostics"].as_array().unwrap().clone();
        diagnostics.into_iter().map(|found| found["rule"].clone()).collect::<Vec<_>>()
    };
    assert!(rules(json!({ "text": card }), &[]).is_empty());
    assert!(rules(json!({ "text": card, "files": ["data/a.csv"] }), &[]).is_empty());
    assert_eq!(rules(json!({ "text": card, "files": ["README.md"] }), &[]), ["data-files-no-match"]);
    let space = "---\nsdk: gradioo\n---\n";
    assert!(rules(json!({ "text": space, "repo_type": "space" }), &[]).contains(&json!("unknown-space-sdk")));
    let other = rules(json!({ "text": space, "repo_type": "model" }), &["--repo-type", "space"]);
    assert!(!other.contains(&json!("unknown-space-sdk")), "{other:?}");
}

#[test]
fn a_line_that_is_not_a_card_does_not_end_the_stream() {
    let long = format!("{{\"text\": \"{}\"}}\n", "x".repeat(64 * 1024 * 1024));
    let input = [
        b"\n{\n".as_slice(),
        b"[\"README.md\", \"text\"]\n",
        b"{\"text\": 3}\n",
        b"{\"path\": \"x.md\"}\n",
        b"{\"text\": \"\", \"file\": []}\n",
        b"{\"text\": \"\\ud800\"}\n",
        b"{\"text\": \"\xff\"}\n",
        b"{\"text\": \"a\\u0000\", \"path\": \"x.md\"}\n",
        b"{\"text\": \"\", \"repo_type\": \"papers\", \"path\": \"a/b.md\"}\n",
        long.as_bytes(),
        b"  \r\n",
        br#"{"text": "---\nlicense: mit\n---\n"}"#,
    ];
    let (ran, answers) = stream(&input.concat(), &[]);
    let shown: Vec<String> = answers
        .iter()
        .map(|answer| {
            format!("{} {} {} {}", answer["line"], answer["status"], answer["path"], answer["error"]["message"])
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    2 2 null "invalid JSON: EOF while parsing an object (column 1)"
    3 2 null "expected a JSON object"
    4 2 null "invalid type: integer `3`, expected a string (column 10)"
    5 2 "x.md" "missing key `text` (column 16)"
    6 2 null "unknown key `file`, expected one of `path`, `text`, `repo_type`, `files`, `fix`, `gate` (column 19)"
    7 2 null "invalid JSON: unexpected end of hex escape (column 17)"
    8 2 null "invalid JSON: invalid unicode code point (column 11)"
    9 2 "x.md" "contains a NUL byte in line 1: not a text file"
    10 2 "a/b.md" "unknown value `papers`, expected one of `dataset`, `model`, `space` (column 34)"
    11 2 null "longer than 64 MiB"
    13 0 "README.md" null
    "#);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error: 10 lines could not be checked, the first is <stdin>:2: invalid JSON: EOF while parsing an object (column 1)\n"
    );
}

#[test]
fn fixes_are_answered_with_the_text() {
    let fixed = WRONG.replace("Apache-2.0", "apache-2.0");
    let (ran, answers) = stream(&lines(&[json!({ "text": WRONG }), json!({ "text": GOOD })]), &["--fix"]);
    assert_eq!((&answers[0]["text"], &answers[1]["text"]), (&json!(fixed), &json!(GOOD)));
    assert_eq!(answers[0]["fixes"], json!([{ "rule": "unknown-license", "title": "write `apache-2.0`" }]));
    assert_eq!((&answers[0]["summary"]["fixed"], &answers[0]["status"]), (&json!(1), &json!(0)));
    assert_eq!(ran.code, 0);
    let requests =
        [json!({ "text": WRONG, "fix": "safe" }), json!({ "text": WRONG }), json!({ "text": WRONG, "fix": "none" })];
    let (_, answers) = stream(&lines(&requests), &[]);
    assert_eq!(answers[0]["text"], json!(fixed));
    assert!(answers[1..].iter().all(|answer| answer.get("text").is_none() && answer.get("fixes").is_none()));
    let suggested = json!({ "text": "---\nlanguage: enlgish\nlicence: mit\n---\n", "fix": "all" });
    let (_, answers) = stream(&lines(&[suggested]), &[]);
    assert!(answers[0]["text"].as_str().unwrap().contains("\nlicense: mit\n"), "{answers:?}");
}

#[test]
fn a_line_can_ask_for_the_gate_form() {
    let card = "---\nextra_gated_prompt: Please\nextra_gated_fields:\n  Company: text\n---\n";
    let requests = [card, GOOD, "# Voices\n", "---\na: [\n---\n"].map(|text| json!({ "text": text, "gate": true }));
    let (_, answers) = stream(&lines(&requests), &[]);
    let form = json!({ "extra_gated_prompt": "Please", "extra_gated_fields": { "Company": "text" } });
    assert_eq!(
        answers.iter().map(|answer| &answer["gate"]).collect::<Vec<_>>(),
        [&form, &json!({}), &json!({}), &Value::Null]
    );
    assert!(answers[3].as_object().unwrap().contains_key("gate"));
    assert!(stream(&lines(&[json!({ "text": card })]), &[]).1[0].get("gate").is_none());
}

/// The page names each key, and no other.
#[test]
fn the_page_describes_the_lines() {
    let page = include_str!("../../docs/streams.md");
    let tables: Vec<Vec<&str>> = page
        .split("\n## ")
        .skip(1)
        .map(|part| part.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect())
        .collect();
    let mut request =
        json!({ "text": WRONG, "path": "README.md", "repo_type": "model", "files": [], "fix": "safe", "gate": true });
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(keys(&request), tables[0].iter().map(ToString::to_string).collect());
    let (_, answers) = stream(&lines(&[request.clone()]), &[]);
    assert_eq!(keys(&answers[0]), tables[1].iter().map(ToString::to_string).collect());
    request["text"] = Value::Null;
    let (_, errors) = stream(&lines(&[request]), &[]);
    let examples: Vec<Value> =
        page.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(keys(&errors[0]), keys(&examples[1]));
    let (_, plain) = stream(&lines(&[json!({ "text": WRONG })]), &[]);
    assert_eq!(keys(&plain[0]), keys(&examples[0]));
    assert_eq!(keys(&plain[0]["diagnostics"][0]), keys(&examples[0]["diagnostics"][0]));
}

#[test]
fn the_files_of_a_run_are_streams() {
    let requests = lines(&[json!({ "text": WRONG }), json!("x")]);
    let folder = folder(&[("a.jsonl", std::str::from_utf8(&requests).unwrap()), ("b.jsonl", "{\"text\": \"\"}")]);
    let run = |paths: &[&str]| finish(program(folder.path()).args(STREAM).args(paths), b"");
    let ran = run(&["a.jsonl", "b.jsonl"]);
    let numbers: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["line"].clone()).collect();
    assert_eq!(numbers, [1, 2, 1]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "error: 1 line could not be checked, the first is a.jsonl:2: expected a JSON object\n")
    );
    for (path, problem) in [("gone.jsonl", "No such file"), (".", "is a directory")] {
        let ran = run(&["a.jsonl", path]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(problem), "{ran:?}");
    }
}

#[test]
fn forms_are_answered_line_by_line() {
    let gated = "---\nextra_gated_fields:\n  Company: text\n---\n";
    let requests = (0..2000).map(|number| match number % 4 {
        0 => json!({ "path": format!("{number}/README.md"), "text": gated }),
        1 => json!({ "text": GOOD, "repo_type": "model" }),
        2 => json!({ "path": "broken.md", "text": "---\na: [\n---\n" }),
        _ => json!({ "path": "x", "text": GOOD, "fix": "safe" }),
    });
    let requests: Vec<Value> = requests.collect();
    let forms = |words: &[&str], input: &[u8]| {
        let mut command = program(Path::new("."));
        finish(command.args(["gate", "show", "--input", "json-lines"]).args(words), input)
    };
    let ran = forms(&["-"], &lines(&requests));
    assert_eq!(ran, forms(&[], &lines(&requests)));
    let answers: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ran.code, answers.len()), (2, 2000));
    assert_eq!(
        ran.err,
        "error: 1000 lines could not be checked, the first is <stdin>:3: broken.md:2:4: the front matter cannot be read: unclosed `[`\n"
    );
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer["line"], number + 1);
    }
    let page = include_str!("../../docs/streams.md").rsplit("```json\n").next().unwrap();
    let example: Value = serde_json::from_str(page.lines().next().unwrap()).unwrap();
    let mut first = answers[0].clone();
    first["path"] = json!("README.md");
    assert_eq!(first, example);
    assert_eq!(answers[1]["gate"], json!({}));
    assert_eq!((&answers[2]["path"], &answers[2]["status"]), (&json!("broken.md"), &json!(2)));
    assert!(answers[3]["error"]["message"].as_str().unwrap().starts_with("unknown key `fix`"), "{}", answers[3]);
    let ran = forms(&["--format", "json"], b"");
    assert!(ran.code == 2 && ran.err.contains("cannot be used with"), "{ran:?}");
}

#[test]
fn options_for_files_are_not_for_streams() {
    for option in
        ["--staged", "--since=HEAD", "--diff", "--watch", "--format=json", "--cards-only", "--stdin-filename=x"]
    {
        let ran = finish(program(Path::new(".")).args(STREAM).arg(option), b"");
        assert!(ran.code == 2 && ran.err.contains("cannot be used with"), "{option}: {ran:?}");
    }
}

#[test]
fn a_slow_input_is_answered_at_once() {
    let mut child = program(Path::new(".")).args(STREAM).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=100 {
        writeln!(input, "{}", json!({ "text": GOOD })).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["line"], number);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_long_stream_keeps_its_order() {
    let requests = (0..5000).map(|number| {
        let text = if number % 3 == 0 { WRONG } else { GOOD };
        json!({ "path": format!("{number}/README.md"), "text": text.repeat(1 + number % 7) })
    });
    let (ran, answers) = stream(&lines(&requests.collect::<Vec<_>>()), &[]);
    assert_eq!((ran.code, answers.len()), (1, 5000));
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer["path"], json!(format!("{number}/README.md")));
        assert_eq!(answer["status"], json!(u8::from(number % 3 == 0)), "{answer}");
    }
}

/// A consumer that has seen enough, and leaves its end of the input open.
#[test]
fn the_run_ends_when_nobody_reads_the_answers() {
    let mut child = program(Path::new(".")).args(STREAM).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{}", json!({ "text": GOOD })).unwrap();
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(begin.elapsed() < Duration::from_secs(60), "it waits for more input");
        std::thread::sleep(Duration::from_millis(10));
    }
}
