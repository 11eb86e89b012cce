//! A configuration sets levels, leaves paths out and adds words; a wrong one is told apart at its place.

use std::path::Path;
use std::sync::Arc;

use cardlint::card::RepoType;
use cardlint::lint::config::{self, Config, ConfigError};
use cardlint::lint::{Options, lint};
use cardlint::source::SourceFile;

use crate::run::{finish, folder, program};

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(&SourceFile::new("cardlint.toml", text)).map(Option::unwrap_or_default)
}

fn told(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

/// `rule:severity` of each diagnostic of a card.
fn judged(config: &str, path: &str, metadata: &str) -> Vec<String> {
    let options = Options { config: Arc::new(parse(config).unwrap()), ..Options::default() };
    let card = SourceFile::new(path, format!("---\n{metadata}\n---\n"));
    let told = lint(&card, &options);
    told.iter().map(|diagnostic| format!("{}:{:?}", diagnostic.rule.id, diagnostic.severity)).collect()
}

#[test]
fn the_default_changes_nothing() {
    assert_eq!(judged("", "README.md", "license: MIT"), ["unknown-license:Error"]);
}

#[test]
fn a_rule_has_the_level_that_is_set() {
    let level = |level: &str| format!("rules.unknown-license = \"{level}\"");
    assert_eq!(judged(&level("warning"), "README.md", "license: MIT"), ["unknown-license:Warning"]);
    assert_eq!(judged(&level("info"), "README.md", "license: MIT"), ["unknown-license:Info"]);
    assert_eq!(judged(&level("off"), "README.md", "license: MIT"), [""; 0]);
}

#[test]
fn a_rules_own_level_takes_precedence_over_its_groups() {
    let card = "license: [other, MIT]";
    let off = "[rules]\nlicense = \"off\"";
    assert_eq!(judged(off, "README.md", card), [""; 0]);
    for levels in ["license = \"off\"\nunknown-license = \"info\"", "unknown-license = \"info\"\nlicense = \"off\""] {
        assert_eq!(judged(&format!("[rules]\n{levels}"), "README.md", card), ["unknown-license:Info"]);
    }
    let ignored = "[per-file-ignores]\n\"drafts/**\" = [\"license\"]";
    assert_eq!(judged(ignored, "drafts/README.md", card), [""; 0]);
}

#[test]
fn settings_are_what_is_set_besides_levels() {
    let config = parse("repo-type = \"model\"\nexclude = [\"a\"]\nrules.license = \"off\"").unwrap();
    assert_eq!(
        config.settings().iter().map(|setting| setting.key.as_str()).collect::<Vec<_>>(),
        ["exclude", "repo-type"]
    );
}

#[test]
fn settings_are_shown_as_they_are_written() {
    let config = "rules.license = \"off\"\n[per-file-ignores]\n\"drafts/**\" = [\"license\"]\n[additional]\nlicenses = [\"acme\"]\n";
    let cards = folder(&[("cardlint.toml", config)]);
    let ran = finish(program(cards.path()).args(["check", "--show-settings"]), b"");
    let shown: Vec<_> = ran.out.lines().filter_map(|line| line.split_once("  ")).collect();
    for line in ["per-file-ignores.\"drafts/**\" = [\"license\"]", "additional.licenses = [\"acme\"]"] {
        assert!(shown.iter().any(|(setting, _)| *setting == line), "{shown:?}");
    }
    // Of each rule, its level.
    assert!(shown.iter().all(|(setting, _)| !setting.starts_with("rules =")), "{shown:?}");
}

#[test]
fn rules_are_ignored_under_a_glob() {
    let config = "[per-file-ignores]\n\"drafts/**\" = [\"unknown-license\"]";
    assert_eq!(judged(config, "drafts/voices/README.md", "license: MIT"), [""; 0]);
    assert_eq!(judged(config, "drafts/README.md (staged)", "license: MIT"), [""; 0]);
    assert_eq!(judged(config, "README.md", "license: MIT"), ["unknown-license:Error"]);
}

#[test]
fn values_are_added_to_the_lists() {
    let config = "[additional]\nlicenses = [\"voices-1.0\"]\ntask-ids = [\"humming\"]\nlanguages = [\"protein\"]";
    let card = "license: voices-1.0\nlanguage: protein\ntask_ids: [humming]";
    assert_eq!(judged(config, "README.md", card), [""; 0]);
    assert_eq!(judged(config, "README.md", "license: [voices-2.0]"), ["unknown-license:Error"]);
}

#[test]
fn paths_are_skipped_and_front_matter_required() {
    let config = parse("exclude = [\"archive/**\"]\nrequire-front-matter = [\"data/*/README.md\"]").unwrap();
    assert!(config.excludes(Path::new("archive/old/README.md")) && !config.excludes(Path::new("README.md")));
    assert!(config.requires_front_matter(Path::new("data/voices/README.md")));
    assert!(!config.requires_front_matter(Path::new("data/voices/more/README.md")));
    assert!(parse("require-front-matter = true").unwrap().requires_front_matter(Path::new("a/README.md")));
    assert!(!parse("require-front-matter = false").unwrap().requires_front_matter(Path::new("README.md")));
    assert_eq!(parse("repo-type = \"model\"").unwrap().repo_type, Some(RepoType::Model));
}

#[test]
fn everything_that_is_wrong_is_reported_with_its_place() {
    let text = "repo-typ = \"model\"\nexclude = \"archive\"\n\n[rules]\nunknown-licence = \"off\"\nnull-value = \"of\"\n\n\
                [per-file-ignores]\n\"[\" = [\"null-value\", 3]\n\n[additional]\nlicences = []\n";
    insta::assert_snapshot!(told(text), @r#"
    cardlint.toml:1:1: unknown key `repo-typ`
      help: did you mean `repo-type`?
    error: cardlint.toml:2:11: `exclude`: expected a list of globs, found a string
    error: cardlint.toml:5:1: unknown rule `unknown-licence`
      help: did you mean `unknown-license`?
    error: cardlint.toml:6:14: unknown level `of`
      help: did you mean `off`?
    error: cardlint.toml:9:1: `[` is not a glob: unclosed character class; missing ']'
    error: cardlint.toml:9:22: `[`: expected a list of strings, found a number
    error: cardlint.toml:12:1: unknown list `licences`
      help: did you mean `licenses`?
    "#);
    assert!(told("rules = 1").contains("`rules`: expected a table, found a number"));
    assert!(told("repo-type = \"team\"").contains("expected one of dataset, model, space"));
    assert!(
        told("rules.null-value = true")
            .contains("`null-value`: expected \"error\", \"warning\", \"info\" or \"off\", found a boolean")
    );
    assert!(told("rules.no-such-thing-at-all = \"off\"").contains("help: `cardlint rules` lists them"));
    assert!(!told("no-such-thing-at-all = 1").contains("help:"), "no rule, and near nothing");
    assert!(told("a = \n").starts_with("cardlint.toml:1:"));
}

#[test]
fn the_nearest_configuration_holds() {
    let folder = folder(&[
        ("pyproject.toml", "[tool.cardlint]\nrepo-type = \"model\"\nexclude = [\"a/b/**\"]\n"),
        ("a/pyproject.toml", "[project]\nname = \"a\"\n"),
        ("a/b/README.md", ""),
        ("c/cardlint.toml", "repo-type = \"space\"\n"),
        ("c/pyproject.toml", "[tool.cardlint]\nrepo-type = \"model\"\n"),
    ]);
    let upwards = Config::find(&folder.path().join("a/b")).unwrap();
    assert_eq!(upwards.repo_type, Some(RepoType::Model));
    assert!(upwards.excludes(&folder.path().join("a/b/README.md")), "globs count from the configuration's folder");
    assert!(!upwards.excludes(&folder.path().join("b/README.md")));
    assert_eq!(Config::find(&folder.path().join("c")).unwrap().repo_type, Some(RepoType::Space));
    let none = Config::load(&folder.path().join("a/pyproject.toml")).unwrap_err().to_string();
    assert!(none.ends_with("pyproject.toml: missing table `[tool.cardlint]`"), "{none}");
    let missing = Config::load(&folder.path().join("nowhere.toml")).unwrap_err().to_string();
    assert!(missing.ends_with("nowhere.toml: no such file"), "{missing}");
    let other = SourceFile::new("pyproject.toml", "[tool]\ncardlint = 3\n");
    let other = Config::parse(&other).unwrap_err().to_string();
    assert_eq!(other, "pyproject.toml:2:12: `tool.cardlint`: expected a table, found a number");
}

#[test]
fn globs_count_from_the_configuration_and_hold_for_what_lies_in_a_folder() {
    let wrong = "---\nlicense: MIT\n---\n";
    let config = "exclude = [\"old/\"]\n[per-file-ignores]\n\"sub\" = [\"unknown-license\"]\n\"x (y)/**\" = [\"unknown-license\"]\n";
    let folder = folder(&[
        ("cardlint.toml", config),
        ("README.md", wrong),
        ("sub/README.md", wrong),
        ("x (y)/README.md", wrong),
        ("old/a/README.md", wrong),
    ]);
    let ran = |place: &str, paths: &[&str]| {
        let mut program = program(&folder.path().join(place));
        finish(program.args(["check", "--quiet", "--format", "concise"]).args(paths), b"").out
    };
    let told = |path: &str| format!("{path}:2:10: error[unknown-license] unknown license `MIT`\n");
    assert_eq!(ran("", &[]), told("README.md"));
    assert_eq!(ran("sub", &["../README.md", "README.md", "../sub/../sub/README.md"]), told("../README.md"));
}

#[test]
fn the_published_schema_is_that_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/config.schema.json");
    let text = format!("{:#}\n", config::schema());
    if std::env::var_os("CARDLINT_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(published == text, "CARDLINT_BLESS=1 cargo test writes schemas/config.schema.json anew");
    let validator = jsonschema::validator_for(&config::schema()).unwrap();
    assert!(validator.is_valid(&serde_json::json!({"rules": {"null-value": "off"}, "exclude": ["a"]})));
    assert!(!validator.is_valid(&serde_json::json!({"rules": {"null-valu": "off"}})));
}
