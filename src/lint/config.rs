//! cardlint's configuration: a level per rule, paths, and values that the Hub's lists lack.
//!
//! It is in `cardlint.toml`, or under `[tool.cardlint]` in a `pyproject.toml`:
//!
//! ```toml
//! repo-type = "dataset"
//! exclude = ["archive/**"]
//! require-front-matter = ["datasets/**"]
//!
//! [rules]
//! unknown-task-id = "off"
//!
//! [per-file-ignores]
//! "drafts/**" = ["null-value"]
//!
//! [additional]
//! licenses = ["my-license-1.0"]
//! ```

mod extend;
mod gate;
mod globs;
mod place;
mod policy;
mod read;
mod schema;
mod setting;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::card::RepoType;
use crate::lint::unread::unread;
use crate::printable;
use crate::rule::diagnostic::Severity;
use crate::rule::{AdditionalWords, WantedForm};
use crate::source::{SourceFile, Span};

use extend::Loader;
use gate::Gate;
use globs::Globs;
use place::Place;
pub(super) use policy::PolicySetting;
pub use schema::schema;
pub use setting::{Origin, Setting};

/// The file that contains only cardlint's configuration.
pub const FILE: &str = "cardlint.toml";
/// The file that contains it under `[tool.cardlint]`.
pub const PYPROJECT: &str = "pyproject.toml";

/// The lists that a configuration can add to, by their names there.
pub const VOCABULARIES: [&str; 7] =
    ["licenses", "languages", "task-categories", "task-ids", "size-categories", "libraries", "evaluation-frameworks"];

/// Levels per rule, paths and additional values. The default changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file with known findings.
    pub baseline: Option<PathBuf>,
    /// The repo type of every card.
    pub repo_type: Option<RepoType>,
    base: PathBuf,
    levels: HashMap<&'static str, SetLevel>,
    per_file: Vec<(Globs, HashSet<&'static str>)>,
    exclude: Vec<Globs>,
    require_front_matter: Option<Globs>,
    additional: AdditionalWords,
    gate: Option<Gate>,
    policies: Vec<PolicySetting>,
    settings: Vec<Setting>,
}

/// The level that is set for a rule, and where; nowhere if it is not a file that turns it off.
#[derive(Clone, Debug)]
struct SetLevel {
    level: Level,
    origin: Option<Origin>,
}

/// The keys of which only one file's value counts; what is set by others is added up.
const REPLACED_KEYS: [&str; 4] = ["repo-type", "require-front-matter", "gate", "baseline"];

/// What a configuration says about a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Nothing: each diagnostic has the severity that its rule gives it.
    #[default]
    Unset,
    /// Its diagnostics have this severity.
    Set(Severity),
    /// It is turned off.
    Off,
}

impl Config {
    /// The configuration for a directory: the nearest `cardlint.toml`, or `pyproject.toml` with
    /// `[tool.cardlint]`, in it or above it; the default where there is none.
    pub fn find(folder: &Path) -> Result<Config, ConfigError> {
        for file in Self::places(folder) {
            if file.is_file()
                && let Some(config) = Self::read(&file)?
            {
                return Ok(config);
            }
        }
        Ok(Config::default())
    }

    /// Where the configuration of a directory can be, the nearest place first.
    pub fn places(folder: &Path) -> impl Iterator<Item = PathBuf> {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
        let folders: Vec<PathBuf> = folder.ancestors().map(Path::to_path_buf).collect();
        folders.into_iter().flat_map(|folder| [FILE, PYPROJECT].map(|name| folder.join(name)))
    }

    /// The configuration in a file; one that is named like a `pyproject.toml` must have `[tool.cardlint]`.
    pub fn load(file: &Path) -> Result<Config, ConfigError> {
        Self::read(file)?.ok_or_else(|| ConfigError::whole(file, "missing table `[tool.cardlint]`"))
    }

    fn read(file: &Path) -> Result<Option<Config>, ConfigError> {
        let text = std::fs::read_to_string(file).map_err(|error| ConfigError::whole(file, unread(&error)))?;
        Self::read_as(&SourceFile::new(file.display().to_string(), text), file, true)
    }

    fn read_as(source: &SourceFile, file: &Path, may_fetch: bool) -> Result<Option<Config>, ConfigError> {
        let file = normal(file);
        let pyproject = file.file_name().is_some_and(|name| name == PYPROJECT);
        let place = Place::Disk(file.parent().map(Path::to_path_buf).unwrap_or_default());
        Loader::new(file.display().to_string(), may_fetch).read(source, pyproject, &place)
    }

    /// The configuration in a text, as in the file of its name; `None` for a `pyproject.toml` without one. Nothing is fetched:
    /// what it extends and is not in the cache is ignored.
    pub fn parse(source: &SourceFile) -> Result<Option<Config>, ConfigError> {
        Self::read_as(source, Path::new(source.path()), false)
    }

