//! The command line: what each subcommand prints, and how each run ends.

use crate::run::{GOOD, Ran, WARNED, WRONG, finish, folder, line, program, run};

fn check(text: &str, options: &[&str]) -> Ran {
    let folder = folder(&[("README.md", text)]);
    let path = folder.path().join("README.md");
    run(["check", path.to_str().unwrap()].into_iter().chain(options.iter().copied()))
}

#[test]
fn a_clean_card_ends_with_0() {
    let ran = check(GOOD, &[]);
    assert_eq!(ran, Ran { code: 0, out: "nothing wrong in 1 card\n".into(), err: String::new() });
}

#[test]
fn an_error_fails_the_run_and_a_warning_does_not() {
    assert_eq!(check(WRONG, &[]).code, 1);
    assert_eq!(check(WARNED, &[]).code, 0);
    assert_eq!(check(WARNED, &["--warnings-as-errors"]).code, 1);
    assert_eq!(check(WRONG, &["--exit-zero"]).code, 0);
}

#[test]
fn the_summary_counts() {
    assert!(check(WRONG, &["--format", "concise"]).out.ends_with("1 error in 1 of 1 card (1 fixable with --fix)\n"));
    assert!(!check(WRONG, &["--format", "concise", "--quiet"]).out.contains("fixable"));
    let ran = check(WRONG, &["--statistics"]);
    assert!(ran.out.starts_with("      1  unknown-license\n1 error in 1 of 1 card"), "{ran:?}");
}

