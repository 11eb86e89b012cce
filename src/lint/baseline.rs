//! Known findings, in a file: a run reports only what it does not have.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::Checked;
use super::config::{ConfigError, ConfigProblem, normal};
use super::novelty::{self, Known};
use super::unread::unread;
use crate::printable;
use crate::rules;
use crate::source::{SourceFile, Span};

/// The version of the file's format.
const VERSION: u64 = 1;

/// The findings that a file knows, by card. A finding is known by its rule and its content, as in [`novelty::only_new`]; lines may
/// move.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// The file.
    pub file: PathBuf,
    root: PathBuf,
    cards: IndexMap<String, Findings>,
}

type Findings = BTreeMap<(String, u64), Finding>;

/// Findings that are alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Finding {
    count: usize,
    message: Option<String>,
}

/// What is known of one card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownHere {
    /// How many of its findings are known.
    pub count: usize,
    /// The place of the card in the baseline.
    card: Option<usize>,
    /// What the baseline has and the card has not: the places in its findings, and how many.
    gone: Vec<(usize, usize)>,
}

/// Everything that was found in one card, to be recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    card: String,
    findings: Findings,
}

#[derive(Deserialize)]
struct File<'a> {
    version: u64,
    #[serde(borrow)]
    findings: Vec<Line<'a>>,
}

/// One finding, on a line of its own, so that changes are easy to review and to merge.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    card: Cow<'a, str>,
    #[serde(borrow)]
    rule: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

impl KnownHere {
    /// So many known findings.
    pub fn of(count: usize) -> Self {
        Self { count, ..Self::default() }
    }
}

impl Baseline {
    /// A baseline without findings, for a file that is not there yet.
    pub fn empty(file: &Path) -> Self {
        let root = normal(file).parent().map(Path::to_path_buf).unwrap_or_default();
        Self { file: file.to_path_buf(), root, cards: IndexMap::new() }
    }

