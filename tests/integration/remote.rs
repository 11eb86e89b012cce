//! `check hf://…` against the mock Hub: what is read, reported and opened.

use std::process::Command;

use cardlint::card::RepoType;
use cardlint::hub::state::RepoId;
use cardlint::hub::{Fault, MockHub, RequestFilter, Seed};
use serde_json::{Value, json};

use crate::run::{Ran, finish, program};

const SEED: &str = "\
users:
  - { name: admin, tokens: [{ token: hf_admin, role: write }, { token: hf_read, role: read }] }
  - { name: stranger, tokens: [{ token: hf_stranger, role: write }] }
  - { name: cy }
  - { name: nobody }
organizations:
  - { name: acme, members: [{ user: admin, role: admin }] }
repos:
  - id: acme/voices
    gated: manual
    files:
      README.md: \"---\\nlicense: MIT # as the code\\nextra_gated_fields:\\n  Company: text\\n---\\n# Voices\\n\"
      data/train.csv: a,b
    access_requests:
      - { user: cy, timestamp: 2024-01-30T09:00:00Z, fields: { Company: ACME } }
  - id: acme/open
    files: { README.md: \"---\\nlicense: mit\\nextra_gated_fields:\\n  Company: text\\nconfigs:\\n- config_name: default\\n  data_files: gone.csv\\n---\\n\" }
  - id: acme/bare
    gated: auto
    files: { README.md: \"---\\nlicense: mit\\n---\\n\" }
  - { id: acme/secret, private: true, files: { README.md: \"---\\nlicense: mit\\n---\\n\" } }
  - { id: acme/data, files: { data.csv: a } }
  - { id: acme/net, type: model, files: { README.md: \"---\\nlicense: mit\\n---\\n\" } }
  - { id: acme/demo, type: space, files: { README.md: \"---\\nsdk: gradioo\\ntitle: x\\n---\\n\" } }
";

pub(crate) struct World {
    pub(crate) hub: MockHub,
    pub(crate) home: tempfile::TempDir,
}

impl World {
    pub(crate) fn new(seed: &str) -> Self {
        let hub = MockHub::start(Seed::parse("hub.yaml", seed).unwrap()).unwrap();
        Self { hub, home: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn command(&self, token: &str, words: &str) -> Command {
        let mut command = program(self.home.path());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HF_") || name.ends_with("_proxy")) {
            command.env_remove(name);
        }
        command.env("HOME", self.home.path()).env("XDG_CACHE_HOME", self.home.path().join("cache"));
        command.env("HF_ENDPOINT", self.hub.endpoint()).env("HF_TOKEN", token);
        let settings = if words.contains("--config") { [].as_slice() } else { &["--no-config"] };
        command.arg("check").args(settings).args(words.split(' '));
        command
    }

    pub(crate) fn run(&self, token: &str, words: &str) -> Ran {
        finish(&mut self.command(token, words), b"")
    }

    /// The rules by card.
    fn found(&self, token: &str, words: &str) -> Vec<String> {
        let ran = self.run(token, &format!("--format json {words}"));
        let document: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
        let text = |found: &Value, key: &str| found[key].as_str().unwrap().to_owned();
        let diagnostics = document["diagnostics"].as_array().unwrap().iter();
        diagnostics.map(|found| format!("{} {}", text(found, "path"), text(found, "rule"))).collect()
    }

    pub(crate) fn requests(&self, path: &str) -> usize {
        self.hub.count_requests(&RequestFilter::parse(&format!("path={path}")).unwrap())
    }

    pub(crate) fn fault(&self, fault: Value) {
        self.hub.fault(serde_json::from_value::<Fault>(fault).unwrap()).unwrap();
    }

    fn pull_requests(&self, name: &str) -> usize {
        let id = RepoId::new(RepoType::Dataset, name);
        self.hub.with(|hub| hub.repos[&id].discussions.len())
    }

    pub(crate) fn left_over(&self) -> Vec<String> {
        let folder = self.home.path().join("cache/cardlint/hub");
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[test]
fn the_cards_of_a_namespace_with_what_only_the_hub_can_say() {
    let world = World::new(SEED);
    let all = world.found("hf_admin", "hf://acme");
    assert_eq!(
        all,
        [
            "hf://datasets/acme/bare/README.md gated-without-form",
            "hf://datasets/acme/open/README.md ungated-form",
            "hf://datasets/acme/open/README.md data-files-no-match",
            "hf://datasets/acme/voices/README.md unknown-license",
            "hf://datasets/acme/voices/README.md overdue-requests",
            "hf://spaces/acme/demo/README.md unknown-space-sdk",
        ]
    );
    assert_eq!(world.found("hf_admin", "hf://datasets/acme"), all[..5]);
    assert_eq!(world.found("hf_admin", "hf://datasets/acme/voices hf://spaces/acme"), all[3..]);
    // Who may not see the requests has nothing to review.
    assert_eq!(world.found("hf_stranger", "hf://datasets/acme/voices"), all[3..4]);
    assert_eq!(world.found("hf_admin", "--overdue-days 100000 hf://datasets/acme/voices"), all[3..4]);
    let summary =
        |token: &str| world.run(token, "--format concise hf://datasets/acme").out.lines().last().unwrap().to_owned();
    assert!(summary("hf_admin").contains("of 4 cards"), "the private one too");
    assert!(summary("hf_stranger").contains("of 3 cards"), "{}", summary("hf_stranger"));
    assert!(world.left_over().is_empty());
}

#[test]
fn the_settings_of_repos_are_what_a_policy_requires() {
    let world = World::new(SEED);
    let write = |name: &str, text: &str| std::fs::write(world.home.path().join(name), text).unwrap();
    write(
        "shared.toml",
        "[[policy]]\nsettings = { gated = \"manual\" }\nrepo-types = [\"dataset\"]\ninclude = [\"datasets/acme/[bo]*\"]\n",
    );
    let policies = "extend = \"shared.toml\"\n[[policy]]\nsettings = { private = true, gated = true }\ninclude = [\"acme/*\", \"datasets/acme/secret\"]\nlevel = \"warning\"\n";
    write("lint.toml", policies);
    let ran = world.run("hf_admin", "-q --config lint.toml --select policy-settings --format concise hf://acme");
    insta::assert_snapshot!(ran.out, @r"
    hf://datasets/acme/bare/README.md:1:1: error[policy-settings] the repo is gated with automatic approval, expected gated with manual approval
    hf://datasets/acme/open/README.md:3:1: error[policy-settings] the repo is not gated, expected gated with manual approval
    hf://datasets/acme/secret/README.md:1:1: warning[policy-settings] the repo is not gated, expected gated
    hf://acme/net/README.md:1:1: warning[policy-settings] the repo is not gated, expected gated
    hf://acme/net/README.md:1:1: warning[policy-settings] the repo is public, expected private
    ");
    assert_eq!(ran.code, 1);
    write("lint.toml", "[[policy]]\nsettings = { gated = \"manual\", private = false }\n");
    assert_eq!(
        world.found("hf_admin", "--config lint.toml --select policy-settings hf://datasets/acme/voices"),
        [""; 0]
    );
    // A card on the disk has no settings.
    write("README.md", "---\nlicense: mit\n---\n");
    assert_eq!(world.run("", "--config lint.toml README.md").code, 0);
    write(
        "lint.toml",
        "[[policy]]\nsettings = { gated = \"always\", private = 1, public = true }\n[[policy]]\nlevel = \"info\"\n",
    );
    insta::assert_snapshot!(world.run("", "--config lint.toml README.md").err, @r#"
    error: lint.toml:2:22: unknown mode `always`
      help: expected one of auto, manual
    error: lint.toml:2:42: `private`: expected a boolean, found a number
    error: lint.toml:2:45: unknown key `public`
      help: expected one of gated, private
    error: lint.toml:3:1: `policy`: missing `schema` or `settings`
      help: name the file: `schema = "policy.schema.json"`
    "#);
}

#[test]
fn a_revision_of_a_repo() {
    let world = World::new(SEED);
    let id = RepoId::new(RepoType::Dataset, "acme/voices");
    let first = world.hub.with(|hub| hub.repos[&id].files.resolve("main").unwrap().to_string());
    assert_eq!(world.run("hf_admin", "--fix --create-pr hf://datasets/acme/voices").code, 0);
    assert_eq!(
        world.found("hf_admin", "hf://datasets/acme/voices@refs/pr/1"),
        ["hf://datasets/acme/voices/README.md overdue-requests"]
    );
    assert_eq!(world.found("hf_admin", &format!("hf://datasets/acme/voices@{first}")).len(), 2);
    let ran = world.run("hf_admin", "hf://datasets/acme/voices@gone");
    assert!(ran.code == 2 && ran.err.contains("check the name and the revision"), "{ran:?}");
}

#[test]
fn one_pull_request_for_each_fixed_card() {
    let world = World::new(SEED);
    let ran = world.run("hf_admin", "--fix --create-pr --dry-run hf://datasets/acme");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("-license: MIT # as the code\n+license: mit # as the code\n"), "{ran:?}");
    assert_eq!(ran.err, "would fix 1 problem in 1 card\n");
    assert_eq!(world.pull_requests("acme/voices"), 0);
    let ran = world.run("hf_admin", "--fix --create-pr --format concise hf://datasets/acme");
    let url = format!("{}/datasets/acme/voices/discussions/1", world.hub.endpoint());
    assert!(ran.err.contains(&format!("hf://datasets/acme/voices/README.md: opened {url}\n")), "{ran:?}");
    // The error of another card stays.
    assert_eq!(ran.code, 1);
    let ran = world.run("hf_admin", "--fix --create-pr --format concise hf://datasets/acme/voices");
    assert!(ran.err.contains(&format!("{url} is open already\n")), "{ran:?}");
    assert_eq!((world.pull_requests("acme/voices"), world.pull_requests("acme/open")), (1, 0));
    let id = RepoId::new(RepoType::Dataset, "acme/voices");
    let text = |revision: &str| {
        world.hub.with(|hub| {
            let files = &hub.repos[&id].files;
            files.text(files.resolve(revision).unwrap(), "README.md").unwrap().clone()
        })
    };
    assert!(text("refs/pr/1").contains("license: mit # as the code"));
    assert!(text("main").contains("license: MIT # as the code"), "until somebody merges it");
}

#[test]
fn a_pull_request_is_opened_once_whatever_happens_to_the_answers() {
    let world = World::new(SEED);
    let path = "/api/datasets/acme/voices/commit/main";
    world.fault(json!({ "path": path, "status": 503, "times": 1 }));
    world.fault(json!({ "path": path, "phase": "after", "abort": true, "times": 1 }));
    let ran = world.run("hf_admin", "--fix --create-pr hf://datasets/acme/voices");
    assert!(ran.err.contains("opened http"), "{ran:?}");
    assert_eq!(world.pull_requests("acme/voices"), 1);
}

#[test]
fn who_may_not_is_told_what_to_do() {
    let world = World::new(SEED);
    for (token, words, expected) in [
        ("hf_read", "--fix --create-pr hf://datasets/acme/voices", "use a token that may write"),
        ("", "--fix --create-pr hf://datasets/acme/voices", "log in with `hf auth login`, or set `HF_TOKEN`"),
        ("hf_wrong", "hf://datasets/acme", "check the token"),
        ("", "hf://datasets/acme/secret", "for a private repo, log in"),
        ("hf_stranger", "hf://datasets/acme/secret", "hf://datasets/acme/secret"),
        ("hf_admin", "hf://datasets/acme/gone", "hf://datasets/acme/gone"),
        ("hf_admin", "hf://acme/voices", "models have no prefix"),
        ("hf_admin", "hf://gone", "no user or organization `gone`"),
        ("hf_admin", "hf://nobody", "no repos that this token may see"),
        ("hf_admin", "hf://datasets/acme/data", "the repo has no README.md"),
        ("hf_admin", "hf://datasets/a/b/c", "expected a namespace"),
        ("hf_admin", "--fix hf://acme", "`--fix` cannot write to a Hub"),
        ("hf_admin", "--create-pr hf://acme", "add `--fix`"),
        ("hf_admin", "--fix --create-pr .", "is for repos of a Hub"),
        ("hf_admin", "hf://acme README.md", "cannot be checked together"),
    ] {
        let ran = world.run(token, words);
        assert!(ran.code == 2 && ran.err.contains(expected), "{words}: {ran:?}");
        assert!(!ran.err.contains("hf_"), "no token is shown: {ran:?}");
    }
    assert_eq!(world.pull_requests("acme/voices"), 0);
}

#[test]
fn the_hub_and_the_token_are_those_of_the_clients() {
    let world = World::new(SEED);
    let with = |change: &dyn Fn(&mut Command)| {
        let mut command = world.command("", "--format concise hf://datasets/acme/secret");
        change(command.env_remove("HF_TOKEN"));
        finish(&mut command, b"").code
    };
    assert_eq!(with(&|_| {}), 2);
    let home = world.home.path();
    std::fs::create_dir_all(home.join("hf")).unwrap();
    std::fs::write(home.join("hf/token"), "hf_admin\n").unwrap();
    std::fs::write(home.join("token"), "hf_admin").unwrap();
    assert_eq!(
        with(&|command| {
            command.env("HF_HOME", home.join("hf"));
        }),
        0
    );
    assert_eq!(
        with(&|command| {
            command.env("HF_HOME", "~/hf");
        }),
        0
    );
    assert_eq!(
        with(&|command| {
            command.env("HF_TOKEN_PATH", home.join("token"));
        }),
        0
    );
    assert_eq!(
        with(&|command| {
            command.env("HUGGING_FACE_HUB_TOKEN", "hf_admin");
        }),
        0
    );
    assert_eq!(
        with(&|command| {
            command.env("HF_TOKEN", "hf_admin").env("HF_ENDPOINT", world.hub.endpoint().to_owned() + "/");
        }),
        0
    );
    assert_eq!(
        with(&|command| {
            command.env("HF_TOKEN", "hf_admin").env("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
        }),
        2
    );
    assert_eq!(
        with(&|command| {
            command.env("HF_TOKEN", "hf_admin").env("HF_HUB_OFFLINE", "1");
        }),
        2
    );
    assert_eq!(
        with(&|command| {
            command.env("HF_ENDPOINT", "http://127.0.0.1:1 ");
        }),
        2
    );
    assert_eq!(
        with(&|command| {
            command.env("HF_TOKEN", "a\nb");
        }),
        2
    );
}