    /// This configuration over another one: what both set, this one decides.
    fn over(self, below: Config) -> Config {
        let is_replaced = |setting: &Setting| {
            let key = setting.key.as_str();
            REPLACED_KEYS.contains(&key) && self.settings.iter().any(|own| own.key == key)
        };
        let mut config = below;
        config.settings.retain(|setting| !is_replaced(setting));
        config.settings.extend(self.settings);
        config.levels.extend(self.levels);
        config.per_file.extend(self.per_file);
        config.exclude.extend(self.exclude);
        config.policies.extend(self.policies);
        config.additional.add_all(self.additional);
        Config {
            baseline: self.baseline.or(config.baseline),
            repo_type: self.repo_type.or(config.repo_type),
            base: self.base,
            require_front_matter: self.require_front_matter.or(config.require_front_matter),
            gate: self.gate.or(config.gate),
            ..config
        }
    }

    /// What files set besides levels: in the order in which it counts, what is extended first.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The level that is set for a rule in every card, and where.
    pub fn level_setting(&self, rule: &str) -> (Level, Option<&Origin>) {
        self.levels.get(rule).map_or((Level::Unset, None), |set| (set.level, set.origin.as_ref()))
    }

    /// The level that is set for a rule in a card at this path.
    pub fn level(&self, rule: &str, path: &str) -> Level {
        if self.per_file.iter().any(|(paths, rules)| rules.contains(rule) && paths.hold(&self.base, path)) {
            return Level::Off;
        }
        self.level_setting(rule).0
    }

    /// Turns off every rule but those that `keeps` names.
    pub fn keep(&mut self, keeps: impl Fn(&str) -> bool) {
        let dropped = crate::rules::all().map(|rule| rule.id).filter(|id| !keeps(id));
        self.levels.extend(dropped.map(|id| (id, SetLevel { level: Level::Off, origin: None })));
    }

    /// Whether a path is skipped in directory walks.
    pub fn excludes(&self, path: &Path) -> bool {
        path.to_str().is_some_and(|path| self.exclude.iter().any(|globs| globs.hold(&self.base, path)))
    }

    /// Whether a README.md without front matter is an error at this path, even in a directory walk.
    pub fn requires_front_matter(&self, path: &Path) -> bool {
        let globs = self.require_front_matter.as_ref();
        globs.zip(path.to_str()).is_some_and(|(globs, path)| globs.hold(&self.base, path))
    }

    /// The values that the configuration adds to the Hub's lists.
    pub fn additional(&self) -> &AdditionalWords {
        &self.additional
    }

    /// The form that a card at this path has to have.
    pub fn gate(&self, path: &str) -> Option<&WantedForm> {
        let gate = self.gate.as_ref()?;
        let is_included = gate.include.as_ref().is_none_or(|globs| globs.hold(&self.base, path));
        is_included.then_some(&*gate.wanted)
    }

    /// Requires this form of every card.
    pub(super) fn require_form(&mut self, wanted: WantedForm) {
        self.gate = Some(Gate { wanted: wanted.into(), include: None });
    }

    /// The policies for a card at this path, in a repo of this type.
    pub(super) fn policies(&self, path: &str, repo_type: RepoType) -> impl Iterator<Item = &PolicySetting> {
        let is_included = move |setting: &&PolicySetting| {
            let is_typed = setting.repo_types.is_empty() || setting.repo_types.contains(&repo_type);
            is_typed && setting.include.as_ref().is_none_or(|globs| globs.hold(&self.base, path))
        };
        self.policies.iter().filter(is_included)
    }

    /// Adds a policy for every card.
    pub(super) fn add_policy(&mut self, policy: PolicySetting) {
        self.policies.push(policy);
    }

    /// Makes paths of cards relative to this directory, instead of the current one.
    pub fn paths_from(&mut self, folder: &Path) {
        self.base = folder.to_path_buf();
    }

    /// The absolute path of a card.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        normal(&self.base.join(path))
    }
}

/// The absolute path without `.` and `..`, as it is written.
pub(super) fn normal(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut normal = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => _ = normal.pop(),
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

/// Why a configuration cannot be used: every problem in it, at its place.
#[derive(Debug)]
pub struct ConfigError {
    /// The file.
    pub source: SourceFile,
    /// What is wrong in it.
    pub problems: Vec<ConfigProblem>,
    /// The files that extend it, the nearest first, and where they do.
    pub extended_by: Vec<(SourceFile, Span)>,
}

/// One problem of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Where; nowhere if the file could not be read.
    pub at: Option<Span>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl ConfigError {
    pub(super) fn new(source: SourceFile, problems: Vec<ConfigProblem>) -> Self {
        Self { source, problems, extended_by: Vec::new() }
    }

    pub(super) fn whole(file: &Path, message: impl Into<String>) -> Self {
        let problem = ConfigProblem { at: None, message: message.into(), help: None };
        Self::new(SourceFile::new(file.display().to_string(), ""), vec![problem])
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                write!(formatter, "\nerror: ")?;
            }
            write!(formatter, "{}", printable::line(&self.source.name))?;
            if let Some(at) = problem.at {
                let place = self.source.position(at.start);
                write!(formatter, ":{}:{}", place.line, place.column)?;
            }
            write!(formatter, ": {}", problem.message)?;
            if let Some(help) = &problem.help {
                write!(formatter, "\n  help: {help}")?;
            }
        }
        for (source, at) in &self.extended_by {
            let place = source.position(at.start);
            write!(formatter, "\n  extended by {}:{}:{}", printable::line(&source.name), place.line, place.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
impl miette::Diagnostic for ConfigError {}
