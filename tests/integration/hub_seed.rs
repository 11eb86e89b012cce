//! Seeds: what is refused and in which words, and the schema that editors check them by.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use cardlint::hub::Seed;
use cardlint::hub::seed::SHAPES;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;

use crate::hub_client::{CAST, Client, start};
use crate::run::{files_below, finish, folder, program, run};

/// `users`, `organizations` and whatever comes after them, in one line each, so that a mistake stands alone.
macro_rules! cast {
    ($rest:expr) => {
        concat!(
            "users: [{ name: ana }, { name: bo, tokens: [{ token: hf_bo }] }]\n",
            "organizations: [{ name: acme, plan: team, members: [{ user: ana, role: admin }] }, { name: poor }]\n",
            $rest
        )
    };
}

/// A repo of `ana` with something wrong.
macro_rules! repo {
    ($rest:expr) => {
        cast!(concat!("repos:\n  - id: ana/voices\n    ", $rest, "\n"))
    };
}

/// Mistakes that the shape of a seed shows: the schema refuses them, too.
const MISSHAPEN: &[(&str, &str)] = &[
    ("an unknown key, and the one that was meant", "users:\n  - nmae: ana\n"),
    ("an unknown key like no other", "users:\n  - { name: ana, shoe_size: 41 }\n"),
    ("an unknown key of the seed itself", "user: []\n"),
    ("a list", "- name: ana\n"),
    ("a number", "5\n"),
    ("a map where a list belongs", "users:\n  ana: {}\n"),
    ("a text where a map belongs", "users: [ana]\n"),
    ("a user without a name", "users: [{ fullname: Ana }]\n"),
    ("a number as a name", "users: [{ name: 5 }]\n"),
    ("a name with a blank", "users: [{ name: ana lima }]\n"),
    ("a country by its name", "users: [{ name: ana, location: Portugal }]\n"),
    ("a token that is no map", "users: [{ name: ana, tokens: [hf_ana] }]\n"),
    ("a role of a token, nearly", "users: [{ name: ana, tokens: [{ token: hf_ana, role: fine-grained }] }]\n"),
    ("a role of a token that there is not", "users: [{ name: ana, tokens: [{ token: hf_ana, role: admin }] }]\n"),
    ("a token with a blank", "users: [{ name: ana, tokens: [{ token: hf ana }] }]\n"),
    ("scopes without fineGrained", "users: [{ name: ana, tokens: [{ token: hf_ana, role: read, scopes: [a/b] }] }]\n"),
    (
        "a scope that is a mapping in a mapping",
        "users: [{ name: a, tokens: [{ token: b, role: fineGrained, scopes: [{ entity: {} }] }] }]\n",
    ),
    (
        "a flag that is a string",
        "users: [{ name: a, tokens: [{ token: b, role: fineGrained, can_read_gated_repos: 'yes' }] }]\n",
    ),
    ("a plan that there is not", "organizations: [{ name: acme, plan: gold }]\n"),
    ("a visibility that there is not", "organizations: [{ name: acme, default_visibility: hidden }]\n"),
    (
        "a role of a member that there is not",
        "users: [{ name: ana }]\norganizations: [{ name: acme, members: [{ user: ana, role: owner }] }]\n",
    ),
    ("an id with two slashes", cast!("repos: [{ id: ana/voices/data }]\n")),
    ("a type in the plural", cast!("repos: [{ id: ana/voices, type: datasets }]\n")),
    ("gated by true", repo!("gated: true")),
    ("gated by a word", repo!("gated: automatic")),
    ("private, perhaps", repo!("private: maybe")),
    ("notifications in one word", repo!("notifications: real-time")),
    ("notifications at an odd time", repo!("notifications: { mode: daily }")),
    ("files in a list", repo!("files: [README.md]")),
    ("a file that is a number", repo!("files: { README.md: 5 }")),
    ("a file that is neither text nor base64", repo!("files: { a.bin: { lfs: true } }")),
    ("base64 that is none", repo!("files: { a.bin: { base64: '?' } }")),
    ("a path from the root", repo!("files: { /etc/passwd: text }")),
    ("a status that there is not", repo!("access_requests: [{ user: bo, status: approved }]")),
    ("a date that is none", repo!("access_requests: [{ user: bo, timestamp: yesterday }]")),
    ("a date without a time", repo!("access_requests: [{ user: bo, timestamp: 2026-01-30 }]")),
    ("answers in a list", repo!("access_requests: [{ user: bo, fields: [ACME] }]")),
    (
        "a reason to reject who was accepted",
        repo!("access_requests: [{ user: bo, status: accepted, rejection_reason: no }]"),
    ),
    (
        "a review of a pending request",
        repo!("access_requests: [{ user: bo, status: pending, reviewed_at: 2026-01-30T09:00:00Z }]"),
    ),
    ("a clock that is no time", "now: tomorrow\n"),
    ("a collection of nobody", cast!("collections: [{ title: Speech }]\n")),
    (
        "an item of an unknown type",
        cast!("collections: [{ title: Speech, namespace: acme, items: [{ type: datset, id: a/b }] }]\n"),
    ),
    ("gating in one word", cast!("collections: [{ title: Speech, namespace: acme, gating: auto }]\n")),
    ("gating without a mode", cast!("collections: [{ title: Speech, namespace: acme, gating: {} }]\n")),
];

