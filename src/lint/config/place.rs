//! Where a configuration is, and the files that it names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::lint::unread::unread;
use crate::revision::Revision;

/// A configuration that another one builds on.
#[derive(Debug)]
pub(super) enum Extended {
    /// A path from the file that names it.
    File(String),
    /// A file of a git repository at a revision.
    Git { url: String, rev: String, path: String },
}

/// The directory of a configuration.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// On the disk.
    Disk(PathBuf),
    /// In a revision of a git repository.
    Git {
        revision: Arc<Revision>,
        /// From the top of the repository.
        folder: String,
        /// The directory of the configuration on the disk that it is for.
        project: PathBuf,
    },
}

impl Place {
    /// The directory that globs are relative to, and files that are written.
    pub(super) fn project(&self) -> &Path {
        match self {
            Place::Disk(folder) | Place::Git { project: folder, .. } => folder,
        }
    }

    /// Reads a file that is named here.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, in plain words.
    pub(super) fn read(&self, name: &str) -> Result<String, String> {
        match self {
            Place::Disk(folder) => std::fs::read_to_string(folder.join(name)).map_err(|error| unread(&error)),
            Place::Git { revision, folder, .. } => {
                let path = within(folder, name).ok_or_else(|| leads_out(revision))?;
                String::from_utf8(revision.read(&path)?).map_err(|_| "not UTF-8 text".to_owned())
            }
        }
    }

    /// What people call a file that is named here.
    pub(super) fn name(&self, name: &str) -> String {
        match self {
            Place::Disk(folder) => super::normal(&folder.join(name)).display().to_string(),
            Place::Git { revision, folder, .. } => {
                let path = within(folder, name).unwrap_or_else(|| name.to_owned());
                format!("{}:{path}", revision.name)
            }
        }
    }

    /// The directory of a file that is named here.
    pub(super) fn beside(&self, name: &str) -> Place {
        match self {
            Place::Disk(folder) => Place::Disk(parent(&super::normal(&folder.join(name)))),
            Place::Git { revision, folder, project } => {
                let path = within(folder, name).unwrap_or_default();
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
                Place::Git { revision: Arc::clone(revision), folder, project: project.clone() }
            }
        }
    }
}

fn parent(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn leads_out(revision: &Revision) -> String {
    format!("leads out of {}, expected a path within the repository", revision.name)
}

/// The path from the top of a repository; `None` if it leads out of it.
fn within(folder: &str, name: &str) -> Option<String> {
    if name.starts_with('/') {
        return None;
    }
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(name.split('/')) {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop()?,
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_path_stays_within_the_repository() {
        assert_eq!(within("", "a/./b.toml").as_deref(), Some("a/b.toml"));
        assert_eq!(within("shared", "../b.toml").as_deref(), Some("b.toml"));
        assert_eq!(within("shared", "../../b.toml"), None);
        assert_eq!(within("", "/etc/passwd"), None);
    }
}
