//! `check --show-settings`: what a run is checked by, and where each value is from.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{BaselineArgs, Linter};
use crate::lint::config::{Level, Origin};
use crate::printable;
use crate::rules;

/// The keys besides `rules`, and what they are where nothing sets them.
const KEYS: [(&str, Option<&str>); 8] = [
    ("repo-type", None),
    ("exclude", Some("[]")),
    ("require-front-matter", Some("false")),
    ("per-file-ignores", Some("{}")),
    ("additional", Some("{}")),
    ("baseline", None),
    ("gate", None),
    ("policy", Some("[]")),
];

/// Where the comment with the origin begins, if the value is short.
const WIDTH: usize = 44;

impl Linter {
    /// A line for each value: `exclude = ["archive/**"]  # cardlint.toml:2`, as TOML.
    pub(in crate::cli) fn settings(&self, baseline: &BaselineArgs) -> String {
        let here = std::env::current_dir().unwrap_or_default();
        let mut text = String::new();
        let mut line = |key: &str, value: &str, origin: &str| {
            let setting = format!("{key} = {value}");
            let _ = writeln!(text, "{:<WIDTH$}  # {}", printable::line(&setting), printable::line(origin));
        };
        let named = |origin: &Origin| {
            let path = Path::new(&*origin.file);
            format!("{}:{}", path.strip_prefix(&here).unwrap_or(path).display(), origin.line)
        };
        let all = self.config.settings();
        for setting in all.iter().filter(|setting| setting.key == "extend") {
            line(&setting.key, &setting.value, &named(&setting.origin));
        }
        let quoted = |text: String| printable::json(&text);
        let path = |path: &PathBuf| quoted(path.display().to_string());
        let mut unset = Vec::new();
        for (key, default) in KEYS {
            let given = match key {
                "repo-type" => self.lint_args.repo_type.map(|kind| (printable::json(&kind), "--repo-type")),
                "baseline" => baseline.file().map(|file| (path(file), "--baseline")),
                _ => None,
            };
            if let Some((value, option)) = given {
                line(key, &value, option);
                continue;
            }
            let is_here = |name: &str| name == key || name.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
            let mut found = all.iter().filter(|setting| is_here(&setting.key)).peekable();
            if found.peek().is_none() {
                match default {
                    Some(default) => line(key, default, "default"),
                    None => unset.push(key),
                }
            }
            found.for_each(|setting| line(&setting.key, &setting.value, &named(&setting.origin)));
        }
        for rule in rules::all() {
            let (level, origin) = match self.lint_args.selection.option_against(rule) {
                Some(option) => (Level::Off, option.to_owned()),
                None => {
                    let (level, origin) = self.config.level_setting(rule.id);
                    (level, origin.map_or_else(|| "default".to_owned(), named))
                }
            };
            let level = match level {
                Level::Unset => rule.severity.to_string(),
                Level::Set(severity) => severity.to_string(),
                Level::Off => "off".to_owned(),
            };
            line(&format!("rules.{}", rule.id), &quoted(level), &origin);
        }
        if !unset.is_empty() {
            let _ = writeln!(text, "# not set: {}", unset.join(", "));
        }
        text
    }
}
