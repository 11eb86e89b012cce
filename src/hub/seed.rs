//! The state a mock starts from: `hub.yaml`, a state dump, or what Hugging Face tools leave on the disk.

mod disk;
mod dump;
mod error;
mod read;
mod shape;
mod value;

use std::io;
use std::path::{Path, PathBuf};

use super::clock::Clock;
use super::state::files::NewFile;
use super::state::{Gated, Hub, HubError, Name, RepoId, Time};
use crate::card::{CARD_NAME, RepoType};
use crate::printable;
use crate::source::{SourceFile, Span};
pub use error::SeedError;
pub use shape::{SHAPES, Shape};

/// A state to start from, and the time there.
///
/// ```
/// use cardlint::hub::Seed;
///
/// let seed = Seed::parse("hub.yaml", "users:\n  - name: ana\n    tokens: [{ token: hf_ana, role: write }]\n")?;
/// assert_eq!(seed.hub.users.len(), 1);
///
/// let wrong = Seed::parse("hub.yaml", "users:\n  - nmae: ana\n").unwrap_err();
/// assert_eq!(wrong.to_string(), "hub.yaml:2:5: unknown key `nmae` in a user");
/// # Ok::<(), cardlint::hub::seed::SeedError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Seed {
    /// The state.
    pub hub: Hub,
    /// When the mock's clock stands still; `None` for the system's clock.
    pub now: Option<Time>,
    /// What is odd about the seed but taken, for people.
    pub warnings: Vec<String>,
    /// What was made of what lay on the disk, for people: repos, and who may log in.
    pub notes: Vec<String>,
}

/// Where the folders of files that a seed names are.
#[derive(Clone, Debug)]
pub(crate) enum Folder {
    /// On the disk.
    Disk(PathBuf),
    /// In the program: path and content.
    Embedded(&'static [(&'static str, &'static [u8])]),
}

const DEFAULT: &str = include_str!("../../fixtures/hub/hub.yaml");
const DEFAULT_FILES: &[(&str, &[u8])] = &[
    ("voices/README.md", include_bytes!("../../fixtures/hub/voices/README.md")),
    ("voices/data/train.csv", include_bytes!("../../fixtures/hub/voices/data/train.csv")),
];

/// The embedded seed: owner `ana` (token `hf_ana`), requester `bo` (`hf_bo`), the organization `acme` with member `cy`
/// (`hf_cy`), and the gated dataset `ana/voices`, whose form has every type of field.
impl Default for Seed {
    fn default() -> Self {
        let folder = Folder::Embedded(DEFAULT_FILES);
        // A test keeps the embedded seed readable.
        read::seed(&SourceFile::new("the default seed", DEFAULT), &folder).unwrap_or_else(|_| Self::empty())
    }
}

impl Seed {
    /// Nobody and nothing, on the system's clock.
    pub fn empty() -> Self {
        Self { hub: Hub::default(), now: None, warnings: Vec::new(), notes: Vec::new() }
    }

    /// A seed out of the text of a `hub.yaml`; folders of files are looked for in the working directory.
    pub fn parse(name: &str, text: &str) -> Result<Self, SeedError> {
        read::seed(&SourceFile::new(name, text), &Folder::Disk(PathBuf::new()))
    }

    /// As [`Seed::parse`], with folders of files looked for in `folder`.
    pub fn parse_in(name: &str, text: &str, folder: &Path) -> Result<Self, SeedError> {
        read::seed(&SourceFile::new(name, text), &Folder::Disk(folder.to_owned()))
    }

    /// A seed from a YAML file, a state dump, or a folder: one with a `hub.yaml`, a Hugging Face cache (also as `HF_HOME`), a
    /// clone, or one of `hf download --local-dir`.
    pub fn read(path: &Path) -> Result<Self, SeedError> {
        let yaml = path.join("hub.yaml");
        if path.is_dir() && !yaml.exists() {
            return disk::seed(path);
        }
        let path = if path.is_dir() { yaml } else { path.to_owned() };
        let name = path.display().to_string();
        let file = std::fs::File::open(&path).map_err(|error| unreadable(&name, &error))?;
        read_from(&name, file, path.parent().map(Path::to_owned).unwrap_or_default())
    }

    /// A seed out of whatever can be read; folders of files are looked for in the working directory.
    pub fn from_reader(name: &str, reader: impl io::Read) -> Result<Self, SeedError> {
        read_from(name, reader, PathBuf::new())
    }

    /// Adds the dataset that a card describes, gated by manual review: `ana/NAME`, after the card's folder. An owner that
    /// the seed lacks is added. The error is a text for people.
    pub fn add_card(&mut self, path: &Path) -> Result<RepoId, String> {
        let name = path.display().to_string();
        let name = printable::line(&name);
        let bytes = std::fs::read(path).map_err(|error| format!("{name} cannot be read: {error}"))?;
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let id = RepoId::new(RepoType::Dataset, &format!("ana/{}", repo_name(whole.parent().unwrap_or(&whole))));
        let add = |hub: &mut Hub, now: Time| -> Result<(), HubError> {
            if !hub.users.contains_key(&Name::from("ana")) {
                hub.add_user("ana")?;
            }
            let files = vec![NewFile { path: CARD_NAME.to_owned(), bytes, lfs: Some(false) }];
            let repo = hub.add_repo(id.clone(), Some("ana".into()), now)?;
            repo.gate.mode = Gated::Manual;
            hub.fill(&id, files, now)
        };
        let now = self.clock().now();
        add(&mut self.hub, now).map_err(|error| format!("{name} cannot be served as {id}: {error}"))?;
        Ok(id)
    }

    /// A clock as the seed wants it.
    pub fn clock(&self) -> Clock {
        self.now.map_or_else(Clock::system, Clock::fixed)
    }
}

/// A name for the repo in a folder.
fn repo_name(folder: &Path) -> String {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or("card");
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let name = name.trim_matches(['-', '.']);
    if name.is_empty() { "card".to_owned() } else { name.to_owned() }
}

fn unreadable(name: &str, error: &io::Error) -> SeedError {
    SeedError::at(&SourceFile::new(name, ""), Span::default(), format!("cannot be read: {error}"))
}

fn read_from(name: &str, mut reader: impl io::Read, folder: PathBuf) -> Result<Seed, SeedError> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = format!("is not UTF-8, from line {line} on");
        SeedError::at(&SourceFile::new(name, ""), Span::default(), message).help("save it as UTF-8")
    })?;
    if let Some(seed) = dump::seed(name, &text) {
        return seed;
    }
    read::seed(&SourceFile::new(name, text), &Folder::Disk(folder))
}

impl Folder {
    /// Every file below a folder, by its path there; git's own folder and links are passed over.
    fn files(&self, folder: &str) -> std::io::Result<Vec<(String, Vec<u8>)>> {
        match self {
            Folder::Disk(base) => {
                let mut files = Vec::new();
                collect(&base.join(folder), "", &mut files)?;
                Ok(files)
            }
            Folder::Embedded(all) => {
                let prefix = format!("{}/", folder.trim_end_matches('/'));
                let inside = all.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?, bytes)));
                Ok(inside.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect())
            }
        }
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| *name != ".git") else { continue };
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &path, files)?;
        } else if kind.is_file() {
            files.push((path, std::fs::read(entry.path())?));
        }
    }
    Ok(())
}
