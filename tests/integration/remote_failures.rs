//! `check hf://…` against a mock Hub that limits, fails, or cuts connections.

use std::fmt::Write as _;

use cardlint::hub::Profile;
use serde_json::{Value, json};

use crate::remote::World;
use crate::run::finish;

/// A namespace with many datasets, each tenth of which has a mistake.
fn many(count: usize) -> String {
    let mut seed = "users: [{ name: ana, tokens: [{ token: hf_ana, role: write }] }]\nrepos:\n".to_owned();
    for number in 0..count {
        let license = if number % 10 == 0 { "apache2" } else { "mit" };
        let _ = writeln!(
            seed,
            "- {{ id: ana/d{number:04}, files: {{ README.md: \"---\\nlicense: {license}\\n---\\n# {number}\\n\" }} }}"
        );
    }
    seed
}

#[test]
fn a_hub_that_limits_and_fails_is_asked_again() {
    let world = World::new(&many(120));
    let resolve = "/datasets/ana/*/resolve/**";
    world.fault(json!({ "path": "/api/datasets", "profile": Profile::RateLimit }));
    world.fault(json!({ "path": resolve, "status": 429, "headers": { "Retry-After": "1" }, "after": 20, "times": 3 }));
    world.fault(json!({ "path": resolve, "status": 503, "every": 7, "times": 10 }));
    world.fault(json!({ "path": resolve, "abort": true, "after": 30, "every": 11, "times": 4 }));
    world.fault(json!({ "path": resolve, "abort": "body", "after": 60, "every": 13, "times": 4 }));
    let ran = world.run("hf_ana", "--format json hf://ana");
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&document["summary"]["cards"], &document["summary"]["failed"]),
        (&json!(120), &json!(0)),
        "{}",
        ran.err
    );
    assert_eq!((document["diagnostics"].as_array().unwrap().len(), ran.code), (12, 1));
    assert!(world.left_over().is_empty());
}

/// Of 600 cards, the next run reads only those that an earlier one did not read, and reports all.
fn next_run_goes_on(world: &World, resolve: &str) {
    world.hub.clear_faults();
    let before = world.requests(resolve);
    let ran = world.run("hf_ana", "--format json hf://ana");
    assert!(ran.err.starts_with("note: an earlier run ended early: "), "{}", ran.err);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&document["summary"]["cards"], &document["summary"]["errors"]), (&json!(600), &json!(60)));
    assert!(world.requests(resolve) - before <= 210, "{} of 600 were read again", world.requests(resolve) - before);
    assert!(world.left_over().is_empty());
}

#[test]
fn a_run_that_was_cut_goes_on() {
    let world = World::new(&many(600));
    let resolve = "/datasets/ana/*/resolve/**";
    world.fault(json!({ "path": resolve, "status": 429, "headers": { "Retry-After": "9999" }, "after": 400 }));
    let ran = world.run("hf_ana", "--format json hf://ana");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("asks to wait for 9999 seconds") && ran.err.contains("it goes on where it ended"),
        "{}",
        ran.err
    );
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["summary"]["cards"], 250, "what was checked is a whole document");
    assert_eq!(world.left_over().len(), 1);
    next_run_goes_on(&world, resolve);
}

#[test]
fn what_a_killed_run_leaves_in_the_temporary_folder_is_removed_by_the_next() {
    let world = World::new(&many(10));
    let temporary = world.home.path().join("tmp");
    // No process has that number.
    let left = temporary.join("cardlint-answers-2147483646-abc");
    let of_somebody = temporary.join("cardlint-answers-of-somebody");
    for folder in [&left, &of_somebody] {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("0"), "HTTP/1.1 200 OK").unwrap();
    }
    let ran = finish(world.command("hf_ana", "hf://ana").env("TMPDIR", &temporary), b"");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(!left.exists() && of_somebody.join("0").exists());
}

#[test]
fn a_connection_that_is_cut_in_the_middle_leaves_what_was_read() {
    let world = World::new(&many(600));
    let resolve = "/datasets/ana/*/resolve/**";
    world.fault(json!({ "path": resolve, "abort": "body", "after": 400 }));
    let ran = world.run("hf_ana", "--format json hf://ana");
    assert!(ran.code == 2 && ran.err.contains("it goes on where it ended"), "{ran:?}");
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["summary"]["cards"], 250, "what was checked is a whole document");
    next_run_goes_on(&world, resolve);
}

#[test]
fn a_hub_that_never_answers_is_an_error() {
    let world = World::new(&many(40));
    world.fault(json!({ "path": "/datasets/**", "abort": true }));
    let ran = world.run("hf_ana", "--format concise hf://ana");
    assert!(ran.code == 2 && ran.err.contains("the Hub does not answer"), "{ran:?}");
    // One card only: the others are checked.
    let world = World::new(&many(40));
    world.fault(json!({ "path": "/datasets/ana/d0007/resolve/**", "status": 500 }));
    let ran = world.run("hf_ana", "--format concise hf://ana");
    assert!(ran.code == 2 && ran.out.contains("of 39 cards") && ran.out.contains("1 could not be checked"), "{ran:?}");
    assert!(ran.err.contains("hf://datasets/ana/d0007/README.md: the Hub answers 500"), "{ran:?}");
}