#[test]
fn statistics_are_for_programs_too() {
    let ran = check(WRONG, &["--statistics", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["diagnostics"], serde_json::json!([]));
    assert_eq!(document["summary"]["rules"], serde_json::json!({ "unknown-license": 1 }));
    let ran = check(WRONG, &["--statistics", "--format", "sarif"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("`--statistics` cannot be used with"), "{ran:?}");
}

#[test]
fn the_summary_tells_what_could_not_be_checked() {
    let folder = folder(&[("README.md", GOOD), ("wrong/README.md", WRONG), ("empty/notes.txt", "")]);
    let last = |paths: &[&str]| {
        let ran = finish(program(folder.path()).args(["check", "--format", "concise"]).args(paths), b"");
        (ran.code, ran.out.lines().last().unwrap_or_default().to_owned())
    };
    assert_eq!(last(&["gone.md"]), (2, "no card could be checked".into()));
    assert_eq!(last(&["README.md", "gone.md"]), (2, "nothing wrong in 1 card, 1 could not be checked".into()));
    let wrong = "1 error in 1 of 1 card (1 fixable with --fix), 1 could not be checked";
    assert_eq!(last(&["wrong", "gone.md"]), (2, wrong.into()));
    assert_eq!(last(&["empty", "--allow-empty"]), (0, "no cards to check".into()));
}

#[test]
fn a_path_that_is_named_has_to_hold_cards() {
    let folder = folder(&[("notes.txt", ""), ("code/README.md", "# A program\n"), ("card/README.md", GOOD)]);
    let ran = |words: &[&str]| finish(program(folder.path()).arg("check").args(words), b"");
    let help =
        "  help: name a card, or a directory with a README.md that has front matter; `--allow-empty` accepts none\n";
    for options in [&[][..], &["--fix"], &["--diff"], &["--exit-zero"], &["--format", "json"], &["-q"]] {
        let ran = ran(&[&["code"], options].concat());
        assert_eq!((ran.code, ran.err.as_str()), (2, &*format!("error: no cards in `code`\n{help}")), "{options:?}");
        assert!(ran.out.is_empty() || serde_json::from_str::<serde_json::Value>(&ran.out).is_ok(), "{ran:?}");
    }
    // Hook managers name files that need not be cards.
    for words in [&["code", "--allow-empty"][..], &["code/README.md", "--cards-only"], &["code", "card"], &["card"]] {
        assert_eq!((ran(words).code, ran(words).err.as_str()), (0, ""), "{words:?}");
    }
    let mut bare = program(&folder.path().join("code"));
    let ran = finish(bare.args(["check", "--format", "json"]), b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, "warning: no cards to check\n"));
}

#[cfg(unix)]
#[test]
fn a_deleted_directory_is_not_an_empty_one() {
    let folder = folder(&[]);
    let script = format!("mkdir gone && cd gone && rmdir ../gone && exec '{}' check", env!("CARGO_BIN_EXE_cardlint"));
    let mut shell = std::process::Command::new("sh");
    let ran = finish(shell.args(["-c", &script]).current_dir(folder.path()), b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: the current directory was deleted\n"), "{ran:?}");
}

#[test]
fn the_verdict_says_what_becomes_of_the_card() {
    for (text, verdict) in [
        ("---\nlicense: MIT\n---\n", "the Hub rejects this card"),
        ("---\nlicense: mit\n----\n# Voices\n", "metadata is lost to the Hub, huggingface_hub and datasets"),
        ("\u{feff}---\nlicense: mit\n---\n", "metadata is lost to huggingface_hub and datasets"),
        ("\u{85}---\nlicense: mit\n---\n", "metadata is lost to the Hub"),
        ("---\nlanguage: no\n---\n", "the Hub, huggingface_hub and datasets read different values"),
        ("---\ntask_ids: [singing]\n---\n", "the Hub warns"),
        ("---\nlicense: other\nlicense_link: LICENSE\n---\n", "affects readers"),
    ] {
        let out = check(text, &["--quiet"]).out;
        let line = out.lines().find(|line| line.contains(verdict)).unwrap_or_default();
        assert!(line.trim_start().starts_with(verdict), "{verdict:?} is not in\n{out}");
    }
}

#[test]
fn rules_are_selected_and_ignored() {
    assert_eq!(check(WRONG, &["--ignore", "unknown-license"]).out, "nothing wrong in 1 card\n");
    assert_eq!(check(WRONG, &["--select", "unknown-task-id,null-value"]).out, "nothing wrong in 1 card\n");
    assert_eq!(check(WRONG, &["--select", "unknown-license"]).code, 1);
}

#[test]
fn a_group_stands_for_its_rules_and_a_rule_outweighs_its_group() {
    for (options, code) in [
        (&["--select", "license"][..], 1),
        (&["--select", "gate,language"], 0),
        (&["--ignore", "license"], 0),
        (&["--select", "unknown-license", "--ignore", "license"], 1),
        (&["--select", "license", "--ignore", "unknown-license"], 0),
        (&["--select", "license", "--ignore", "license"], 0),
    ] {
        assert_eq!(check(WRONG, options).code, code, "{options:?}");
    }
}

#[test]
fn explain_lists_the_rules_of_a_group() {
    for group in cardlint::rules::groups() {
        let ran = line(&format!("explain {}", group.name));
        assert!(ran.code == 0 && group.rules.iter().all(|rule| ran.out.contains(&format!(" {} ", rule.id))), "{ran:?}");
    }
}

#[test]
fn an_unknown_rule_is_an_error_that_names_the_nearest() {
    for option in ["--select", "--ignore"] {
        let ran = check(GOOD, &[option, "unknown-licence"]);
        assert_eq!(ran.code, 2);
        assert_eq!(ran.out, "");
        assert_eq!(
            ran.err,
            "error: unknown rule or group `unknown-licence`\n  help: did you mean `unknown-license`?\n"
        );
    }
}

#[test]
fn full_shows_the_place_what_to_do_and_whose_verdict_it_is() {
    let folder = folder(&[("README.md", WRONG)]);
    let ran = finish(program(folder.path()).args(["check", "README.md"]), b"");
    assert_eq!(ran.code, 1);
    for part in [
        "error[unknown-license]",
        "[README.md:2:10]",
        "2 │ license: Apache-2.0 # as the code",
        "help: ",
        "apache-2.0",
        "--fix does this",
        "the Hub rejects this card",
        "cardlint explain unknown-license",
    ] {
        assert!(ran.out.contains(part), "{part:?} is not in\n{}", ran.out);
    }
}

#[test]
fn a_card_comes_from_standard_input() {
    let folder = folder(&[]);
    let ran = finish(program(folder.path()).args(["check", "-", "--format", "concise", "-q"]), WRONG.as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("<stdin>:2:10: error[unknown-license] "), "{ran:?}");
    let mut named = program(folder.path());
    named.args(["check", "-", "--stdin-filename", "data/README.md", "--format", "concise"]);
    assert!(finish(&mut named, WRONG.as_bytes()).out.starts_with("data/README.md:2:10: "));
    let ran = finish(program(folder.path()).args(["check", "-"]), b"---\nlicense: \xff\n---\n");
    assert_eq!((ran.code, ran.out.as_str()), (2, "no card could be checked\n"));
    assert!(ran.err.starts_with("error: <stdin>: not UTF-8 text"), "{ran:?}");
    let mut named = program(folder.path());
    named.args(["check", "-q", "--stdin-filename", "a.md", "--format", "concise"]);
    assert_eq!(
        finish(&mut named, WRONG.as_bytes()).out,
        "a.md:2:10: error[unknown-license] unknown license `Apache-2.0`\n"
    );
    assert_eq!(finish(named.arg("other"), b"").code, 2);
}

#[test]
fn colour_follows_the_terminal_and_what_is_asked() {
    let folder = folder(&[("README.md", WRONG)]);
    let ask = |options: &[&str], variables: &[(&str, &str)]| {
        let mut command = program(folder.path());
        command.arg("check").args(options).envs(variables.iter().copied());
        finish(&mut command, b"").out.contains('\u{1b}')
    };
    assert!(!ask(&[], &[]));
    assert!(ask(&["--color", "always"], &[]));
    assert!(ask(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!ask(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(ask(&[], &[("FORCE_COLOR", "1")]));
    assert!(!ask(&[], &[("FORCE_COLOR", "0")]) && !ask(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(!ask(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_card_cannot_steer_the_terminal() {
    let ran = check("---\nlicense: \"\u{1b}]0;owned\u{7}\" # \u{1b}[2J\u{9b}\n---\n", &["--color", "never"]);
    assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{:?}", ran.out);
    let ran = check("---\n? \"\\e[2J\"\n: 1\nlicense: \"\\e[2J\"\n---\n", &["--format", "concise"]);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let folder = folder(&[]);
    let mut child = program(folder.path())
        .args(["rules", "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), done.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    for words in ["chek", "check --format xml", "check --nope", "explain", "schema poster"] {
        let ran = line(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words}");
        assert!(ran.err.contains("error: "), "{ran:?}");
    }
}

#[test]
fn explain_tells_what_a_rule_is_and_lints_its_bad_card() {
    let ran = line("explain license-other-without-name --color never");
    assert_eq!(ran.code, 0);
    for part in [
        "license-other-without-name (warning)",
        "but no `license_name`",
        "Evidence: ",
        "    license_link: LICENSE",
        "warning[license-other-without-name]",
        "[README.md:2:10]",
        "    license_name: voices-1.0",
    ] {
        assert!(ran.out.contains(part), "{part:?} is not in\n{}", ran.out);
    }
}

#[test]
fn every_rule_is_explained_with_a_live_diagnostic() {
    for rule in cardlint::rules::all() {
        let ran = line(&format!("explain {} --color never", rule.id));
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains(&format!("[{}]", rule.id)), "{}", ran.out);
    }
}

#[test]
fn explain_knows_the_topics_and_suggests() {
    for topic in ["exit-codes", "formats", "json", "suppression", "configuration", "mock"] {
        let ran = line(&format!("explain {topic}"));
        assert!(ran.code == 0 && ran.out.starts_with("# "), "{ran:?}");
    }
    let ran = line("explain exit-code");
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err, "error: unknown rule, group or topic `exit-code`\n  help: did you mean `exit-codes`?\n");
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let text = line("rules").out;
    let objects: Vec<serde_json::Value> = serde_json::from_str(&line("rules --format json").out).unwrap();
    assert_eq!(text.lines().count(), objects.len());
    for (rule, object) in cardlint::rules::all().zip(&objects) {
        assert!(text.contains(&format!(" {} ", rule.id)));
        assert_eq!(object["id"], rule.id);
        for key in ["group", "severity", "summary", "docs", "evidence", "bad", "good"] {
            assert!(object[key].is_string(), "{key} in {object}");
        }
    }
}

#[test]
fn vocabularies_are_listed_with_their_day() {
    let ran = line("rules --vocabularies");
    assert!(ran.out.contains("  licenses "), "{ran:?}");
    assert!(ran.out.lines().all(|line| line[..10].parse::<jiff::civil::Date>().is_ok()), "{ran:?}");
    let lists: Vec<serde_json::Value> = serde_json::from_str(&line("rules --vocabularies --format json").out).unwrap();
    assert!(lists.iter().any(|list| list["name"] == "languages" && list["count"].as_u64() > Some(100)));
    for list in lists {
        let name = list["name"].as_str().unwrap();
        let lines = line(&format!("rules --vocabularies {name}")).out.lines().count();
        assert_eq!(Some(lines as u64), list["count"].as_u64(), "{name}");
    }
    let text = line("rules --vocabularies license").out;
    assert!(text.lines().any(|line| line.split_whitespace().eq(["mit", "MIT"])), "{text}");
    let json: Vec<serde_json::Value> =
        serde_json::from_str(&line("rules --vocabularies countries --format json").out).unwrap();
    assert!(json.iter().any(|country| country["value"] == "FR" && country["name"] == "France"));
}

#[test]
fn schemas_are_whole() {
    for of in ["", " dataset", " model", " space", " config"] {
        let schema: serde_json::Value = serde_json::from_str(&line(&format!("schema{of}")).out).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{of}");
        assert!(jsonschema::options().build(&schema).is_ok(), "{of}");
    }
}

#[test]
fn completions_name_the_subcommands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(line(&format!("completions {shell}")).out.contains("explain"), "{shell}");
    }
}

#[cfg(feature = "hub")]
#[test]
fn a_bad_seed_is_refused_at_its_place_before_anything_is_served() {
    let folder = folder(&[("hub.yaml", "users:\n  - nme: ana\n")]);
    let seed = folder.path().to_str().unwrap();
    let ran = run(["serve", "--seed", seed]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("hub.yaml:2:5]") && ran.err.contains("did you mean `name`?"), "{}", ran.err);
    assert_eq!(ran.err.matches("unknown key `nme` in a user").count(), 1, "{}", ran.err);

    let ran = run(["serve", "--seed", "no-such-folder"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("no-such-folder cannot be read"), "{}", ran.err);
}

#[test]
fn what_is_no_command_is_told_which_one_was_meant() {
    for (words, meant) in [
        ("lint", "check"),
        ("fix", "check --fix"),
        ("fix README.md", "check --fix README.md"),
        ("unknown-license", "explain unknown-license"),
        ("README.md", "check README.md"),
        ("nowhere/card.md", "check nowhere/card.md"),
        ("src", "check src"),
        ("help", "--help"),
        ("mock", "serve"),
    ] {
        let ran = line(words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words}");
        assert!(ran.err.contains(&format!("tip: run `cardlint {meant}`\n")), "{words}: {}", ran.err);
    }
    assert!(line("chek").err.contains("'check'"));
    assert!(!line("lint").err.contains("init"));
}

#[test]
fn what_is_no_path_and_no_rule_is_told_what_was_meant() {
    let folder = folder(&[("README.md", "---\nlicense: mit\n---\n")]);
    let near = folder.path().join("READNE.md").display().to_string();
    let ran = run(["check", &near]);
    assert!(
        ran.code == 2 && ran.err.contains("help: did you mean `") && ran.err.contains("README.md`?"),
        "{}",
        ran.err
    );
    for (words, help) in [
        ("check unknown-license", "to learn about a rule, run `cardlint explain unknown-license`"),
        ("explain license-unknown", "did you mean `unknown-license`?"),
        ("explain README.md", "to check a card, run `cardlint check README.md`"),
        ("explain check", "for a command, run `cardlint check --help`"),
        ("rules --vocabularies licences", "did you mean `licenses`?"),
        ("rules --vocabularies nothing", "the vocabularies are `licenses`"),
    ] {
        let ran = line(words);
        assert!(ran.code == 2 && ran.err.contains(&format!("help: {help}")), "{words}: {}", ran.err);
    }
}
