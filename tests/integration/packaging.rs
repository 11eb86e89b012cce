//! What is published says the same everywhere, and brings man pages and completions.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::docs::compare_file;
use crate::run::{finish, program, run};

const SHARE: &str = "packaging/data/share";

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

/// `cardlint.1`, and `cardlint-check.1` and the like for the subcommands.
#[test]
fn the_man_pages() {
    let folder = tempfile::tempdir().unwrap();
    clap_mangen::generate_to(cardlint::cli::command(), folder.path()).unwrap();
    let mut expected = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        compare_file(&format!("{SHARE}/man/man1/{name}"), &fs::read_to_string(entry.path()).unwrap());
        expected.push(name);
    }
    let found = fs::read_dir(path(SHARE).join("man/man1")).unwrap();
    let mut found: Vec<String> = found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{SHARE} holds the man page of no command");
}

#[test]
fn the_completions() {
    for (shell, file) in [
        ("bash", "bash-completion/completions/cardlint"),
        ("zsh", "zsh/site-functions/_cardlint"),
        ("fish", "fish/vendor_completions.d/cardlint.fish"),
    ] {
        compare_file(&format!("{SHARE}/{file}"), &run(["completions", shell]).out);
    }
}

/// Where the project lives is set in Cargo.toml only; what cannot read that has the same, or nothing while that has nothing.
#[test]
fn where_the_project_lives_is_said_in_one_place() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let setting = |key: &str| manifest["package"].get(key).and_then(toml::Value::as_str);
    let version = setting("version").unwrap();

    let python: toml::Table = read("pyproject.toml").parse().unwrap();
    let python = python["project"].as_table().unwrap();
    for key in ["version", "description", "readme", "license", "keywords", "urls"] {
        assert!(!python.contains_key(key), "maturin reads `{key}` from Cargo.toml");
    }

    let package = "node/package.json";
    let node: Json = serde_json::from_str(&read(package)).unwrap();
    assert_eq!(node["version"], version, "{package}");
    assert_eq!(node["license"].as_str(), setting("license"), "{package}");
    assert_eq!(node["homepage"].as_str(), setting("homepage"), "{package}");
    let repository = node["repository"].as_str().or(node["repository"]["url"].as_str());
    assert_eq!(repository, setting("repository"), "{package}");
    let platforms = node["optionalDependencies"].as_object().unwrap();
    assert!(platforms.len() == 5 && platforms.values().all(|wanted| wanted == version), "{package}: {platforms:?}");

    // What users copy names a repository, once there is one.
    let repository = setting("repository");
    let examples = [
        ("README.md", "- repo: ", "/home/me/cardlint"),
        ("docs/hooks.md", "- repo: ", "/home/me/cardlint"),
        ("examples/pre-commit/.pre-commit-config.yaml", "- repo: ", "/home/me/cardlint"),
    ];
    for (file, before, placeholder) in examples {
        let text = read(file);
        let named = text.lines().filter_map(|line| line.trim().strip_prefix(before)?.split_whitespace().next());
        for named in named.filter(|named| named.contains("/cardlint")) {
            assert_eq!(named, repository.unwrap_or(placeholder), "{file}");
        }
    }
    let action = repository.map(|url| url.trim_start_matches("https://github.com/").to_owned());
    let action = action.unwrap_or_else(|| "OWNER/cardlint".to_owned());
    for file in ["README.md", "docs/containers.md", "docs/hooks.md"] {
        let text = read(file);
        for named in text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
            if named.contains("cardlint") {
                assert!(named.starts_with(&action), "{file}: {named}");
            }
        }
    }
}

