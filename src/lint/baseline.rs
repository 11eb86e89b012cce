//! Known findings, in a file: a run reports only what it does not have.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

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
    cards: BTreeMap<String, Findings>,
}

type Findings = BTreeMap<(String, u64), Finding>;

/// Findings that are alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Finding {
    count: usize,
    message: Option<String>,
}

/// What a run found in one card, known or not.
#[derive(Clone, Debug)]
pub struct Seen {
    card: String,
    findings: Findings,
}

#[derive(Deserialize)]
struct File {
    findings: Vec<Line>,
}

/// One finding, on a line of its own, so that changes are easy to review and to merge.
#[derive(Serialize, Deserialize)]
struct Line {
    card: String,
    rule: String,
    id: String,
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

impl Baseline {
    /// A baseline without findings, for a file that is not there yet.
    pub fn empty(file: &Path) -> Self {
        let root = normal(file).parent().map(Path::to_path_buf).unwrap_or_default();
        Self { file: file.to_path_buf(), root, cards: BTreeMap::new() }
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
        let read = serde_json::from_str::<serde_json::Value>(&source.text).map_err(words).and_then(|json| {
            let Some(version) = json.get("version") else {
                return Err(invalid(None, "not a baseline: missing `version`".to_owned(), HELP));
            };
            if *version == VERSION {
                return serde_json::from_str::<File>(&source.text).map_err(words);
            }
            let version = printable::json(version);
            let message = format!("a baseline of version {version}; this cardlint reads and writes version {VERSION}");
            Err(invalid(None, message, OTHER_VERSION))
        });
        let problem = match read {
            Ok(file) => match self.take(file.findings) {
                None => return Ok(self),
                Some(id) => invalid(None, format!("not a baseline: `{}` is not an id", printable::line(&id)), HELP),
            },
            Err(problem) => problem,
        };
        Err(ConfigError::new(source, vec![problem]))
    }

    /// Takes the lines of a file; or returns an id that is not one.
    fn take(&mut self, lines: Vec<Line>) -> Option<String> {
        for Line { card, rule, id, count, message } in lines {
            let Ok(hash) = u64::from_str_radix(&id, 16) else { return Some(id) };
            let finding = self.cards.entry(card).or_default().entry((rule, hash)).or_default();
            finding.count = finding.count.saturating_add(count);
            finding.message = message;
        }
        None
    }

    /// The diagnostics of a card at an absolute path that are not known, and what was found.
    pub fn split(&self, path: &Path, card: &SourceFile, checked: Checked) -> (Checked, Seen) {
        let mut seen = Seen { card: self.name(path), findings: Findings::new() };
        for (rule, hash, message) in novelty::identities(card, &checked) {
            let finding = seen.findings.entry((rule.to_owned(), hash)).or_default();
            finding.count += 1;
            finding.message = finding.message.take().or_else(|| message.map(str::to_owned));
        }
        let mut known = Known::default();
        for ((rule, hash), finding) in self.cards.get(&seen.card).into_iter().flatten() {
            if let Some(rule) = rules::find(rule) {
                known.add(rule.id, *hash, finding.count);
            }
        }
        (known.removed_from(card, checked), seen)
    }

    /// A card's path from the directory of the file, the same on every system.
    fn name(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        let parts = path.components().map(|part| match part {
            Component::RootDir => String::new(),
            part => part.as_os_str().to_string_lossy().into_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// How many findings it has.
    pub fn count(&self) -> usize {
        self.cards.values().flat_map(BTreeMap::values).map(|finding| finding.count).sum()
    }

    /// The baseline after a run that reported these rules: of the cards that it saw, what it found; of others, what is known,
    /// unless they are gone.
    #[must_use]
    pub fn updated(&self, seen: Vec<Seen>, reported: &HashSet<&'static str>) -> Self {
        let mut updated = self.clone();
        updated.cards.retain(|card, _| self.root.join(card).exists());
        for Seen { card, findings } in seen {
            let mut now = updated.cards.remove(&card).unwrap_or_default();
            now.retain(|(rule, _), _| rules::find(rule).is_some_and(|rule| !reported.contains(rule.id)));
            now.extend(findings);
            if !now.is_empty() {
                updated.cards.insert(card, now);
            }
        }
        updated
    }

    /// What it has that another one does not have: `README.md: unknown-license: unknown license `nosuch``, with how many there
    /// are.
    pub fn without(&self, other: &Self) -> Vec<(String, usize)> {
        let all = self.cards.iter().flat_map(|(card, findings)| findings.iter().map(move |each| (card, each)));
        let left = all.filter_map(|(card, (key, finding))| {
            let still = other.cards.get(card).and_then(|findings| findings.get(key)).map_or(0, |other| other.count);
            let gone = finding.count.checked_sub(still).filter(|gone| *gone > 0)?;
            let message = finding.message.as_deref().map(|message| format!(": {message}")).unwrap_or_default();
            Some((format!("{card}: {}{message}", key.0), gone))
        });
        left.collect()
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
                    card: card.clone(),
                    rule: rule.clone(),
                    id: format!("{hash:016x}"),
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
