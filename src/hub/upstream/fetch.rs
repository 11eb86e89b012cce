//! A repo of another Hub: what the API says of it, and its files on `main`.

use std::fs;
use std::path::{Component, Path};

use serde::Deserialize;
use serde_json::Value;

use super::{curl, mask};
use crate::hub::state::{Gated, RepoId};
use crate::hub::web::address::encode_path;
use crate::words::count;

/// The largest file that is recorded, in bytes; how many files, and how many bytes in all.
const LARGEST_FILE: u64 = 16 << 20;
const MOST_FILES: usize = 2000;
const MOST_BYTES: u64 = 256 << 20;

/// A repo as it is recorded.
pub(super) struct Fetched {
    pub(super) gated: Gated,
    pub(super) private: bool,
    /// Paths in the repo and contents.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// The paths of files that are left out.
    left_out: Vec<String>,
}

impl Fetched {
    /// What was recorded, for people.
    pub(super) fn note(&self, id: &RepoId) -> String {
        let left_out = match self.left_out.as_slice() {
            [] => String::new(),
            [first, ..] => format!(
                "; {} left out, such as {first} (too large, too many, or not for this token)",
                count(self.left_out.len(), "file")
            ),
        };
        format!("{} {id} is recorded: {}{left_out}", id.noun(), count(self.files.len(), "file"))
    }
}

#[derive(Deserialize)]
struct Info {
    #[serde(default)]
    gated: Value,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    siblings: Vec<Sibling>,
}

#[derive(Deserialize)]
struct Sibling {
    rfilename: String,
    #[serde(default)]
    size: Option<u64>,
}

/// Fetches a repo; `None` where there is none for this token.
pub(super) async fn repo(url: &str, token: Option<&str>, id: &RepoId) -> Result<Option<Fetched>, String> {
    let folder = tempfile::Builder::new().prefix("cardlint-").tempdir().map_err(|error| error.to_string())?;
    let info = folder.path().join("info");
    let address = format!("{url}/api/{}/{}?blobs=true", id.kind.plural(), encode_path(&id.id.to_string()));
    let statuses = curl::get(&[(address, info.clone())], token).await?;
    match statuses.get(&info) {
        Some(200) => {}
        Some(401 | 403 | 404) => return Ok(None),
        Some(status) => return Err(format!("{url} answers with status {status}")),
        None => return Err(format!("{url} does not answer")),
    }
    let text = fs::read_to_string(&info).map_err(|error| error.to_string())?;
    let info: Info = serde_json::from_str(&text).map_err(|error| format!("{url} answers with other JSON: {error}"))?;
    let gated = match info.gated.as_str() {
        Some("manual") => Gated::Manual,
        Some(_) => Gated::Auto,
        None => Gated::No,
    };
    let mut fetched = Fetched { gated, private: info.private, files: Vec::new(), left_out: Vec::new() };
    let mut bytes = 0;
    let mut wanted = Vec::new();
    for Sibling { rfilename: path, size } in info.siblings {
        let size = size.unwrap_or_default();
        if !is_plain(&path) || size > LARGEST_FILE || bytes + size > MOST_BYTES || wanted.len() == MOST_FILES {
            fetched.left_out.push(path);
            continue;
        }
        bytes += size;
        let address = format!("{url}/{}/resolve/main/{}", id.path(), encode_path(&path));
        wanted.push((path, address, folder.path().join(wanted.len().to_string())));
    }
    if wanted.is_empty() {
        return Ok(Some(fetched));
    }
    let urls: Vec<_> = wanted.iter().map(|(_, address, file)| (address.clone(), file.clone())).collect();
    let statuses = curl::get(&urls, token).await?;
    for (path, _, file) in wanted {
        match (statuses.get(&file), fs::read(&file)) {
            (Some(200), Ok(content)) => fetched.files.push((path, mask::masked(content))),
            // Of an empty file, curl writes none.
            (Some(200), Err(_)) => fetched.files.push((path, Vec::new())),
            _ => fetched.left_out.push(path),
        }
    }
    Ok(Some(fetched))
}

/// Whether a path leads below the folder of its repo, on every system.
fn is_plain(path: &str) -> bool {
    let names = |part| matches!(part, Component::Normal(name) if name != ".git");
    !path.contains(['\\', ':']) && !path.is_empty() && Path::new(path).components().all(names)
}