/// Every program that a release has is one that the GitHub Action and the npm package look for.
#[test]
fn the_platforms_of_a_release() {
    let workflow = read(".github/workflows/release.yml");
    let node: Json = serde_json::from_str(&read("node/package.json")).unwrap();
    for (target, package) in [
        ("x86_64-unknown-linux-musl", "linux-x64"),
        ("aarch64-unknown-linux-musl", "linux-arm64"),
        ("x86_64-apple-darwin", "darwin-x64"),
        ("aarch64-apple-darwin", "darwin-arm64"),
        ("x86_64-pc-windows-msvc", "win32-x64"),
    ] {
        assert!(workflow.contains(target), "release.yml lacks {target}");
        assert!(target.contains("windows") || read("action.yml").contains(target), "action.yml lacks {target}");
        assert!(
            !node["optionalDependencies"][format!("@cardlint/hub-{package}")].is_null(),
            "node/package.json lacks {package}"
        );
    }
}

/// What is compiled into the program on some platform, with its licenses: each has one that deny.toml allows.
#[test]
fn the_licenses_of_the_dependencies() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(path(""));
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let metadata: Json = serde_json::from_slice(&ran.stdout).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: BTreeMap<&str, &Json> = nodes.iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    let mut open = vec![metadata["resolve"]["root"].as_str().unwrap()];
    let mut built_in = BTreeSet::new();
    while let Some(id) = open.pop() {
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let id = dependency["pkg"].as_str().unwrap();
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"].is_null()) && built_in.insert(id) {
                open.push(id);
            }
        }
    }

    let deny: toml::Table = read("deny.toml").parse().unwrap();
    let allowed = deny["licenses"]["allow"].as_array().unwrap();
    let allowed: Vec<&str> = allowed.iter().filter_map(toml::Value::as_str).collect();
    let mut rows = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        if built_in.contains(package["id"].as_str().unwrap()) {
            let (name, version) = (package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
            let license = package["license"].as_str().unwrap_or("none").replace('/', " OR ").replace("  ", " ");
            // Of alternatives one is enough, of what belongs together all are needed.
            let plain = license.replace(['(', ')'], "");
            let fits = plain.split(" AND ").all(|all| all.split(" OR ").any(|one| allowed.contains(&one.trim())));
            assert!(fits, "{name} {version}: deny.toml does not allow {license}");
            rows.insert(format!("| {name} | {version} | {license} |\n"));
        }
    }
    let table = rows.into_iter().collect::<String>();
    let about = "# Licenses\n\nWhat is compiled into the program, on one platform or another. A test writes this list from Cargo.lock.\n\n";
    compare_file("docs/licenses.md", &format!("{about}| crate | version | license |\n|---|---|---|\n{table}"));
}

/// Reports link to the pages of the site as soon as Cargo.toml says where it is, and not before.
#[test]
fn reports_link_to_the_pages_of_rules() {
    let homepage = env!("CARGO_PKG_HOMEPAGE");
    let card = path("fixtures/rules/unknown-license/bad.md").display().to_string();
    let sarif: Json = serde_json::from_str(&run(["check", "--no-config", "--format", "sarif", &card]).out).unwrap();
    let uri = &sarif["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"];
    let full = run(["check", "--no-config", &card]).out;
    assert!(full.contains("more: cardlint explain unknown-license"), "{full}");
    if homepage.is_empty() {
        assert!(uri.is_null() && !full.contains("unknown-license.html"), "{full}");
    } else {
        let address = format!("{}/rules/unknown-license.html", homepage.trim_end_matches('/'));
        assert_eq!(*uri, address);
        assert!(full.contains(&address), "{full}");
    }
}

/// The picture of the README is what the program prints.
#[test]
fn the_picture_of_diagnostics() {
    let ran = finish(
        program(&path(""))
            .args(["check", "--no-config", "--color", "always", "examples/street-voices"])
            .env("COLUMNS", "92"),
        b"",
    );
    assert_eq!(ran.code, 1, "{}", ran.err);
    let printed = format!("\u{1b}[1m$ cardlint check examples/street-voices\u{1b}[0m\n{}", ran.out);
    let picture = anstyle_svg::Term::new().palette(anstyle_svg::WIN10_CONSOLE).render_svg(printed.trim_end());
    compare_file("docs/check.svg", &format!("{}\n", picture.trim_end()));
}
