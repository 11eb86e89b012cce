//! Nothing that somebody writes into a card, a name, a configuration or a seed controls what shows cardlint's output.

use serde_json::Value;

use crate::run::{GOOD, finish, folder, program};

const FORMATS: [&str; 8] = ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit"];

/// What a terminal, a bidirectional display or a program that splits lines obeys: each kind, and the ends of each range.
const CONTROLS: &str = "\r\u{7}\u{8}\u{b}\u{c}\u{1b}[31m\u{1c}\u{1d}\u{1e}\u{7f}\u{80}\u{85}\u{9b}2J\u{9f}\u{61c}\
    \u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}";

/// The same as a YAML card can say them, in double quotes.
fn escapes() -> String {
    CONTROLS
        .chars()
        .map(|char| if char.is_ascii_graphic() { char.into() } else { format!("\\u{:04x}", u32::from(char)) })
        .collect()
}

/// Whether a text holds none of them, nor another control character but the line feed.
fn is_plain(text: &str) -> bool {
    let controls: Vec<char> = CONTROLS.chars().filter(|char| !char.is_ascii_graphic()).collect();
    !text.contains(|char: char| (char.is_control() && char != '\n') || controls.contains(&char))
}

/// Cards whose values, keys, comments, fences and lines hold them, raw and as escapes.
fn cards() -> Vec<String> {
    let escapes = escapes();
    let raw: String = CONTROLS.chars().filter(|char| !matches!(char, '\r')).collect();
    vec![
        format!(
            "---\nlicense: \"{escapes}\"\n\"{escapes}\": 1\nlicens: \"{escapes}\"\ntask_ids: [\"{escapes}\"]\n---\n"
        ),
        format!("---\nlicense: {raw}\n{raw}: 1\n# {raw}\n---{raw}\n{raw}\n"),
        format!("---\nlicense: mit\rtags: [a]\r---\r\nlicense: Apache-2.0{CONTROLS}\r\n---\r\n"),
        format!("{raw}---\nlicense: nope # {raw}\n---\n"),
        format!("---\nextra_gated_fields:\n  \"{escapes}\": textt\n  x:\n    type: \"{escapes}\"\n---\n"),
        format!("---\nlicense: Apache-2.0 # {raw}\n<<<<<<< {raw}\nx: &\"{raw} *{raw}\n---\n"),
    ]
}