    /// Reads a baseline; with `may_be_missing`, a file that is not there has no findings.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or if another version of cardlint has written another format.
    pub fn read(file: &Path, may_be_missing: bool) -> Result<Self, ConfigError> {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::empty(file).parse(SourceFile::new(file.display().to_string(), text)),
            Err(error) if may_be_missing && error.kind() == ErrorKind::NotFound => Ok(Self::empty(file)),
            Err(error) => {
                let help = (error.kind() == ErrorKind::NotFound).then(|| "`--write-baseline` creates it".to_owned());
                let problem = ConfigProblem { at: None, message: unread(&error), help };
                let source = SourceFile::new(file.display().to_string(), "");
                Err(ConfigError::new(source, vec![problem]))
            }
        }
    }

    fn parse(mut self, source: SourceFile) -> Result<Self, ConfigError> {
        const HELP: &str = "remove the file, and write it again with `--write-baseline`";
        const OTHER_VERSION: &str =
            "use the cardlint that wrote it, or remove the file and write it again with `--write-baseline`";
        let invalid =
            |at: Option<Span>, message: String, help: &str| ConfigProblem { at, message, help: Some(help.to_owned()) };
        let at = |error: &serde_json::Error| {
            let line =
                source.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let at = line + error.column().saturating_sub(1);
            Span::new(at, at)
        };
        let words = |error: serde_json::Error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            invalid(Some(at(&error)), format!("not a baseline: {message}"), HELP)
        };
        // In what another version has written, anything may be another way: only its number is read.
        let read = serde_json::from_str::<File<'_>>(&source.text);
        let problem = match read {
            Ok(file) if file.version == VERSION => match self.take(file.findings) {
                None => return Ok(self),
                Some(id) => invalid(None, format!("not a baseline: `{}` is not an id", printable::line(&id)), HELP),
            },
            read => match serde_json::from_str::<Json>(&source.text).as_ref().map(|json| json.get("version")) {
                Ok(None) => invalid(None, "not a baseline: missing `version`".to_owned(), HELP),
                Ok(Some(version)) if *version != VERSION => {
                    let version = printable::json(version);
                    let message =
                        format!("a baseline of version {version}; this cardlint reads and writes version {VERSION}");
                    invalid(None, message, OTHER_VERSION)
                }
                _ => read.err().map_or_else(|| invalid(None, "not a baseline".to_owned(), HELP), words),
            },
        };
        Err(ConfigError::new(source, vec![problem]))
    }

    /// Takes the lines of a file; or returns an id that is not one.
    fn take(&mut self, lines: Vec<Line<'_>>) -> Option<String> {
        for Line { card, rule, id, count, message } in lines {
            let Ok(hash) = u64::from_str_radix(&id, 16) else { return Some(id.into_owned()) };
            let findings = match self.cards.get_mut(&*card) {
                Some(findings) => findings,
                None => self.cards.entry(card.into_owned()).or_default(),
            };
            let finding = findings.entry((rule.into_owned(), hash)).or_default();
            finding.count = finding.count.saturating_add(count);
            finding.message = message;
        }
        None
    }

    /// Removes what is known from the diagnostics of a card at an absolute path.
    pub(super) fn remove_known(&self, path: &Path, card: &SourceFile, checked: &mut Checked) -> KnownHere {
        let Some((at, _, findings)) = self.cards.get_full(&*self.name(path)) else { return KnownHere::default() };
        let mut known = Known::default();
        for ((rule, hash), finding) in findings {
            if let Some(rule) = rules::find(rule) {
                known.add(rule.id, *hash, finding.count);
            }
        }
        let all = checked.diagnostics.len() + checked.omitted.total();
        known.remove_from(card, checked);
        let count = all - checked.diagnostics.len() - checked.omitted.total();
        let left = |((rule, hash), finding): (&(String, u64), &Finding)| {
            rules::find(rule).map_or(finding.count, |rule| known.left(rule.id, *hash))
        };
        let gone = findings.iter().map(left).enumerate().filter(|(_, left)| *left > 0).collect();
        KnownHere { count, card: Some(at), gone }
    }

    /// What was found in a card at an absolute path, to be recorded.
    pub fn record(&self, path: &Path, card: &SourceFile, checked: &Checked) -> Recorded {
        let mut recorded = Recorded { card: self.name(path).into_owned(), findings: Findings::new() };
        for (rule, hash, message) in novelty::identities(card, checked) {
            let finding = recorded.findings.entry((rule.to_owned(), hash)).or_default();
            finding.count += 1;
            finding.message = finding.message.take().or_else(|| message.map(str::to_owned));
        }
        recorded
    }

    /// A card's path from the directory of the file, the same on every system.
    fn name<'p>(&self, path: &'p Path) -> Cow<'p, str> {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        if cfg!(not(windows)) {
            return path.to_string_lossy();
        }
        let parts = path.components().map(|part| match part {
            Component::RootDir => Cow::default(),
            part => part.as_os_str().to_string_lossy(),
        });
        parts.collect::<Vec<_>>().join("/").into()
    }

    /// How many findings it has.
    pub fn count(&self) -> usize {
        self.cards.values().flat_map(BTreeMap::values).map(|finding| finding.count).sum()
    }

    /// The baseline after a run that reported these rules: of the cards that it saw, what it found; of others, what is known,
    /// unless they are gone.
    #[must_use]
    pub fn updated(&self, seen: Vec<Recorded>, reported: &HashSet<&'static str>) -> Self {
        let mut updated = self.clone();
        updated.cards.retain(|card, _| self.root.join(card).exists());
        for Recorded { card, findings } in seen {
            let now = updated.cards.entry(card).or_default();
            now.retain(|(rule, _), _| !is_reported(rule, reported));
            now.extend(findings);
        }
        updated.cards.retain(|_, findings| !findings.is_empty());
        updated.cards.sort_unstable_keys();
        updated
    }

    /// What it has that a run over these cards, which reported these rules, has not found:
    /// `README.md: unknown-license: unknown license `nosuch``, with how many there are.
    pub fn gone(&self, seen: &[KnownHere], reported: &HashSet<&'static str>) -> Vec<(String, usize)> {
        let mut left: Vec<Option<&KnownHere>> = vec![None; self.cards.len()];
        for here in seen {
            here.card.into_iter().for_each(|card| left[card] = Some(here));
        }
        let mut gone = Vec::new();
        for ((card, findings), here) in self.cards.iter().zip(left) {
            let is_deleted = here.is_none() && !self.root.join(card).exists();
            let counts: Vec<(usize, usize)> = match here {
                Some(here) => here.gone.clone(),
                None if is_deleted => findings.values().map(|finding| finding.count).enumerate().collect(),
                None => Vec::new(),
            };
            for (at, count) in counts {
                let Some(((rule, _), finding)) = findings.iter().nth(at) else { continue };
                if is_deleted || is_reported(rule, reported) {
                    let message = finding.message.as_deref().map(|message| format!(": {message}")).unwrap_or_default();
                    gone.push((format!("{card}: {rule}{message}"), count));
                }
            }
        }
        gone
    }

    /// Writes the file, at once or not at all.
    pub fn write(&self) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.root)?;
        file.write_all(self.text().as_bytes())?;
        // As any other file that is created.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&self.file).map_or(0o644, |meta| meta.permissions().mode());
            file.as_file().set_permissions(std::fs::Permissions::from_mode(mode))?;
        }
        file.persist(&self.file).map_err(|error| error.error)?;
        Ok(())
    }

    fn text(&self) -> String {
        let lines = self.cards.iter().flat_map(|(card, findings)| {
            findings.iter().map(move |((rule, hash), finding)| {
                let Finding { count, message } = finding.clone();
                printable::json(&Line {
                    card: card.into(),
                    rule: rule.into(),
                    id: format!("{hash:016x}").into(),
                    count,
                    message,
                })
            })
        });
        let lines = lines.map(|line| format!("\n    {line}")).collect::<Vec<_>>().join(",");
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{lines}{end}]\n}}\n")
    }
}

/// Whether a run that reported these rules says whether there is such a finding; of a rule that is no more, there is none.
fn is_reported(rule: &str, reported: &HashSet<&'static str>) -> bool {
    rules::find(rule).is_none_or(|rule| reported.contains(rule.id))
}