/// Mistakes about what is elsewhere in the seed, on the disk, or not YAML at all.
const WRONG: &[(&str, &str)] = &[
    ("a name that is taken", "users: [{ name: ana }, { name: Ana }]\n"),
    ("an organization called like a user", "users: [{ name: ana }]\norganizations: [{ name: ana }]\n"),
    ("a country that there is not", "users: [{ name: ana, location: UK }]\n"),
    (
        "a token that is taken",
        "users: [{ name: ana, tokens: [{ token: hf }] }, { name: bo, tokens: [{ token: hf }] }]\n",
    ),
    (
        "a member whom nobody knows",
        "users: [{ name: ana }]\norganizations: [{ name: acme, members: [{ user: anna }] }]\n",
    ),
    (
        "a member twice",
        "users: [{ name: ana }]\norganizations: [{ name: acme, members: [{ user: ana }, { user: ana }] }]\n",
    ),
    ("an owner whom nobody knows", cast!("repos: [{ id: cy/voices }]\n")),
    ("a repo twice", cast!("repos: [{ id: ana/voices }, { id: ANA/voices }]\n")),
    ("a path out of the repo", repo!("files: { ../secret: text }")),
    ("a file that is a folder", repo!("files: { data: text, data/a.csv: text }")),
    ("a request of a user whom nobody knows", repo!("access_requests: [{ user: boo }]")),
    ("two requests of one user", repo!("access_requests: [{ user: bo }, { user: Bo }]")),
    ("granted by whom nobody knows", repo!("access_requests: [{ user: bo, granted_by: cy }]")),
    ("a day that no calendar has", repo!("access_requests: [{ user: bo, timestamp: 2026-02-30T09:00:00Z }]")),
    ("a collection whose owner nobody knows", cast!("collections: [{ title: Speech, namespace: cy }]\n")),
    (
        "an item that is not there",
        cast!("collections: [{ title: Speech, namespace: acme, items: [{ id: acme/calls }] }]\n"),
    ),
    ("a gating group of a user", cast!("collections: [{ title: Speech, namespace: ana, gating: { mode: auto } }]\n")),
    (
        "a gating group without a plan",
        cast!("collections: [{ title: Speech, namespace: poor, gating: { mode: auto } }]\n"),
    ),
    (
        "a gating group with a repo of others",
        cast!(
            "repos: [{ id: ana/voices }]\ncollections: [{ title: Speech, namespace: acme, items: [{ id: ana/voices }], gating: { mode: auto } }]\n"
        ),
    ),
    (
        "a repo in two gating groups",
        cast!(
            "repos: [{ id: acme/calls }]\ncollections:\n  - { title: A, namespace: acme, items: [{ id: acme/calls }], gating: { mode: auto } }\n  - { title: B, namespace: acme, items: [{ id: acme/calls }], gating: { mode: auto } }\n"
        ),
    ),
    ("a bracket that is not closed", "users: [\n"),
    ("JSON that is none", "{\"users\": [}\n"),
    ("a tab", "users:\n\t- name: ana\n"),
    ("a key twice", "users: []\nusers: []\n"),
    ("two documents", "users: []\n---\nrepos: []\n"),
    ("an alias of nothing", "users: *everybody\n"),
];

