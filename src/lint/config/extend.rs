//! `extend`: the configurations that another one builds on.

use std::path::Path;
use std::sync::Arc;

use toml::de::DeValue;

use super::place::{Extended, Place};
use super::read::{self, Reader, Value, span};
use super::{Config, ConfigError, ConfigProblem, FILE, PYPROJECT, normal};
use crate::revision::{Revision, RevisionError};
use crate::source::{SourceFile, Span};

/// How many files one configuration may build on.
const MAX_FILES: usize = 32;

/// The files that are being read.
#[derive(Debug)]
pub(super) struct Loader {
    /// Whether revisions that are not in the cache are fetched; else they are ignored.
    pub(super) may_fetch: bool,
    /// The file that is read, after those that lead to it.
    way: Vec<String>,
    count: usize,
}

/// Why there is no configuration to build on.
enum Failure {
    /// It cannot be read: a problem of the file that names it.
    Here(String, Option<String>),
    /// Something is wrong in it.
    There(ConfigError),
}

impl From<RevisionError> for Failure {
    fn from(RevisionError { message, help }: RevisionError) -> Self {
        Failure::Here(message, help)
    }
}

const HELP: &str =
    "write the path of a file, or `{ git = \"https://…\", rev = \"TAG or COMMIT\", path = \"cardlint.toml\" }`";

impl Reader<'_> {
    pub(super) fn extended(&mut self, value: &Value<'_>) -> Vec<(Extended, Span)> {
        let values = match value.get_ref() {
            DeValue::Array(values) => values.iter().collect(),
            _ => vec![value],
        };
        values.into_iter().filter_map(|value| Some((self.extended_file(value)?, span(value)))).collect()
    }

    fn extended_file(&mut self, value: &Value<'_>) -> Option<Extended> {
        match value.get_ref() {
            DeValue::String(path) => Some(Extended::File(path.to_string())),
            DeValue::Table(table) => {
                let (mut url, mut rev, mut path) = (None, None, None);
                for (key, setting) in table {
                    let into = match key.get_ref().as_ref() {
                        "git" => &mut url,
                        "rev" => &mut rev,
                        "path" => &mut path,
                        other => {
                            self.unknown(span(key), "key", other, &["git", "rev", "path"]);
                            continue;
                        }
                    };
                    *into = setting.get_ref().as_str().map(str::to_owned);
                    if into.is_none() {
                        self.wrong(&format!("`{}`: expected a string", key.get_ref()), setting);
                    }
                }
                for (key, help) in [("git", "git = \"https://…\""), ("rev", "rev = \"TAG or COMMIT\"")] {
                    if !table.contains_key(key) {
                        let help = Some(format!("write `{help}`"));
                        self.problem(Some(span(value)), format!("`extend`: missing `{key}`"), help);
                    }
                }
                Some(Extended::Git { url: url?, rev: rev?, path: path.unwrap_or_else(|| FILE.to_owned()) })
            }
            other => {
                let message = format!("`extend`: expected a file, found {}", read::words(other));
                self.problem(Some(span(value)), message, Some(HELP.to_owned()));
                None
            }
        }
    }
}

impl Loader {
    /// For the file of this name.
    pub(super) fn new(file: String, may_fetch: bool) -> Self {
        Self { may_fetch, way: vec![file], count: 0 }
    }

    /// Reads a configuration over those that it extends: of these, a later one takes precedence. `None` for a `pyproject.toml`
    /// without one.
    pub(super) fn read(
        &mut self,
        source: &SourceFile,
        pyproject: bool,
        place: &Place,
    ) -> Result<Option<Config>, ConfigError> {
        let Some((config, extended)) = read::parse(source, pyproject, place)? else { return Ok(None) };
        let mut below = Config::default();
        for (extended, at) in extended {
            let loaded = self.load(&extended, place).map_err(|failure| match failure {
                Failure::Here(message, help) => {
                    let problem = ConfigProblem { at: Some(at), message: format!("`extend`: {message}"), help };
                    ConfigError { source: source.clone(), problems: vec![problem], extended_by: Vec::new() }
                }
                Failure::There(mut error) => {
                    error.extended_by.push((source.clone(), at));
                    error
                }
            })?;
            below = loaded.over(below);
        }
        Ok(Some(config.over(below)))
    }

    fn load(&mut self, extended: &Extended, place: &Place) -> Result<Config, Failure> {
        let (place, path) = match extended {
            Extended::File(path) => (place.clone(), path),
            Extended::Git { url, rev, path } => {
                let url = address(url, place)?;
                let revision = match Revision::cached(&url, rev)? {
                    Some(revision) => revision,
                    None if self.may_fetch => Revision::fetch(&url, rev)?,
                    None => return Ok(Config::default()),
                };
                let (revision, project) = (Arc::new(revision), place.project().to_path_buf());
                (Place::Git { revision, folder: String::new(), project }, path)
            }
        };
        let name = place.name(path);
        let text = place.read(path).map_err(|reason| Failure::Here(format!("{path}: {reason}"), None))?;
        self.enter(&name)?;
        let source = SourceFile::new(name, text);
        let pyproject = Path::new(path).file_name().is_some_and(|name| name == PYPROJECT);
        let read = self.read(&source, pyproject, &place.beside(path)).map_err(Failure::There)?;
        self.way.pop();
        read.ok_or_else(|| {
            Failure::There(ConfigError::whole(Path::new(&source.name), "missing table `[tool.cardlint]`"))
        })
    }

    /// Goes on to a file, unless that is where it came from.
    fn enter(&mut self, name: &str) -> Result<(), Failure> {
        self.count += 1;
        if let Some(start) = self.way.iter().position(|before| before == name) {
            let way = self.way[start..].iter().map(String::as_str).chain([name]);
            let way = way.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" extends ");
            return Err(Failure::Here(format!("endless: {way}"), Some("remove one of them".to_owned())));
        }
        if self.count > MAX_FILES {
            return Err(Failure::Here(format!("leads to more than {MAX_FILES} files"), None));
        }
        self.way.push(name.to_owned());
        Ok(())
    }
}

/// The address of a repository: a path is relative to the configuration.
fn address(url: &str, place: &Place) -> Result<String, Failure> {
    let is_url = url.split_once(':').is_some_and(|(host, _)| !host.contains('/'));
    if is_url && !url.starts_with('-') {
        return Ok(url.to_owned());
    }
    match place {
        Place::Disk(folder) => Ok(normal(&folder.join(url)).display().to_string()),
        Place::Git { revision, .. } => {
            let message = format!("`{url}` is a path, which {} cannot refer to", revision.name);
            Err(Failure::Here(message, Some("write the URL of the repository".to_owned())))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Place, address};

    #[test]
    fn an_address_without_a_host_is_a_path() {
        let place = Place::Disk(PathBuf::from("/acme/project"));
        let address = |url: &str| address(url, &place).ok().unwrap_or_default().replace('\\', "/");
        for url in ["https://example.org/cards", "git@example.org:acme/cards", "host:cards"] {
            assert_eq!(address(url), url);
        }
        for (path, expected) in
            [("../cards", "/acme/cards"), ("./a:b", "/acme/project/a:b"), ("-a:b", "/acme/project/-a:b")]
        {
            assert_eq!(address(path), expected);
        }
    }
}