#[test]
fn no_format_shows_a_control_character() {
    let cards = cards();
    let names: Vec<String> = (0..cards.len()).map(|card| format!("{card}/README.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(cards.iter().map(String::as_str)).collect();
    let folder = folder(&files);
    for format in FORMATS {
        for color in ["never", "always"] {
            let ran = finish(program(folder.path()).args(["check", "--format", format, "--color", color]), b"");
            assert_ne!(ran.out, "", "{format}: {ran:?}");
            let plain = strip_colors(&ran.out, color);
            assert!(is_plain(&plain), "{format}: {:?}", plain.lines().find(|line| !is_plain(line)));
            assert!(is_plain(&ran.err), "{format}: {:?}", ran.err);
        }
    }
}

/// The output without the sequences that color it.
fn strip_colors(text: &str, color: &str) -> String {
    if color == "never" { text.to_owned() } else { anstream::adapter::strip_str(text).to_string() }
}

#[test]
fn programs_read_the_exact_text_back() {
    let text = format!("---\nlicense: Apache-2.0\nx: \"{}\n---\n", CONTROLS.replace('\r', ""));
    let folder = folder(&[("a\u{202e}b\u{85}/README.md", &text)]);
    let ran = finish(program(folder.path()).args(["check", "--format", "json-lines"]), b"");
    assert!(!ran.out.is_empty() && is_plain(&ran.out), "{ran:?}");
    for line in ran.out.lines() {
        let found: Value = serde_json::from_str(line).unwrap();
        assert_eq!(found["path"], "a\u{202e}b\u{85}/README.md");
    }
}

#[test]
fn the_example_cards_of_the_rules_are_shown_escaped() {
    for rule in cardlint::rules::all() {
        let shown = crate::run::run(["explain", rule.id]).out.replace('\t', "");
        assert!(is_plain(&shown), "{}: {:?}", rule.id, shown.lines().find(|line| !is_plain(line)));
    }
    for words in ["rules", "rules --format json", "rules --vocabularies", "schema dataset", "schema config"] {
        assert!(is_plain(&crate::run::line(words).out), "{words}");
    }
}

#[cfg(unix)]
#[test]
fn names_are_shown_escaped_everywhere() {
    let odd = "a\u{1b}[31m\r\u{202e}\u{85}\u{9b}b\nc";
    let files = [
        (format!("{odd}/README.md"), "---\nlicense: MIT\n---\n".to_owned()),
        (format!("{odd}/gone/README.md/x"), String::new()),
        (format!("{odd}.toml"), "[rules]\nnope = 1\n".to_owned()),
        (format!("{odd}.yaml"), format!("users: [\"{}\"]\n", escapes())),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    let config = format!("{odd}.toml");
    let seed = format!("{odd}.yaml");
    let missing = format!("{odd}/missing.md");
    let runs: Vec<Vec<&str>> = vec![
        vec!["check", "."],
        vec!["check", odd],
        vec!["check", &missing],
        vec!["check", "--diff", "."],
        vec!["check", "--config", &config],
        vec!["check", "--config", odd],
        vec!["check", "--select", odd],
        vec!["check", "--format", odd],
        vec!["check", "--since", odd],
        vec!["check", "--stdin-filename", odd, "-"],
        vec!["explain", odd],
        vec![odd],
        vec!["hook", "run", "pre-commit", odd],
        vec!["hook", odd],
        vec!["serve", "--seed", &seed],
        vec!["serve", "--card", &missing],
        vec!["preview", &missing],
    ];
    for words in runs {
        let ran = finish(program(folder.path()).args(&words), b"---\nlicense: MIT\n---\n");
        assert!(is_plain(&ran.out) && is_plain(&ran.err), "{words:?}: {ran:?}");
        // What is no option or subcommand at all, clap repeats as it is.
        let is_name = !ran.err.contains("For more information, try '--help'");
        let forged = ran.out.lines().chain(ran.err.lines()).any(|line| line.starts_with('c'));
        assert!(!(is_name && forged), "{words:?}: {ran:?}");
    }
}

#[test]
fn a_diff_is_a_patch_unless_something_had_to_be_escaped() {
    let dirty = "---\nlicense: MIT # \u{202e}\n---\n";
    let folder =
        folder(&[("a/README.md", "---\r\nlicense: MIT # as the code\r\n---\r\na\tb\r\n"), ("b/README.md", dirty)]);
    let ran = finish(program(folder.path()).args(["check", "--diff", "a"]), b"");
    assert_eq!((ran.code, ran.err.as_str()), (1, "would fix 1 problem in 1 card\n"));
    let diff = folder.path().join("diff");
    std::fs::write(&diff, ran.out).unwrap();
    let mut git = std::process::Command::new("git");
    let applied = git.args(["apply", "-p0", "diff"]).current_dir(folder.path()).status().unwrap();
    assert!(applied.success());
    let fixed = std::fs::read_to_string(folder.path().join("a/README.md")).unwrap();
    assert_eq!(fixed, "---\r\nlicense: mit # as the code\r\n---\r\na\tb\r\n");
    let ran = finish(program(folder.path()).args(["check", "--diff", "b"]), b"");
    assert!(is_plain(&ran.out) && ran.out.contains("+license: mit # \\u{202e}\n"), "{ran:?}");
    assert!(ran.err.starts_with("note: b/README.md contains control characters"), "{ran:?}");
}

#[test]
fn a_fixed_card_is_printed_as_it_is() {
    let folder = folder(&[]);
    let card = format!("---\nlicense: MIT\n---\n{}\n", CONTROLS.replace('\r', ""));
    let ran = finish(program(folder.path()).args(["check", "--fix", "-", "--color", "always"]), card.as_bytes());
    assert_eq!(ran.out, card.replace("MIT", "mit"));
    assert!(is_plain(&ran.err), "{ran:?}");
    assert_eq!(finish(program(folder.path()).args(["check", "-"]), GOOD.as_bytes()).code, 0);
}