fn validator() -> jsonschema::Validator {
    let printed = run(["schema", "hub-seed"]);
    let schema: Value = serde_json::from_str(&printed.out).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// A seed as the schema sees it.
fn json(seed: &str) -> Value {
    serde_yaml::from_str(seed).unwrap_or_else(|error| panic!("{error}: {seed}"))
}

#[test]
fn a_mistake_is_shown_at_its_place() {
    let folder = folder(&[]);
    let mut told = String::new();
    for (what, seed) in MISSHAPEN.iter().chain(WRONG) {
        // Otherwise the program would serve it.
        let error = Seed::parse("hub.yaml", seed).expect_err(what);
        assert!(!error.message.contains("Python") && !error.message.contains("card"), "{error}");
        std::fs::write(folder.path().join("hub.yaml"), seed).unwrap();
        let ran = finish(program(folder.path()).args(["serve", "--seed", "."]), b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{what}");
        let ran =
            ran.err.strip_prefix("error: the seed is rejected\n").unwrap_or_else(|| panic!("{what}: {}", ran.err));
        let place = error.source.position(error.at.start);
        assert!(ran.contains(&format!("hub.yaml:{}:{}]", place.line, place.column)), "{what}: {ran}");
        let _ = write!(told, "# {what}\n{}\n", ran.replace("./hub.yaml", "hub.yaml"));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_seed_that_cannot_be_read() {
    let folder = folder(&[("empty/README.md", "")]);
    std::fs::write(folder.path().join("latin.yaml"), b"users: []\nrepos: [] # \xe9\n").unwrap();
    let serve = |seed: &str, input: &[u8]| {
        let ran = finish(program(folder.path()).args(["serve", "--seed", seed]), input);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{seed}");
        ran.err
    };
    assert!(serve("nothing.yaml", b"").starts_with("error: nothing.yaml cannot be read: "));
    assert!(serve("empty", b"").starts_with("error: empty has no hub.yaml"));
    let latin = serve("latin.yaml", b"");
    assert!(latin.starts_with("error: latin.yaml is not UTF-8, from line 2 on"), "{latin}");
    assert!(latin.contains("save it as UTF-8"), "{latin}");
    for files in ["nothing/", "latin.yaml"] {
        let seed = format!("users: [{{ name: ana }}]\nrepos: [{{ id: ana/voices, files: {files} }}]\n");
        let told = serve("-", seed.as_bytes());
        assert!(
            told.contains(&format!("the folder `{files}` cannot be read: ")) && told.contains("standard input:2:"),
            "{told}"
        );
    }
    assert!(serve("-", b"user: []\n").contains("standard input:1:1"));
}

/// What a seed is warned about.
fn warnings(seed: &str) -> Vec<String> {
    Seed::parse("hub.yaml", seed).unwrap().warnings
}

#[test]
fn what_is_odd_about_a_card_is_told_and_taken() {
    let unknown = repo!("files: { README.md: \"---\\nextra_gated_fields:\\n  Born: date\\n---\\n\" }");
    assert_eq!(
        warnings(unknown),
        ["dataset ana/voices: the gate form's field \"Born\" has the unknown type `date` and is shown as text"]
    );
    let broken =
        repo!("gated: manual\n    files: { README.md: \"---\\nlicense: mit\\nextra_gated_fields: [\\n---\\n\" }");
    let told = warnings(broken);
    assert!(told[0].starts_with("dataset ana/voices: line 3 of README.md: unclosed `[`"), "{told:?}");
    let answered = |answers: &str| {
        warnings(&format!(
            "{}    access_requests: [{{ user: bo, status: accepted, fields: {answers} }}]\n",
            repo!(
                "files: { README.md: \"---\\nextra_gated_fields:\\n  Country: country\\n  Company: text\\n---\\n\" }"
            )
        ))
    };
    assert_eq!(
        answered("{ Country: Portugal }"),
        [
            "dataset ana/voices: an answer of bo is kept, but the gate form would reject it: \"Country\" must be a country's two-letter code (ISO 3166-1 alpha-2) like PT, but is \"Portugal\""
        ]
    );
    assert_eq!(answered("{ Country: PT }"), [""; 0], "a form may have grown since");
    assert_eq!(answered("{ Colour: red }"), [""; 0], "or shrunk");
}

// fidelity: unknown-field-type
#[test]
fn a_field_of_an_unknown_type_takes_a_text() {
    let seed = repo!("gated: auto\n    files: { README.md: \"---\\nextra_gated_fields:\\n  Born: date\\n---\\n\" }");
    let hub = start(seed);
    let bo = Client::new(&hub).token("hf_bo");
    assert_eq!(bo.post("/datasets/ana/voices/ask-access", &serde_json::json!({ "Born": " in May " })).status, 303);
    let stored = hub.with(|state| {
        let (_, repo) = state.repos.iter().next().unwrap();
        repo.gate.requests.get(&"bo".into()).unwrap().fields.clone().unwrap()
    });
    assert_eq!(*stored, [("Born".to_owned(), "in May".to_owned())]);
}

// fidelity: times
#[test]
fn a_time_has_one_form_whatever_the_seed_wrote() {
    for (written, wire) in [
        ("2026-01-30T09:00:00Z", "2026-01-30T09:00:00.000Z"),
        ("2026-01-30T09:00Z", "2026-01-30T09:00:00.000Z"),
        ("2026-01-30T09:00:00.5Z", "2026-01-30T09:00:00.500Z"),
        ("2026-01-30T09:00:00.123456Z", "2026-01-30T09:00:00.123Z"),
        ("2026-01-30T10:00:00+01:00", "2026-01-30T09:00:00.000Z"),
        ("'2026-01-30T09:00:00Z'", "2026-01-30T09:00:00.000Z"),
    ] {
        let hub = start(&format!("now: {written}\n"));
        assert_eq!(Client::new(&hub).get("/_mock/clock").json()["now"], wire, "{written}");
    }
}

#[test]
fn json_is_a_seed_too() {
    let seed = Seed::parse("hub.json", r#"{"users": [{"name": "ana"}], "repos": [{"id": "ana/voices"}]}"#).unwrap();
    assert_eq!((seed.hub.users.len(), seed.hub.repos.len()), (1, 1));
    for nothing in ["", "# nothing yet\n", "users:\nrepos:\n", "{}"] {
        assert!(Seed::parse("hub.yaml", nothing).unwrap().hub.users.is_empty(), "{nothing:?}");
    }
}

#[test]
fn the_schema_has_the_keys_of_the_reader() {
    let schema: Value = serde_json::from_str(&run(["schema", "hub-seed"]).out).unwrap();
    let mut described: BTreeSet<&str> = schema["$defs"].as_object().unwrap().keys().map(String::as_str).collect();
    for shape in SHAPES {
        let part = if shape.name.is_empty() { &schema } else { &schema["$defs"][shape.name] };
        let properties = part["properties"].as_object().unwrap_or_else(|| panic!("no properties of {}", shape.noun));
        let in_schema: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
        assert_eq!(in_schema, shape.keys.iter().copied().collect(), "{}", shape.noun);
        assert_eq!(part["additionalProperties"], false, "{}", shape.noun);
        assert!(part["title"].is_string() && part["description"].is_string(), "{}", shape.noun);
        for (key, value) in properties {
            assert!(value["title"].is_string() && value["description"].is_string(), "{} `{key}`", shape.noun);
        }
        described.remove(shape.name);
    }
    assert_eq!(described, ["name", "time"].into(), "what no reader has a shape for");
}

/// Every `examples` and every `default` of the schema, with the part it belongs to.
fn examples(part: &Value, found: &mut Vec<(Value, Value)>) {
    match part {
        Value::Object(map) => {
            for example in map.get("examples").and_then(Value::as_array).into_iter().flatten().chain(map.get("default"))
            {
                found.push((part.clone(), example.clone()));
            }
            map.iter().filter(|(key, _)| *key != "examples").for_each(|(_, part)| examples(part, found));
        }
        Value::Array(items) => items.iter().for_each(|part| examples(part, found)),
        _ => {}
    }
}

#[test]
fn the_examples_of_the_schema_are_examples() {
    let schema: Value = serde_json::from_str(&run(["schema", "hub-seed"]).out).unwrap();
    let mut found = Vec::new();
    examples(&schema, &mut found);
    assert!(found.len() > 40);
    for (mut part, example) in found {
        part["$defs"] = schema["$defs"].clone();
        let refused = jsonschema::validator_for(&part).unwrap().validate(&example).err().map(|error| error.to_string());
        assert_eq!(refused, None, "{example}");
    }
}

/// The seeds of this repository: files, those in the documentation, and the cast of these tests.
fn good() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["fixtures", "examples", "tests"].map(|folder| root.join(folder)).into_iter();
    let files = folders.filter(|folder| folder.is_dir()).flat_map(|folder| files_below(&folder, "yaml"));
    let files = files.filter(|path| path.file_name().is_some_and(|name| name == "hub.yaml"));
    let mut good: Vec<(String, String)> =
        files.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap())).collect();
    assert!(!good.is_empty());
    let page = std::fs::read_to_string(root.join("docs/mock.md")).unwrap();
    let blocks = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    good.extend(blocks.map(|block| ("docs/mock.md".to_owned(), block.to_owned())));
    good.push(("the cast".to_owned(), CAST.to_owned()));
    good
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    let validator = validator();
    for (name, seed) in good() {
        let refused: Vec<String> =
            validator.iter_errors(&json(&seed)).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(refused.is_empty(), "{name}: {refused:?}");
        let text = seed.replace("files: voices/", "files: fixtures/hub/voices/");
        if name == "the cast" || name.contains("docs") {
            Seed::parse(&name, &text).unwrap();
        } else {
            Seed::read(Path::new(&name)).unwrap();
        }
    }
}

#[test]
fn the_schema_refuses_what_is_misshapen() {
    let validator = validator();
    for (what, seed) in MISSHAPEN {
        assert!(!validator.is_valid(&json(seed)), "{what}");
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(150) })]

    #[test]
    fn a_damaged_seed_is_read_or_refused_at_a_place_in_it(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, "[ -~\n\té]{0,4}"), 1..4)
    ) {
        let mut chars: Vec<char> = CAST.chars().collect();
        for (at, cut, put) in edits {
            let at = at.index(chars.len());
            let end = (at + cut).min(chars.len());
            chars.splice(at..end, put.chars());
        }
        let text: String = chars.into_iter().collect();
        if let Err(error) = Seed::parse("hub.yaml", &text) {
            prop_assert!(error.at.start <= error.at.end && error.at.end <= text.len());
            prop_assert!(text.get(error.at.start..error.at.end).is_some(), "{error}");
            prop_assert!(!error.message.is_empty());
        }
    }
}
